"""Options that commands share mean the same in each."""

import inspect
from dataclasses import fields

import pytest

from turningpoint.cli import series_options
from turningpoint.cli.its import its
from turningpoint.cli.ratio import ratio
from turningpoint.cli.robustness import robustness
from turningpoint.sources.own_files.choices import Choices


@pytest.mark.parametrize("command", [its, robustness])
def test_commands_take_their_options_from_one_place(command):
    shared = {id(one.declared) for one in series_options.of_series(without=()).values()} | {id(series_options.File)}
    own = {name for name, given in inspect.signature(command).parameters.items() if id(given.annotation) not in shared}
    assert own <= {"context"}


@pytest.mark.parametrize("command", [its, robustness, ratio])
def test_a_command_takes_all_that_can_be_said_of_a_file(command):
    taken = inspect.signature(command).parameters
    assert set(series_options.READING) == {field.name for field in fields(Choices)}
    assert all(taken[name].annotation is one.declared for name, one in series_options.READING.items())


def test_the_same_option_has_the_same_default():
    first, second = (inspect.signature(command).parameters for command in (its, robustness))
    both = set(first) & set(second)
    assert {name: first[name].default for name in both} == {name: second[name].default for name in both}
    assert "seed" in both
