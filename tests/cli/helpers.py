"""Calls the command as a user does."""

from typing import Any

from typer.testing import CliRunner

from turningpoint.cli import app


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])
