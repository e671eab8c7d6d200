"""Whether the course before the intervention was straight."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from scipy import stats

from turningpoint.errors import DesignError, FitError, ParameterError
from turningpoint.its.model.design import MINIMUM_POINTS, Design, require_full_rank
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.observations import without_sums
from turningpoint.its.model.specification import error_model
from turningpoint.its.regression.conventional import fit_conventional
from turningpoint.number_format import fixed

CLEARLY_BENT = 4.0
"""From this |z| on the pre-trend is called bent; between 1.96 and it a bend is suggested."""
LAG = 6
"""Of the test's HAC covariance where the fit has none of its own."""


@dataclass(frozen=True, eq=False)
class Curvature:
    """Test of a bend in the pre-trend: a quadratic term in time, periods before the first intervention only.

    Attributes
    ----------
    estimate, se, z, p_value : of the quadratic term on the scale of the link; None where it is not estimable.
    points : periods used.
    unit : of the estimate.
    reason : why it is not estimable, else empty.
    """

    estimate: float | None
    se: float | None
    z: float | None
    p_value: float | None
    points: int
    unit: str
    reason: str = ""
    counted: ClassVar[str] = "points"

    @property
    def points_in_words(self) -> str:
        """Number of points, and what they are where the series has sums besides."""
        return f"{self.points} {self.counted}"

    @property
    def verdict(self) -> Literal["straight", "bend suggested", "bent", "not tested"]:
        """What the test says of a straight pre-trend.

        On short series with memory a test with a HAC covariance rejects straight courses too often: 15 to 40% of the
        time at a nominal 5% (simulated, 79 and 31 points). So only |z| of 4 and more is called bent.
        """
        if self.z is None:
            return "not tested"
        if abs(self.z) >= CLEARLY_BENT:
            return "bent"
        return "bend suggested" if abs(self.z) >= stats.norm.ppf(0.975) else "straight"

    def summary(self, *, line_carried: bool = True) -> str:
        """Say what the test found, where a straight line is carried forward (which a bend puts in doubt) or not."""
        if self.z is None:
            return f"Whether the course before was straight could not be tested: {self.reason}"
        found = f"z = {fixed(self.z, 1)}, {self.points_in_words}"
        doubt, no_doubt = "which puts the line in doubt", "that does not prove it"
        if not line_carried:
            doubt, no_doubt = "which the model allows for", "the model lets it bend all the same"
        return {
            "straight": f"A straight course before is not rejected ({found}); {no_doubt}.",
            "bend suggested": f"A bend in the course before is suggested ({found}), {doubt}.",
            "bent": f"The course before was not straight ({found}), {doubt}.",
        }[self.verdict]


class CurvatureBesideSums(Curvature):
    """The same test on a series with sums over several periods, which it leaves out."""

    counted = "single periods, sums over several left out"


def curvature(fit: Fit, design: Design | None = None) -> Curvature:
    """Test the straightness of the pre-trend by a quadratic term with a HAC covariance.

    The pre-period is fitted alone, with the fit's own seasonality, covariates and likelihood (counts by the
    generalised linear model, a gaussian outcome by ordinary least squares), plus time squared; z compares its
    coefficient with its standard error. The lag is the fit's own, or 6 for any other error model. Sums over several
    periods are left out; beside them at least 12 single periods are needed. ``design`` : that was
    asked for, where the fit could not hold all its terms.
    """
    whole = (design or fit.design).before()
    sums, before = int(whole.spans_used.sum()), without_sums(whole)
    time = before.matrix[:, before.terms.index("trend")]
    bent = before.with_column("trend_squared", time**2)
    scale = "log units" if fit.link == "log" else "units of the outcome"
    kind = CurvatureBesideSums if sums else Curvature
    points, unit = int(bent.used.sum()), f"{scale} per {bent.time_unit} squared"
    try:
        if sums and points < MINIMUM_POINTS:
            raise DesignError(
                f"it needs {MINIMUM_POINTS} single periods before the intervention, and there are {points}; sums over "
                "several periods do not count."
            )
        require_full_rank(bent)
        errors = fit.errors if error_model(fit.errors).kind == "hac" else f"hac:{LAG}"
        alone = fit_conventional(fit.values[: len(time)], bent, likelihood=fit.likelihood, errors=errors)
    except (DesignError, FitError, ParameterError) as error:
        return kind(None, None, None, None, points, unit, str(error))
    if not alone.converged:
        return kind(None, None, None, None, points, unit, "the fit of the pre-period did not converge.")
    estimate, se = float(alone.coefficients[-1]), float(alone.standard_errors[-1])
    z = estimate / se
    return kind(estimate, se, z, float(2 * stats.norm.sf(abs(z))), points, unit)
