"""The same question under other choices: where the window starts, which model is fitted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, FitError
from turningpoint.its.analysis import Analysis, analyse, analyse_design
from turningpoint.its.effects.effect import Effect
from turningpoint.its.model.design import MINIMUM_POINTS, Design, design_of
from turningpoint.its.model.fit import method_of
from turningpoint.its.model.observations import points, single_periods
from turningpoint.its.model.specification import COUNTS, Specification, error_model
from turningpoint.its.regression.conventional import fit_conventional
from turningpoint.outcome import Outcome
from turningpoint.timeline import labels, position

COUNT_MODELS: tuple[tuple[Likelihood, str], ...] = tuple(
    (likelihood, errors) for likelihood in COUNTS for errors in ("independent", "hac:1", "hac:3", "hac:6", "hac:12")
)
"""Likelihood and errors of the conventional models of counts."""
GAUSSIAN_MODELS: tuple[tuple[Likelihood, str], ...] = tuple(
    ("gaussian", errors)
    for errors in ("independent", "hac:1", "hac:4", "hac:12", "prais-winsten", "ar1-reml", "ar1-ml")
)
"""Likelihood and errors of the conventional models of a gaussian outcome."""
SHORTEST_PRE_YEARS = 2
"""Years before the intervention that a window start must leave, so that trend and season can be told apart."""


def window_starts(outcome: Outcome, *, start: str, intervention: str, earlier_years: int = 2) -> tuple[str, ...]:
    """Name the window starts to compare: the window's own first period, and each year from there.

    They keep the season of ``start``, begin ``earlier_years`` years before it (where the source reaches that far)
    and leave at least two years before the intervention; ``start`` itself is always among them. Series by year move
    one year at a time and leave twelve; other series have no comparison of this kind (an empty tuple). A start that
    would cut a sum over several periods moves to the next that does not, and is named by it.

    The outcome is over its whole coverage, not cut to the window; ``start`` and ``intervention`` are labels of periods.
    """
    step = {"month": 12, "year": 1}.get(outcome.frequency)
    if step is None:
        return ()
    shortest = 12 if outcome.frequency == "year" else SHORTEST_PRE_YEARS * step
    own, last = position(outcome.times, start), position(outcome.times, intervention) - shortest
    wanted = [own, *range(own - earlier_years * step, last + 1, step)]
    places = {_uncut(outcome, place) for place in wanted if place >= 0}
    names = labels(outcome.times)
    return tuple(names[place] for place in sorted(places) if place <= max(own, last))


def _uncut(outcome: Outcome, place: int) -> int:
    """Place of the first period from this one on at which a window can start without cutting a sum."""
    while cut := [span.periods for span in outcome.spans if min(span.periods) < place <= max(span.periods)]:
        place = max(max(periods) for periods in cut) + 1
    return place


def by_window_start(outcome: Outcome, specification: Specification, *, starts: Sequence[str], end: str) -> pd.DataFrame:
    """Fit the same specification from each window start on, to ``end``; the outcome is over its whole coverage.

    Returns
    -------
    DataFrame
        One row a start: ``window_start``, ``method``, ``window``, ``points_before``, ``points_after``, then effects
        with their intervals (``level_ratio``, ``slope_ratio`` and ``relative_excess`` for counts; ``level_change``,
        ``slope_change``, ``expected_excess`` and ``relative_excess`` for a gaussian outcome; each with ``_low`` and
        ``_high`` in a column of their own), ``curvature_z``, and ``problem`` in words where there is no result.
    """
    return _compare(
        ({"window_start": start}, partial(analyse, outcome.window(start, end), specification)) for start in starts
    )


def by_model(
    outcome: Outcome,
    specification: Specification,
    *,
    models: Sequence[tuple[Likelihood, str]] | None = None,
    design: Design | None = None,
    known: Analysis | None = None,
) -> pd.DataFrame:
    """Fit the same design with other likelihoods and error models: what others would have reported.

    On a series with sums over several periods the other models are fitted to the single periods alone, as others would,
    and their ``method`` says so; the specification's own model and calibrated ones take the sums.

    Parameters
    ----------
    outcome : the series.
    specification : everything but likelihood, errors and pre-trend, which is straight in every row but its own.
    models : likelihood and errors of each row; by default ``COUNT_MODELS``, or ``GAUSSIAN_MODELS`` for a gaussian
        outcome.
    design : of the outcome, where it has more columns than the specification knows, as covariates.
    known : the analysis of the specification itself, where there is one: its row is not fitted again.

    Returns
    -------
    DataFrame
        Columns as in ``by_window_start``, with ``likelihood`` and ``errors`` in front.
    """
    if models is None:
        models = GAUSSIAN_MODELS if specification.likelihood == "gaussian" else COUNT_MODELS
    attempts = []
    for likelihood, errors in models:
        own = (likelihood, errors) == (specification.likelihood, specification.errors)
        course = specification.pre_trend if own else "straight"
        asked = replace(specification, likelihood=likelihood, errors=errors, pre_trend=course)
        sums = own or error_model(errors).kind == "calibrated"
        run = partial(_analyse, outcome, asked, design=design, sums=sums, known=known if own else None)
        attempts.append(({"likelihood": likelihood, "errors": errors}, run))
    return _compare(attempts)


def of_single_periods(outcome: Outcome, design: Design) -> tuple[Outcome, Design]:
    """Give the single periods of a series and its design alone, as others would take them; see ``single_periods``."""
    return replace(outcome, spans=()), single_periods(design)


def _analyse(
    outcome: Outcome, specification: Specification, *, design: Design | None, sums: bool, known: Analysis | None
) -> Analysis:
    if known is not None:
        return known
    design = design_of(outcome, specification) if design is None else design
    return analyse_design(*((outcome, design) if sums else of_single_periods(outcome, design)), specification)


def by_date(outcome: Outcome, specification: Specification) -> pd.DataFrame:
    """Fit the same specification, of one intervention, dated at every period that leaves enough points on each side.

    Counts are fitted by the generalised linear model, a gaussian outcome by ordinary least squares, errors taken for
    independent and the pre-trend for straight: the log-likelihoods are those of these models. Sums over several periods
    are part of them.

    Returns
    -------
    DataFrame
        ``when``, ``log_likelihood``; periods at which there is no fit are left out. Empty for a quasi-likelihood.
    """
    rows = []
    for when in outcome.labels[MINIMUM_POINTS : 1 - MINIMUM_POINTS]:
        changed = replace(specification, interventions=(when,))
        try:
            design = design_of(outcome, changed)
            fit = fit_conventional(outcome.observations, design, likelihood=changed.likelihood)
        except (DesignError, FitError):
            continue
        if fit.log_likelihood is not None and fit.converged:
            rows.append((when, fit.log_likelihood))
    return pd.DataFrame(rows, columns=["when", "log_likelihood"])


def _compare(attempts: Iterable[tuple[dict[str, str], Callable[[], Analysis]]]) -> pd.DataFrame:
    """Run each attempt; one that has no result says why in its row."""
    rows: list[dict[str, object]] = []
    for named, run in attempts:
        try:
            rows.append({**named, **_row(run())})
        except (DesignError, FitError) as error:
            rows.append({**named, "problem": str(error)})
    return pd.DataFrame(rows)


def _row(analysis: Analysis) -> dict[str, object]:
    before, after = points(analysis.design)
    row: dict[str, object] = {
        "method": method_of(analysis.fit),
        "window": f"{analysis.outcome.labels[0]} to {analysis.outcome.labels[-1]}",
        "points_before": before,
        "points_after": after,
    }
    scale = analysis.fit.scale
    names = {effect.name for effect in analysis.effects}
    shown: dict[str, Effect | None] = {scale.level: analysis.level, scale.slope: analysis.slope}
    shown |= {name: analysis.effect(name) for name in dict.fromkeys((scale.total, "relative_excess")) if name in names}
    for name, effect in shown.items():
        if effect is not None:
            row |= {name: effect.estimate, f"{name}_low": effect.low, f"{name}_high": effect.high}
    row["curvature_z"] = analysis.diagnostics.curvature.z
    row["problem"] = "" if analysis.fit.converged else "the fit did not converge"
    return row
