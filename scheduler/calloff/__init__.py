"""Calloff: proved, staggered plans for public procurement programmes."""

__version__ = "0.1.0"
