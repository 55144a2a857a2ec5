"""Run the service: `python -m service --port 8080`, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys

from service.app import LIMITS, create_app
from service.server import SECONDS, serve


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser("python -m service", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for a request to arrive")
    given = parser.parse_args()
    server = serve(create_app(), most_bytes=LIMITS.body, **vars(given))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"listening on {given.host}:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
