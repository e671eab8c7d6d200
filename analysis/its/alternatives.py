"""The same question under other choices: where the window starts, which model is fitted."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from analysis.errors import DesignError, FitError
from analysis.its.analysis import Analysis, analyse
from analysis.its.design import MINIMUM_POINTS, build_design
from analysis.its.effects import method_of
from analysis.its.glm import fit_glm
from analysis.its.specification import COUNTS, Likelihood, Specification
from analysis.outcome import Outcome
from analysis.timeline import labels, position

SHORTEST_PRE_YEARS = 2
"""Years before the intervention that a window start must leave, so that trend and season can be told apart."""


def window_starts(outcome: Outcome, *, start: str, intervention: str, earlier_years: int = 2) -> tuple[str, ...]:
    """Name the window starts to compare: the window's own first period, and each year from there.

    They keep the season of ``start``, begin ``earlier_years`` years before it (where the source reaches that far)
    and leave at least two years before the intervention; ``start`` itself is always among them. Series by year move
    one year at a time and leave twelve; other series have no comparison of this kind (an empty tuple).

    Parameters
    ----------
    outcome : the series over its whole coverage, not cut to the window.
    start, intervention : labels of periods.
    """
    step = {"month": 12, "year": 1}.get(outcome.frequency)
    if step is None:
        return ()
    shortest = 12 if outcome.frequency == "year" else SHORTEST_PRE_YEARS * step
    own, last = position(outcome.times, start), position(outcome.times, intervention) - shortest
    places = {own, *range(own - earlier_years * step, last + 1, step)}
    names = labels(outcome.times)
    return tuple(names[place] for place in sorted(places) if place >= 0)


def by_window_start(outcome: Outcome, specification: Specification, *, starts: Sequence[str], end: str) -> pd.DataFrame:
    """Fit the same specification from each window start on.

    Parameters
    ----------
    outcome : the series over its whole coverage.
    starts : first periods of the windows. end : last period of all of them.

    Returns
    -------
    DataFrame
        One row a start: ``window_start``, ``method``, ``window``, ``points_before``, ``points_after``, level and slope
        ratio and relative excess with their intervals, ``curvature_z``, and ``problem`` in words where there is no
        result.
    """
    return _compare(({"window_start": start}, outcome.window(start, end), specification) for start in starts)


def by_model(
    outcome: Outcome,
    specification: Specification,
    *,
    likelihoods: Sequence[Likelihood] = COUNTS,
    lags: Sequence[int] = (1, 3, 6, 12),
) -> pd.DataFrame:
    """Fit the same design with other likelihoods and error models: what others would have reported.

    Returns
    -------
    DataFrame
        Columns as in ``by_window_start``, with ``likelihood`` and ``errors`` in front.
    """
    choices = [
        (likelihood, errors) for likelihood in likelihoods for errors in ("independent", *map("hac:{}".format, lags))
    ]
    return _compare(
        (
            {"likelihood": likelihood, "errors": errors},
            outcome,
            replace(specification, likelihood=likelihood, errors=errors),
        )
        for likelihood, errors in choices
    )


def by_date(outcome: Outcome, specification: Specification) -> pd.DataFrame:
    """Fit the same specification, of one intervention, dated at every period that leaves enough points on each side.

    Returns
    -------
    DataFrame
        ``when``, ``log_likelihood``; periods at which there is no fit are left out. Empty for a quasi-likelihood.
    """
    rows = []
    for when in outcome.labels[MINIMUM_POINTS : 1 - MINIMUM_POINTS]:
        changed = replace(specification, interventions=(when,))
        try:
            design = build_design(outcome.times, changed, observed=outcome.observed, exposure=outcome.exposure)
            fit = fit_glm(outcome.values, design, likelihood=changed.likelihood, errors="independent")
        except (DesignError, FitError):
            continue
        if fit.log_likelihood is not None and fit.converged:
            rows.append((when, fit.log_likelihood))
    return pd.DataFrame(rows, columns=["when", "log_likelihood"])


def _compare(attempts: Iterable[tuple[dict[str, str], Outcome, Specification]]) -> pd.DataFrame:
    """Analyse each attempt; one that has no result says why in its row."""
    rows: list[dict[str, object]] = []
    for named, outcome, specification in attempts:
        try:
            rows.append({**named, **_row(analyse(outcome, specification))})
        except (DesignError, FitError) as error:
            rows.append({**named, "problem": str(error)})
    return pd.DataFrame(rows)


def _row(analysis: Analysis) -> dict[str, object]:
    design = analysis.design
    row: dict[str, object] = {
        "method": method_of(analysis.fit),
        "window": f"{analysis.outcome.labels[0]} to {analysis.outcome.labels[-1]}",
        "points_before": int(design.used[: design.positions[0]].sum()),
        "points_after": int(design.used[design.positions[0] :].sum()),
    }
    shown = {
        "level_ratio": analysis.effect("level_ratio"),
        "slope_ratio": analysis.slope,
        "relative_excess": analysis.effect("relative_excess"),
    }
    for name, effect in shown.items():
        if effect is not None:
            row |= {name: effect.estimate, f"{name}_low": effect.low, f"{name}_high": effect.high}
    row["curvature_z"] = analysis.diagnostics.curvature.z
    row["problem"] = "" if analysis.fit.converged else "the fit did not converge"
    return row
