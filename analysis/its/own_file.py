"""The interrupted time series of a file of one's own, and its result as a document for machines."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from analysis.its.analysis import Analysis, analyse
from analysis.its.specification import Likelihood, Specification
from analysis.outcome import own_outcome
from analysis.sources.own_series import read_series


def analyse_file(
    path: Path,
    *,
    time: str,
    outcome: str,
    interventions: Sequence[str],
    exposure: str | None = None,
    covariates: Sequence[str] = (),
    ramp: bool = True,
    likelihood: Likelihood = "negative-binomial",
    errors: str = "independent",
    harmonics: int | None = None,
    month_indicators: bool = False,
    transition: int = 0,
    time_unit: Literal["year", "period"] | None = None,
    confidence: float = 0.95,
    allow_missing: bool = False,
) -> Analysis:
    """Analyse columns of a CSV file.

    Parameters
    ----------
    path, time, outcome, exposure, covariates, allow_missing : see ``analysis.sources.own_series.read_series``.
    harmonics : None means 2 for months without month indicators, 0 otherwise.
    time_unit : None means years, or periods where times are an index.
    interventions, ramp, likelihood, errors, month_indicators, transition, confidence : see ``Specification``.

    Raises
    ------
    InputError
        The file, its series or the choices cannot be used; the message names the place and the way out.

    Examples
    --------
    >>> analyse_file(Path("absent.csv"), time="month", outcome="attacks", interventions=["2021-08"])
    Traceback (most recent call last):
    analysis.errors.DataError: absent.csv: there is no such file. Check the path.
    """
    series = read_series(
        path, time=time, outcome=outcome, exposure=exposure, covariates=covariates, allow_missing=allow_missing
    )
    own = own_outcome(series)
    if harmonics is None:
        harmonics = 2 if own.frequency == "month" and not month_indicators else 0
    specification = Specification(
        interventions=tuple(interventions),
        ramp=ramp,
        likelihood=likelihood,
        errors=errors,
        harmonics=harmonics,
        month_indicators=month_indicators,
        transition=transition,
        time_unit=time_unit or ("period" if own.frequency == "index" else "year"),
        confidence=confidence,
    )
    return analyse(own, specification, covariates=series.covariates)


def document(analysis: Analysis) -> dict[str, Any]:
    """Turn an analysis into plain lists and dictionaries, unrounded; what does not exist is None.

    Keys: ``series``, ``design``, ``coefficients`` (term, estimate, se, low, high, df; log scale; df None is the
    normal distribution), ``effects``, ``noise`` (parameters of the noise model by name),
    ``log_likelihood``, ``diagnostics``, ``converged``, ``messages``.
    """
    outcome, specification, design, fit = (
        analysis.outcome,
        analysis.specification,
        analysis.design,
        analysis.fit,
    )
    found = analysis.diagnostics
    coefficients = fit.to_frame(specification.confidence).astype(object).to_dict(orient="records")
    plain = {
        "series": {
            "outcome": outcome.name,
            "source": outcome.source,
            "frequency": outcome.frequency,
            "first": outcome.labels[0],
            "last": outcome.labels[-1],
            "periods": len(outcome.times),
            "observed": int(outcome.observed.sum()),
        },
        "design": {
            **vars(specification),
            "interventions": list(specification.interventions),
            "terms": list(design.terms),
            "points": int(design.used.sum()),
            "points_before": int(design.used[: design.positions[0]].sum()),
            "points_after": int(design.used[design.positions[0] :].sum()),
            "exposure": outcome.exposure is not None,
        },
        "coefficients": coefficients,
        "effects": [vars(effect) for effect in analysis.effects],
        "noise": dict(fit.noise),
        "dispersion": fit.noise.get("dispersion"),
        "alpha": fit.noise.get("alpha"),
        "log_likelihood": fit.log_likelihood,
        "diagnostics": {
            "autocorrelation": found.autocorrelation.tolist(),
            "ljung_box": {
                "statistic": found.ljung_box,
                "lags": found.ljung_box_lags,
                "p_value": found.ljung_box_p,
            },
            "curvature": vars(found.curvature),
        },
        "converged": fit.converged,
        "messages": list(fit.messages),
    }
    return {key: _without_nan(value) for key, value in plain.items()}


def _without_nan(value: Any) -> Any:
    """Replace numbers that are not finite by None, however deep they stand."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
