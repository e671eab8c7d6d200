"""The interrupted time series of a file of one's own, and its result as a document for machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import DataError, ParameterError
from turningpoint.its.analysis import Analysis, analyse
from turningpoint.its.answers.answer import Answer
from turningpoint.its.answers.second_opinion import SecondOpinion
from turningpoint.its.answers.zero_after import ZeroAfter
from turningpoint.its.coverage.certificate import Certificate
from turningpoint.its.model.design import Design
from turningpoint.its.model.observations import points
from turningpoint.its.model.season import usual_harmonics
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome, own_outcome
from turningpoint.plain_document import to_plain
from turningpoint.sources.own_event_file import read_event_series
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_series import OwnSeries, read_series
from turningpoint.sources.population import population_asked

CHOICES = tuple(field.name for field in fields(Specification))
"""What can be chosen: the fields of a specification."""


@dataclass(frozen=True, eq=False)
class Question:
    """What a file and the choices ask: a series, a specification, covariates by name, and how the file was read."""

    outcome: Outcome
    specification: Specification
    covariates: Mapping[str, Array]
    said: str = ""


def analyse_file(path: Path, choices: Mapping[str, Any], *, horizons: Sequence[int] = (), **columns: Any) -> Analysis:
    """Analyse columns of a CSV file; parameters are those of ``read_question``, ``horizons`` as in ``analyse``."""
    asked = read_question(path, choices, **columns)
    return analyse(asked.outcome, asked.specification, covariates=asked.covariates, horizons=horizons)


def read_question(
    path: Path,
    choices: Mapping[str, Any],
    *,
    time: str | None = None,
    outcome: str | None = None,
    exposure: str | None = None,
    population: str | None = None,
    covariates: Sequence[str] = (),
    allow_missing: bool = False,
    time_end: str | None = None,
    per: float | None = None,
    reading: Choices | None = None,
) -> Question:
    """Read columns of a CSV file and the choices of their analysis.

    Parameters
    ----------
    choices : fields of a ``Specification`` by name, ``interventions`` or ``pulses`` at least. Those left out, or None,
        are chosen by the kind of series: harmonics as ``usual_harmonics`` has them, time in years or, of an index, in
        periods; for all others the specification's own defaults.
    path, time, outcome, exposure, covariates, allow_missing, time_end : see ``own_series.read_series``. Only a
        gaussian outcome may be negative or fractional. Without a ``time`` the file is one of events, counted as
        ``own_event_file.read_event_series`` does, or its column ``outcome`` summed.
    reading : what the user says about the file where it leaves something open.
    per : the outcome is a rate per so many of the exposure or population; the counts behind it are fitted.
    population : in the place of an exposure the population of a country, as ``population_asked`` reads it.

    Raises
    ------
    InputError
        The file, its series or the choices cannot be used; the message names the place and the way out.

    Examples
    --------
    >>> analyse_file(Path("absent.csv"), {"interventions": ["2021-08"]}, time="month", outcome="attacks")
    Traceback (most recent call last):
    turningpoint.errors.DataError: absent.csv: there is no such file. Check the path.
    """
    given = {name: value for name, value in choices.items() if value is not None}
    if unknown := sorted(set(given) - set(CHOICES)):
        raise ParameterError(f"there is nothing to choose by the name of {unknown[0]!r}. Choose {', '.join(CHOICES)}.")
    measured = given.get("likelihood") == "gaussian"
    if exposure is not None and population is not None:
        raise ParameterError("a series has one exposure: give its column or a population.")
    if per is not None and (measured or per <= 0 or (exposure is None and population is None)):
        raise ParameterError("per turns a rate into counts: it is above zero and needs the exposure or a population.")
    if measured and (exposure is not None or population is not None):
        raise ParameterError("a gaussian outcome takes no exposure. Divide the outcome by it and leave it out.")
    columns = {"exposure": exposure, "covariates": covariates, "time_end": time_end}
    counts = not measured and per is None
    series = _series_of(path, time, outcome, columns, allow_missing=allow_missing, counts=counts, choices=reading)
    # a measured value is not so many a period
    own = own_outcome(series, unit=series.outcome if measured else "")
    if population is not None:
        people, rule = population_asked(population, own.times)
        own = replace(own, exposure=people, assumption=rule)
    if per is not None:
        own = _counts_of_rates(own, per, path)
    if own.frequency == "quarter" and given.get("harmonics", 0) > 2:
        raise ParameterError("four quarters have two harmonics at most: set harmonics to 2 or less.")
    given |= {
        "interventions": tuple(series.when(when) for when in given.get("interventions", ())),
        "pulses": tuple(
            ":".join(series.when(end, "pulse") for end in pulse.split(":")) for pulse in given.get("pulses", ())
        ),
    }
    usual = {
        "harmonics": 0 if given.get("month_indicators") else usual_harmonics(own.times),
        "time_unit": "period" if own.frequency == "index" else "year",
    }
    return Question(own, Specification(**{**usual, **given}), series.covariates, series.said)


def _series_of(
    path: Path, time: str | None, outcome: str | None, columns: Mapping[str, Any], **reading: Any
) -> OwnSeries:
    """Read a series whose columns are named, or count a file of events."""
    if time is None:
        if named := [name.replace("_", "-") for name, value in columns.items() if value]:
            raise ParameterError(
                f"{named[0]}: a file of events has no such column. Name the column of times too (--time)."
            )
        return read_event_series(path, outcome=outcome, **reading)
    if outcome is None:
        raise ParameterError("which column is the outcome? Name it (--outcome COL).")
    return read_series(path, time=time, outcome=outcome, **columns, **reading)


def _counts_of_rates(own: Outcome, per: float, path: Path) -> Outcome:
    """Counts behind rates per so many of the exposure: the whole number that each rounded rate stands for.

    Raises
    ------
    DataError
        A rate whose digits leave no whole number, or several, with its period.
    """
    if own.exposure is None or own.spans:
        raise ParameterError("a rate needs the exposure of every period.")
    seen, values, people = own.observed, own.values, own.exposure / per
    places = max(len(np.format_float_positional(rate, trim="-").partition(".")[2]) for rate in values[seen])
    half = 0.5 * 10.0**-places * people * (1 + 1e-9)
    counts = values * people
    low, high = np.ceil(counts - half), np.floor(counts + half)
    for wrong, why in ((low > high, "stands for no whole number"), (high > low, "may stand for several numbers")):
        if (at := np.flatnonzero(seen & wrong)).size:
            first = int(at[0])
            raise DataError(
                f"the rate {values[first]:g} of {own.labels[first]} per {per:,g} {why} of {own.exposure[first]:,g}.",
                file=path,
                column=own.name,
                remedy="Check --per and the exposure, give rates with more digits, or the counts themselves; or take "
                "the rate as a measured value: --likelihood gaussian, without exposure.",
            )
    unit = f"{own.name} times the exposure over {per:,g}, per {own.period}"
    told = f"{own.assumption} Counts are made back from rates per {per:,g} of the exposure.".lstrip()
    return replace(own, values=np.where(seen, low, np.nan), unit=unit, assumption=told)


def document(
    analysis: Analysis,
    certificate: Certificate | None = None,
    other_models: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Turn an analysis into plain lists and dictionaries, unrounded; what does not exist is None.

    Keys: ``series`` (where it has sums over several periods also how many, of how many periods, and how many periods
    nothing covers), ``design`` (all choices and the terms asked for), ``likelihood``, ``errors`` and ``link`` of the
    fit, ``coefficients`` (term, estimate, se, low, high, df; scale of the link; df None is the normal distribution, or
    intervals from draws), ``effects``, ``answers`` (each with its ``summary``), ``noise`` (parameters of the noise
    model by name), ``log_likelihood``, ``diagnostics``, ``certificate`` (its fields, ``certified`` and ``summary``),
    ``other_models`` (rows as ``by_model`` gives them), ``converged``, ``messages``. Draws are not among them.

    Parameters
    ----------
    certificate : of the analysis, if there is one.
    other_models : what others would have reported, if it was computed.
    """
    fit, found = analysis.fit, analysis.diagnostics
    told = {"certified": certificate.certified, "summary": certificate.summary()} if certificate else {}
    plain = {
        "series": _series(analysis.outcome),
        "design": {
            **_design(analysis.specification, analysis.design),
            "exposure": analysis.outcome.exposure is not None,
        },
        "likelihood": fit.likelihood,
        "errors": fit.errors,
        "link": fit.link,
        "coefficients": fit.to_frame(analysis.specification.confidence),
        "effects": analysis.effects,
        "answers": _with_summaries(analysis.answers),
        "equivalence": analysis.specification.region,
        "second_opinions": _with_summaries(analysis.second_opinions),
        "noise": fit.noise,
        "dispersion": fit.noise.get("dispersion"),
        "alpha": fit.noise.get("alpha"),
        "log_likelihood": fit.log_likelihood,
        "diagnostics": {
            "autocorrelation": found.autocorrelation,
            "ljung_box": {
                "statistic": found.ljung_box,
                "lags": found.ljung_box_lags,
                "df": found.ljung_box_df,
                "p_value": found.ljung_box_p,
            },
            "curvature": found.curvature,
        },
        "certificate": {**vars(certificate), **told} if certificate else None,
        "other_models": other_models,
        "converged": fit.converged,
        "messages": fit.messages,
    }
    return {key: to_plain(value) for key, value in plain.items()}


