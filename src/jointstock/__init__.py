"""Joint procurement and stock planning for nations that buy together."""

__version__ = "0.1.0"

__all__ = ["__version__"]
