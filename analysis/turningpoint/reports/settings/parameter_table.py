"""The list of parameters as a table."""

from dataclasses import dataclass

from turningpoint.reports.settings.parameters import Parameters, allowed, kind


@dataclass(frozen=True)
class ParameterRow:
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
    rows = []
    for name, field in Parameters.model_fields.items():
        extra = field.json_schema_extra
        unit = str(extra["unit"]) if isinstance(extra, dict) else ""
        rows.append(ParameterRow(name, kind(name), allowed(name), field.default, unit, field.description or ""))
    return tuple(rows)
