"""What the checks share: the calibrated model with a straight course before, for many series, and simulated nulls."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.design import Design, design_of, term_of
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome

EFFECTS = ("level", "slope")


def design_at(
    outcome: Outcome, specification: Specification, when: str = "", *, keep: NDArray[np.bool_] | None = None
) -> Design:
    """Design with one intervention, at ``when`` or the first of the specification; periods not kept are left out."""
    asked = replace(specification, interventions=(when or specification.interventions[0],), pre_trend="straight")
    if keep is None:
        return design_of(outcome, asked)
    design = design_of(replace(outcome, values=np.where(keep, outcome.values, np.nan)), asked)
    return replace(design, spans_used=design.spans_used & ~(design.membership & ~keep).any(axis=1))


def estimates_of(values: Array, design: Design, places: list[int], likelihood: str) -> tuple[Array, Array]:
    """Coefficients at ``places`` and their standard errors, (N, places) each, NaN without a fit; values (N, n + s)."""
    mixture = average(values, design, likelihood)
    directions = np.eye(len(design.terms))[places]
    means, variances = (
        np.stack(one, axis=1) for one in zip(*(mixture.variance(d[None]) for d in directions), strict=True)
    )
    holds = mixture.converged[:, None]
    return np.where(holds, means, np.nan), np.where(holds, np.sqrt(variances), np.nan)


def effect_places(design: Design, specification: Specification) -> dict[str, int]:
    """Level, and slope where there is one → its column in the design."""
    kinds = ("step", "ramp") if specification.ramp else ("step",)
    return {name: term_of(design, kind) for name, kind in zip(EFFECTS, kinds, strict=False)}


def normal_quantile(confidence: float) -> float:
    """Two-sided quantile of the normal distribution."""
    return float(stats.norm.ppf((1 + confidence) / 2))


def require_null(replicates: int, confidence: float) -> None:
    """Refuse fewer than 19 replicates, of which no p-value is below 0.05, and a confidence outside (0, 1)."""
    if replicates < 19:
        raise ParameterError(f"{replicates} replicates cannot give a p-value below 0.05. Use 19 or more, e.g. 99.")
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence {confidence} is not between 0 and 1.")


def simulated_p(null: Array, observed: float) -> float:
    """Share of a statistic's replicates (r,) at least as large as the observed one, which is counted among them.

    Where a replicate has no statistic (NaN), it counts as larger: what could not be fitted is no evidence.
    """
    return (1 + int((~(null < observed)).sum())) / (1 + len(null))
