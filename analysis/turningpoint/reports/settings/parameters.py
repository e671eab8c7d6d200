"""The parameters of a report: the only list of them, with type, range, default, help and unit.

Everything else is derived from this list: the validation before any kernel starts, ``turningpoint parameters``, the
table in the report, and the check of each notebook's ``parameters`` cell. Precedence: ``--set`` over edition
over the coverage of the user's own file over the defaults here. Checks that need the data are in ``resolve``.
"""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from turningpoint.choices import Likelihood
from turningpoint.errors import ParameterError
from turningpoint.its.model.specification import Specification, error_model
from turningpoint.names import problem_of
from turningpoint.reports.settings.parameter_field import TIME, check_order, choice_of, field_of, parts_of, unknown_name
from turningpoint.sources.own_files.choices import ABSENT, ORDERS, PERIODS, Choices
from turningpoint.sources.population import GROWTH
from turningpoint.timeline import shape_of

FILES = ("data", "rivals", "ged")
"""Parameters that name a file of one's own."""
TIMES = ("window_start", "window_end", "intervention")
"""Parameters that are times: a whole number there is a year, or the index of a series without a calendar."""


class Parameters(BaseModel):
    """Settings of one report: flat, plain types, frozen. An empty text means "not given".

    ``model_fields_set`` tells which were given on purpose. Build it with ``parameters_from`` (texts of a command line,
    editions) or ``fit_to_data.settings_from`` (a notebook's variables): both raise ``ParameterError`` with a readable
    message.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    country: str = field_of(
        "PAK", "Country of the outcome", allowed="ISO code of three letters, see `turningpoint data`", min_length=1
    )
    source: str = field_of(
        "", "Publication the outcome comes from", allowed="see `turningpoint data`, or empty: the country's main one"
    )
    outcome: str = field_of("", "What is counted", allowed="see `turningpoint data`, or empty: the source's first")
    beside: str = field_of(
        "", "Sources whose series answer the same question beside the main one",
        allowed="their short names joined by commas, `none`, or empty: one series of every other publisher",
    )  # fmt: skip
    data: str = field_of("", "File of your own instead of an embedded source", allowed="path, or empty")
    data_time: str = field_of("", "Column of times in `data`", allowed="column, or empty for the first")
    data_time_end: str = field_of(
        "", "Column of the last period in `data`, where a row may be the sum of several", allowed="column, or empty"
    )
    data_outcome: str = field_of(
        "", "Column of the outcome in `data`", allowed="column, or empty: named like `outcome`, or the only other"
    )
    data_exposure: str = field_of(
        "", "Column of exposure in `data`; it enters the model as its log", allowed="column, or empty"
    )
    population: str = field_of(
        "", "Population as exposure", allowed=f"ISO code, or ISO:{GROWTH} to go on outside its table; or empty"
    )
    data_dates: str = field_of(
        "", "Order of day, month and year in `data`", allowed=f"{', '.join(ORDERS)}, or empty: as the file shows"
    )
    data_decimal: str = field_of("", "Decimal mark in `data`", allowed="`.` or `,`, or empty: as the file shows")
    data_sheet: str = field_of("", "Sheet of a workbook", allowed="name, or empty")
    data_missing: str = field_of(
        "", "What stands for a missing value in `data` beside empty cells and NA",
        allowed="texts joined by commas, as ND,-; or empty",
    )  # fmt: skip
    data_absent: str = field_of(
        "", "What a period without a row in `data` is", allowed=f"{' or '.join(ABSENT)}, or empty: it is refused"
    )
    data_group: str = field_of(
        "", "Rows of `data` to take", allowed="COLUMN=VALUE, several joined by `;`, or empty: all"
    )
    data_sum: bool = field_of(False, "Add up the rows of a period in `data`")
    data_by: str = field_of(
        "", "Period over which dated rows of `data` are added up", allowed=f"{', '.join(PERIODS)}, or empty"
    )
    allow_missing: bool = field_of(False, "Take periods of `data` without a value as not observed")
    window_start: str = field_of("2015-01", "First period of the fit", allowed=TIME)
    window_end: str = field_of("", "Last period of the fit", allowed=f"{TIME}; or empty: the last there is")
    intervention: str = field_of("2021-08", "First period from which something differs (inclusive)", allowed=TIME)
    intervention_label: str = field_of("", "Name of the intervention in figures and prose", allowed="text, or empty")
    ramp: bool = choice_of("ramp")
    transition: int = choice_of("transition")
    transition_before: int = choice_of("transition_before")
    likelihood: Likelihood = choice_of("likelihood")
    errors: str = choice_of("errors")
    pre_trend: str = choice_of("pre_trend")
    harmonics: int = choice_of("harmonics")
    month_indicators: bool = choice_of("month_indicators")
    horizon: int = field_of(
        0, "Periods over which an excess is summed; 0 is to the end of the window", unit="periods", ge=0, le=600
    )
    equivalence: float = choice_of("equivalence", allow_inf_nan=False)
    confidence: float = choice_of("confidence", allow_inf_nan=False)
    replicates: int = choice_of("replicates")
    null_replicates: int = choice_of("null_replicates")
    controls: str = field_of(
        "", "Countries whose series stand for what would have happened anyway",
        allowed="ISO codes joined by commas, or empty: a weighted pool of comparable ones",
    )  # fmt: skip
    rivals: str = field_of(
        "", "CSV file of other events that could have moved the series: event_id, date and label",
        allowed="path, or empty: for Pakistan those of data/interventions.csv",
    )  # fmt: skip
    ged: str = field_of("", "File of one GED release of UCDP for Pakistan's kill ratio", allowed="path, or empty")
    seed: int = choice_of("seed")

    @field_validator("window_start", "window_end", "intervention")
    @classmethod
    def _is_time(cls, value: str, info: ValidationInfo) -> str:
        left_open = info.field_name == "window_end" and not value
        if not left_open and not shape_of(value) and not info.data.get("data"):  # a file has its own way to write dates
            raise ValueError("not a time")
        return value

    @field_validator("intervention_label", "data_time", "data_time_end", "data_outcome", "data_exposure")
    @classmethod
    def _is_name(cls, value: str, info: ValidationInfo) -> str:
        if problem := problem_of(value):
            raise ParameterError(f"parameter {info.field_name} is no name: {problem}. Give a text of one line.")
        return value

    @field_validator("errors")
    @classmethod
    def _is_error_model(cls, value: str) -> str:
        try:
            error_model(value)
        except ParameterError as error:
            raise ValueError(str(error)) from None
        return value

    @model_validator(mode="after")
    def _fit_each_other(self) -> "Parameters":
        if self.month_indicators and self.harmonics:
            raise ParameterError(
                f"harmonics ({self.harmonics}) and month_indicators exclude each other: "
                "set harmonics=0 or month_indicators=false."
            )
        specification_from(self)
        exposures = [name for name in ("data_exposure", "population") if getattr(self, name)]
        if len(exposures) > 1:
            raise ParameterError("data_exposure and population exclude each other: set one.")
        if self.likelihood == "gaussian" and exposures:
            raise ParameterError(
                f"a gaussian outcome takes no {exposures[0]}. Divide the outcome by it and leave it out."
            )
        choices_of(self)
        start, end = shape_of(self.window_start), shape_of(self.window_end)
        both_given = {"window_start", "window_end"} <= self.model_fields_set
        if start and end and (both_given or (start == end and not self.data)):  # else the data replace the default
            check_order(self.window_start, self.window_end)
        of_a_file = (*(name for name in type(self).model_fields if name.startswith("data_")), "allow_missing")
        for name in () if self.data else of_a_file:
            if getattr(self, name):
                raise ParameterError(f"{name} has a meaning only with a CSV file of your own: set data=FILE.csv too.")
        return self


def choices_of(parameters: Parameters) -> Choices:
    """How the file of ``data`` is to be read.

    Raises
    ------
    ParameterError
        A word that means nothing there.
    """
    words = {name: getattr(parameters, f"data_{name}") for name in ("dates", "decimal", "sheet", "absent", "by")}
    missing, group = tuple(parts_of(parameters.data_missing)), tuple(parts_of(parameters.data_group, ";"))
    return Choices(missing=missing, group=group, total=parameters.data_sum, **words)


def specification_from(parameters: Parameters, *, time_unit: Literal["year", "period"] = "year") -> Specification:
    """The specification that parameters ask for: every field that goes by the same name, and the one intervention.

    Raises
    ------
    ParameterError
        Two choices that exclude each other.
    """
    names = {field.name for field in fields(Specification)} & set(Parameters.model_fields)
    chosen = {name: getattr(parameters, name) for name in names}
    return Specification(interventions=(parameters.intervention,), time_unit=time_unit, **chosen)


def allowed(name: str) -> str:
    """Say in words which values a parameter takes.

    >>> allowed("harmonics"), allowed("ramp"), allowed("likelihood")
    ('0 to 6', 'true or false', 'poisson, quasi-poisson, negative-binomial or gaussian')
    """
    schema = Parameters.model_json_schema()["properties"][name]
    if schema["allowed"]:
        return str(schema["allowed"])
    if "enum" in schema:
        return ", ".join(schema["enum"][:-1]) + f" or {schema['enum'][-1]}"
    return "true or false" if schema["type"] == "boolean" else f"{schema['minimum']} to {schema['maximum']}"


def kind(name: str) -> str:
    """Type of a parameter in words: text, whole number, number, or true/false."""
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true/false"}
    return words[Parameters.model_json_schema()["properties"][name]["type"]]


def parameters_from(values: Mapping[str, object]) -> Parameters:
    """Validate values by name; texts, as a command line gives them, are read as the parameter's type.

    Parameters
    ----------
    values : what is given; everything else keeps its default. With ``month_indicators`` and no ``harmonics`` given,
        harmonics are 0.

    Raises
    ------
    ParameterError
        An unknown name (the nearest is suggested), a value of the wrong type or out of range, values that
        contradict each other.

    Examples
    --------
    >>> parameters_from({"confidence": "0.9", "ramp": "no"}).confidence
    0.9
    >>> parameters_from({"confidense": "0.9"})
    Traceback (most recent call last):
    turningpoint.errors.ParameterError: unknown parameter 'confidense'. Did you mean 'confidence'?
    `turningpoint parameters` lists them.
    """
    given: dict[str, object] = {}
    for name, value in values.items():
        if name not in Parameters.model_fields:
            raise unknown_name(name, Parameters.model_fields, "parameter", "turningpoint parameters")
        given[name] = _read(name, value)
    try:
        if given.get("month_indicators") is True and "harmonics" not in given:
            given["harmonics"] = 0
        return Parameters(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise ParameterError("\n".join(_refusal(detail) for detail in error.errors())) from None


def _read(name: str, value: object) -> object:
    """Read a text as the type of a parameter, and a whole number as a time where one is asked for.

    What cannot be read is left to validation, which refuses it.
    """
    if name in TIMES and type(value) is int:
        return str(value)
    if not isinstance(value, str):
        return value
    text, wanted = value.strip(), Parameters.model_fields[name].annotation
    if wanted is str or wanted is None:
        return text
    try:
        return TypeAdapter(wanted).validate_strings(text)
    except ValidationError:
        return text


def _refusal(detail: ErrorDetails) -> str:
    """One validation error as a sentence; no word of pydantic reaches the user."""
    name = str(detail["loc"][0])
    if name == "errors" and detail["type"] == "value_error":
        return f"parameter {detail['ctx']['error']}"
    return f"parameter {name}: {detail['input']!r} is not allowed. Allowed: {allowed(name)} ({kind(name)})."


def shareable(parameters: Parameters) -> dict[str, Any]:
    """Parameters by name as a report shows them: of a file of one's own its name, not the folders above it."""
    values = parameters.model_dump()
    return {**values, **{name: Path(values[name]).name for name in FILES if values[name]}}
