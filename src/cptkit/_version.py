"""The version of the package; the data has its own, in the manifest."""

__version__ = "0.1.0"
