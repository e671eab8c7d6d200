"""What every command shares."""

import pytest

from tests.cli.helpers import run


@pytest.mark.parametrize("command", ["report", "figures", "compare", "parameters", "data", "its"])
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_version() -> None:
    assert run("--version").stdout.startswith("turningpoint 0.")
