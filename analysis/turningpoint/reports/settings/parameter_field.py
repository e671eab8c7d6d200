"""How a parameter of a report is declared, and two of them compared."""

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from turningpoint.choices import CHOICES
from turningpoint.errors import ParameterError
from turningpoint.timeline import shape_of

TIME = "YYYY, YYYYQ1, YYYY-MM, YYYY-MM-DD, or a whole number for a series without a calendar"


def field_of(default: Any, help: str, *, allowed: str = "", unit: str = "", **limits: Any) -> Any:
    """A parameter with its one-line help; ``allowed`` puts in words what numeric limits and choices do not say."""
    return Field(default, description=help, json_schema_extra={"allowed": allowed, "unit": unit}, **limits)


def choice_of(name: str, **limits: Any) -> Any:
    """A parameter that is a choice of the fit, as ``turningpoint.choices`` lists it."""
    choice = CHOICES[name]
    ends = {"ge": choice.least, "le": choice.most}
    limits |= {end: value for end, value in ends.items() if value is not None}
    return field_of(choice.default, choice.help, allowed=choice.allowed, unit=choice.unit, **limits)


def parts_of(text: str, separator: str = ",") -> list[str]:
    """The parts of a text between separators, without the empty ones and the blanks around each."""
    return [part.strip() for part in text.split(separator) if part.strip()]


def check_order(start: str, end: str) -> None:
    """Refuse a window that ends before it starts, or whose ends are written in two ways."""
    shapes = {shape_of(start), shape_of(end)}
    numbers, start, end = shapes <= {"year", "index"}, start.replace("-Q", "Q"), end.replace("-Q", "Q")
    if len(shapes) > 1 and not numbers:
        raise ParameterError(f"window_start {start!r} and window_end {end!r} are written differently: use one shape.")
    if (int(end) <= int(start)) if numbers else (end <= start):
        raise ParameterError(f"window_end {end} does not come after window_start {start}.")


def unknown_name(name: str, known: Mapping[str, object], what: str, listing: str) -> ParameterError:
    """The error for a name that is not known, with the nearest one that is."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return ParameterError(
        f"unknown {what} {name!r}." + (f" Did you mean {near[0]!r}?" if near else "") + f" `{listing}` lists them."
    )
