"""The command ``turningpoint``: one module a group of commands, each registered with the application."""

from turningpoint.cli import its, listing, ratio, report, robustness
from turningpoint.cli.app import app

__all__ = ["app", "its", "listing", "ratio", "report", "robustness"]
