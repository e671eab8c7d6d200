"""The list of parameters as a table."""

from typing import NamedTuple

from turningpoint.reports.settings.parameters import Parameters, allowed, kind


class ParameterRow(NamedTuple):
    """One parameter in words."""

    name: str
    kind: str
    allowed: str
    default: str | int | float | bool
    unit: str
    help: str


def parameter_table() -> tuple[ParameterRow, ...]:
    """Every parameter in the model's order.

    >>> parameter_table()[0].name
    'country'
    """
    properties = Parameters.model_json_schema()["properties"]
    return tuple(
        ParameterRow(name, kind(name), allowed(name), field["default"], field["unit"], field["description"])
        for name, field in properties.items()
    )
