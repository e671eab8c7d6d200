"""How a fit's estimates and intervals were made, in words."""

from analysis.its.fit import Fit
from analysis.its.specification import ErrorModel, error_model

COUNTS = {"poisson": "Poisson", "quasi-poisson": "quasi-Poisson", "negative-binomial": "negative binomial"}


def method_of(fit: Fit) -> str:
    """Say in words how a fit's intervals were made.

    The quantile is named where intervals come from a normal or a t distribution, not where they come from draws. A
    pre-trend that may bend is named where the design holds its shapes.

    Examples: ``negative binomial, HAC lag 6, normal quantile``; ``Prais-Winsten, AR(1) errors, t quantile, 104 df``.
    """
    errors = error_model(fit.errors)
    model = _gaussian(errors) if fit.likelihood == "gaussian" else _counts(COUNTS[fit.likelihood], errors)
    if any(term.startswith("bend_") for term in fit.design.terms):
        model = f"{model}, pre-trend that may bend"
    if fit.draws is not None:
        return model
    df = fit.degrees_of_freedom
    return f"{model}, {'normal quantile' if df is None else f't quantile, {df:g} df'}"


def _counts(likelihood: str, errors: ErrorModel) -> str:
    if errors.kind == "calibrated":
        return "log-linear count model with latent autocorrelation, calibrated"
    return f"{likelihood}, {f'HAC lag {errors.lag}' if errors.kind == 'hac' else 'independent errors'}"


def _gaussian(errors: ErrorModel) -> str:
    if errors.kind == "arima":
        season = "({},{},{})[{}]".format(*errors.seasonal) if errors.seasonal[3] else ""
        return f"ARIMA{'({},{},{})'.format(*errors.order)}{season} with regressors"
    return {
        "independent": "ordinary least squares, independent errors",
        "hac": f"ordinary least squares, HAC lag {errors.lag} with small-sample factor n/(n − k)",
        "prais-winsten": "Prais-Winsten, AR(1) errors",
        "ar1-reml": "generalised least squares, AR(1) errors by restricted maximum likelihood (REML)",
        "ar1-ml": "generalised least squares, AR(1) errors by maximum likelihood (ML)",
        "structural": "structural time series with regressors",
        "calibrated": "gaussian model with autocorrelation, calibrated",
    }[errors.kind]
