"""Interrupted time series of attack frequency, and the kill ratio, with a report that anybody can regenerate."""

from importlib.metadata import version

__version__ = version("turningpoint")