def bound_document(found: ZeroAfter) -> dict[str, Any]:
    """Turn upper bounds into plain lists and dictionaries: ``series``, ``design``, ``answers`` as in ``document``."""
    plain = {
        "series": _series(found.outcome),
        "design": _design(found.specification, found.design),
        "answers": _with_summaries(found.answers),
    }
    return {key: to_plain(value) for key, value in plain.items()}


def _with_summaries(found: Sequence[Answer] | Sequence[SecondOpinion]) -> list[dict[str, Any]]:
    return [{**vars(one), "summary": one.summary()} for one in found]


def _series(outcome: Outcome) -> dict[str, Any]:
    """Name a series and its calendar, on what its values or exposure rest, and how much is known only as sums."""
    named = {"assumption": outcome.assumption} if outcome.assumption else {}
    named |= {
        "outcome": outcome.name,
        "source": outcome.source,
        "frequency": outcome.frequency,
        "first": outcome.labels[0],
        "last": outcome.labels[-1],
    }
    counts = {"periods": len(outcome.times), "observed": int(outcome.observed.sum())}
    if outcome.spans:
        counts |= {
            "sums": len(outcome.spans),
            "periods_in_sums": int((outcome.covered & ~outcome.observed).sum()),
            "periods_not_covered": int((~outcome.covered).sum()),
        }
    return {**named, **counts}


def _design(specification: Specification, design: Design) -> dict[str, Any]:
    """All choices, the terms, and the observations that enter the fit: a sum is one, on no side where it crosses."""
    before, after = points(design)
    counts = {"points": len(design.rows), "points_before": before, "points_after": after}
    return {**vars(specification), "terms": design.terms, **counts}
