"""Fit parameters to the data before any kernel starts: resolve what was left open, refuse what cannot be estimated."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from turningpoint.errors import DataError, ParameterError
from turningpoint.its import Specification
from turningpoint.its.long_series import refuse_too_many
from turningpoint.its.model.design import design_of
from turningpoint.its.model.season import usual_harmonics
from turningpoint.names import as_name, listed, visible
from turningpoint.outcome import Outcome, load_outcome, own_outcome
from turningpoint.reports.settings.controls import check_controls, control_codes, control_series
from turningpoint.reports.settings.named_series import names_beside, with_series
from turningpoint.reports.settings.notebook_settings import notebook_parameters
from turningpoint.reports.settings.parameters import TIMES, Parameters, choices_of, specification_from
from turningpoint.reports.settings.per_person import per_person
from turningpoint.sources.embedded.catalogue import catalogue
from turningpoint.sources.own_event_file import is_event_file, read_event_series
from turningpoint.sources.own_events import read_events
from turningpoint.sources.own_files.raw_table import read_raw
from turningpoint.sources.own_files.rows import group_of, time_columns
from turningpoint.sources.own_ged import checked_ged
from turningpoint.sources.own_series import OwnSeries, read_series
from turningpoint.spans import inside
from turningpoint.timeline import position

FROZEN = "TURNINGPOINT_DATA_SHA256"
"""Environment variable of the kernels of a run: SHA-256 of the file of ``data`` when the run began."""

SERIES = (
    "country", "source", "outcome", "population", "likelihood", "allow_missing",
    *(name for name in Parameters.model_fields if name.startswith("data")),
)  # fmt: skip
"""The parameters that name a series."""


@dataclass(frozen=True, eq=False)
class Resolved:
    """Parameters that fit their data.

    Attributes
    ----------
    parameters : every one explicit; these go to the notebooks and the manifest.
    outcome : the series inside the window.
    """

    parameters: Parameters
    outcome: Outcome


def outcome_of(parameters: Parameters) -> Outcome:
    """Load the series that the parameters name, over its whole coverage and that of its exposure.

    Raises
    ------
    ParameterError
        Unknown country, source or outcome; a population that is not known in the window.
    DataError
        The CSV file of ``data`` cannot be used.
    """
    parameters = with_series(parameters)
    chosen = {name: getattr(parameters, name) for name in SERIES}  # all of them, whichever are needed
    own = own_series_of(parameters) if chosen["data"] else None
    return per_person(_series(parameters, own), parameters)


def _series(parameters: Parameters, own: OwnSeries | None) -> Outcome:
    """The series of a file of one's own, its names fit for a page, or else the one of the project's tables."""
    if own is None:
        return load_outcome(parameters.outcome, country=parameters.country, source=parameters.source)
    # a measured value is not so many a period
    series = own_outcome(own, unit=own.outcome if parameters.likelihood == "gaussian" else "")
    source, definition = (as_name(visible(text)) for text in (series.source, series.definition))
    return replace(series, label=as_name(series.label), unit=as_name(series.unit), source=source, definition=definition)


def own_series_of(parameters: Parameters) -> OwnSeries:
    """Read the file of ``data``, unchanged since the run began."""
    path, choices = Path(parameters.data), choices_of(parameters)
    reading: dict[str, Any] = {
        "choices": choices,
        "allow_missing": parameters.allow_missing,
        "counts": parameters.likelihood != "gaussian",
    }
    if not parameters.data_time and is_event_file(path, sheet=choices.sheet):
        for name in ("data_exposure", "data_time_end"):
            if getattr(parameters, name):
                raise ParameterError(
                    f"{name}: a file of events has no such column. Name the column of times (data_time)."
                )
        series = read_event_series(path, outcome=parameters.data_outcome or None, **reading)
    else:
        header = read_raw(path, sheet=choices.sheet).header
        time = parameters.data_time or header[0]
        series = read_series(
            path,
            time=time,
            outcome=parameters.data_outcome or _outcome_column(header, time, parameters, path),
            exposure=parameters.data_exposure or None,
            time_end=parameters.data_time_end or None,
            **reading,
        )
    expected = os.environ.get(FROZEN, "")
    if expected and hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        remedy = "Run it again when the file is at rest."
        raise DataError("changed while the report was made.", file=path, remedy=remedy)
    return series


def time_unit(outcome: Outcome) -> Literal["year", "period"]:
    """Unit of time in a design: years, or periods where the times are an index without a calendar."""
    return "period" if outcome.frequency == "index" else "year"


def with_window_end(parameters: Parameters, series: Outcome) -> Parameters:
    """Name the last period of a window that was left open: the end of the coverage of the outcome."""
    return parameters if parameters.window_end else parameters.model_copy(update={"window_end": series.labels[-1]})


def settings_from(names: Mapping[str, object]) -> Parameters:
    """The parameters among a notebook's variables, the end of the window named: ``settings_from(globals())``.

    Raises
    ------
    ParameterError
        See ``notebook_parameters``.
    DataError
        The CSV file of ``data`` cannot be used.
    """
    settings = notebook_parameters(names)
    if not settings.lists("source"):
        return settings  # it has no series
    named = with_series(settings)
    return named if named.window_end else with_window_end(named, outcome_of(named))


def check_against_data(parameters: Parameters) -> Resolved:
    """Resolve parameters against the series they name.

    A window left open ends with the coverage. Where no start was given, the window of a file of one's own, and of a
    series that is not monthly, begins with it. Harmonics not given are those of ``usual_harmonics``. Both ends are
    inclusive. A report on a source of the project reads its tables, each the one that its sidecar describes.

    Raises
    ------
    ParameterError
        Unknown country, source or outcome; window outside the coverage; intervention outside the window, or fewer than
        3 observed points (2 without a ramp) before or after it (periods of the transition do not count); counts that
        are nothing but zeros in the window or on one side; a season for a series that has none; a horizon past the
        window; controls that cannot be compared with the series.
    DesignError
        The design cannot be estimated.
    DataError
        A CSV file of one's own cannot be used, or a table of the project was changed.
    """
    for table in () if parameters.data else catalogue():
        table.check()
    given = parameters.model_fields_set
    values: dict[str, object] = parameters.model_dump()
    if parameters.data:
        values["data"] = str(Path(parameters.data).expanduser().resolve())
        parameters = Parameters(**{name: values[name] for name in given | {"data"}})  # type: ignore[arg-type]
    parameters = with_series(parameters)
    values |= {"source": parameters.source, "outcome": parameters.outcome}
    values["beside"] = ",".join(names_beside(parameters)) or "none"
    if parameters.rivals:
        values["rivals"] = str(Path(parameters.rivals).expanduser().resolve())
        read_events(Path(parameters.rivals).expanduser())
    if parameters.ged:
        values["ged"] = checked_ged(parameters.ged, parameters.country, parameters.data)
    check_controls(parameters)
    own = own_series_of(parameters) if parameters.data else None
    series = _series(parameters, own)
    if own is not None:
        values |= {"data_time": parameters.data_time or own.time, "data_outcome": series.name}
        values |= {name: own.when(getattr(parameters, name), name) for name in TIMES if name in given}
    if "window_start" not in given and (parameters.data or series.frequency != "month"):
        values["window_start"] = series.labels[0]
    values["window_end"] = values["window_end"] or series.labels[-1]
    if "harmonics" not in given:
        values["harmonics"] = 0 if parameters.month_indicators else usual_harmonics(series.times)
    resolved = Parameters(**values)  # type: ignore[arg-type]
    _check_season(resolved, series)
    for name in ("window_start", "window_end", "intervention"):
        position(series.times, getattr(resolved, name), name=name)
    outcome = per_person(series, resolved).window(resolved.window_start, resolved.window_end)
    refuse_too_many(len(outcome.times))  # every report has a calibrated fit
    _check_points(resolved, outcome)
    for code in control_codes(resolved):
        try:
            control_series(resolved, [code])
        except ParameterError as error:
            raise ParameterError(f"parameter controls, {code}: {error}") from error
    design_of(outcome, specification_from(resolved, time_unit=time_unit(outcome)))
    return Resolved(resolved, outcome)


def _check_season(parameters: Parameters, series: Outcome) -> None:
    if parameters.harmonics and series.frequency in ("year", "index"):
        raise ParameterError(
            f"parameter harmonics: a series by {series.frequency} has no seasons. Set harmonics=0 or leave it out."
        )
    if parameters.harmonics > 2 and series.frequency == "quarter":
        raise ParameterError("parameter harmonics: four quarters have two harmonics at most. Set harmonics=2 or less.")
    if parameters.month_indicators and series.frequency != "month":
        raise ParameterError(
            f"parameter month_indicators: needs a monthly series; this one is by {series.frequency}. Leave it out."
        )


def _check_points(parameters: Parameters, outcome: Outcome) -> None:
    """Refuse an intervention with too little on one side of it."""
    size, at = len(outcome.times), position(outcome.times, parameters.intervention)
    window = f"{parameters.window_start} to {parameters.window_end}"
    if not 0 < at < size:
        where = "is the first period of" if at == 0 else "lies outside"
        raise ParameterError(
            f"intervention {parameters.intervention} {where} the window {window}: "
            f"there are {_points(outcome, 0, at)} observed points before it and {_points(outcome, at, size)} from it "
            "on. Move the intervention or the window."
        )
    first, last = at - parameters.transition_before, at + parameters.transition
    before, after = _points(outcome, 0, first), _points(outcome, last, size)
    fewest = 3 if parameters.ramp else 2
    if before < fewest or after < fewest:
        left_out = parameters.transition or parameters.transition_before
        raise ParameterError(
            f"intervention {parameters.intervention}: there are {before} observed points before it and {after} from it "
            f"on in the window {window}{', those of the transition left out' if left_out else ''}. "
            f"At least {fewest} are needed on each side. Move the intervention or widen the window."
        )
    if parameters.likelihood != "gaussian":
        _check_zeros(outcome, first, last, parameters.intervention, window)
    if parameters.horizon > size - at:
        raise ParameterError(
            f"parameter horizon: {parameters.horizon} periods, but the window holds {size - at} from "
            f"{parameters.intervention} on. Use 0 for all of them."
        )


def _check_zeros(outcome: Outcome, first: int, last: int, when: str, window: str) -> None:
    """Refuse counts of which one side, before position ``first`` or from ``last`` on, holds nothing but zeros."""
    size = len(outcome.times)
    for side, start, stop in (("before", 0, max(first, 0)), ("from", last, size)):
        sums = sum(span.value for span in inside(outcome.spans, start, stop))
        if not np.nansum(outcome.values[start:stop]) + sums:
            raise ParameterError(
                f"every observed value {side} {when}{' on' if side == 'from' else ''} is zero in "
                f"the window {window}: a ratio to or from zero cannot be estimated. "
                "Choose another intervention, window or outcome."
            )


def _points(outcome: Outcome, start: int, stop: int) -> int:
    """Number of periods from ``start`` to before ``stop`` with a value or in a sum, positions outside cut off."""
    return int(outcome.covered[max(start, 0) : max(stop, 0)].sum())


def _outcome_column(header: list[str], time: str, parameters: Parameters, path: Path) -> str:
    """The column of the outcome where none was named."""
    if parameters.outcome in header:
        return parameters.outcome
    groups = [group_of(text)[0] for text in choices_of(parameters).group]
    known = {*time_columns(header, time), *groups, parameters.data_time_end, parameters.data_exposure}
    others = [name for name in header if name not in known]
    if len(others) == 1:
        return others[0]
    what = f"which column is the outcome? There are: {listed(header)}."
    raise DataError(what, file=path, remedy="Name it: data_outcome=COLUMN.")


def specification_of(settings: Parameters, outcome: Outcome) -> Specification:
    """Turn the report's parameters into the specification of its interrupted time series."""
    return specification_from(settings, time_unit=time_unit(outcome))
