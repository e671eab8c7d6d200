"""Options that commands share mean the same in each."""

import inspect

import pytest

from turningpoint.cli import series_options
from turningpoint.cli.its import its
from turningpoint.cli.robustness import robustness


@pytest.mark.parametrize("command", [its, robustness])
def test_commands_take_their_options_from_one_place(command):
    shared = {id(value) for name, value in vars(series_options).items() if name[0].isupper()}
    own = {name for name, given in inspect.signature(command).parameters.items() if id(given.annotation) not in shared}
    assert own <= {
        "context", "covariate", "errors", "pre_trend", "horizon", "certified", "null_replicates",
    }  # fmt: skip


def test_the_same_option_has_the_same_default():
    first, second = (inspect.signature(command).parameters for command in (its, robustness))
    both = set(first) & set(second)
    assert {name: first[name].default for name in both} == {name: second[name].default for name in both}
    assert "seed" in both
