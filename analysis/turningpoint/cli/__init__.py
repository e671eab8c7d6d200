"""The command ``turningpoint``: one module a group of commands, each registered with the application."""

from turningpoint.cli import events, its, listing, ratio, report, robustness
from turningpoint.cli.app import app

__all__ = ["app", "events", "its", "listing", "ratio", "report", "robustness"]
