"""The command ``turningpoint``: one module a group of commands, each registered with the application."""

from analysis.cli import its, listing, ratio, report, robustness
from analysis.cli.app import app

__all__ = ["app", "its", "listing", "ratio", "report", "robustness"]
