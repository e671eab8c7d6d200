"""What there is to choose is listed once, and all who offer it agree."""

from dataclasses import fields

import pytest
from typer.main import get_command

from turningpoint.choices import CHOICES
from turningpoint.cli import app
from turningpoint.its import Specification
from turningpoint.reports.settings.parameters import Parameters, allowed


def test_every_field_of_a_specification_but_the_dates_is_a_choice_with_its_default():
    defaults = {
        field.name: field.default for field in fields(Specification) if field.name not in ("interventions", "pulses")
    }
    assert defaults == {name: choice.default for name, choice in CHOICES.items() if name != "null_replicates"}


@pytest.mark.parametrize("name", [name for name in CHOICES if name != "time_unit"])
def test_a_report_takes_it_with_default_help_and_limits(name):
    field, choice = Parameters.model_fields[name], CHOICES[name]
    assert (field.default, field.description) == (choice.default, choice.help)
    if choice.least is not None:
        assert allowed(name) == f"{choice.least} to {choice.most}"


@pytest.mark.parametrize("name", ["its", "robustness"])
def test_the_options_of_a_command_have_its_default_and_begin_with_its_help(name):
    options = {option.name: option for option in get_command(app).commands[name].params if option.name in CHOICES}
    assert {"ramp", "likelihood", "transition", "confidence", "replicates", "seed"} <= options.keys()
    for key, option in options.items():
        assert option.default in (CHOICES[key].default, None)
        assert option.help.startswith(CHOICES[key].help)
