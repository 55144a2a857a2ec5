"""The claim check as a web service: an example to copy. `python -m service` runs it; see docs/howto-service.md."""
