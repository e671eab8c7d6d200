"""The sentences on how far a fit can be trusted: the pre-trend, memory, other dates, messages."""

import numpy as np

from turningpoint.its import Analysis, method_of
from turningpoint.its.model.specification import error_model
from turningpoint.number_format import fixed, number, p_value, percent


def pre_trend(analysis: Analysis, event: str) -> str:
    """Give the verdict on the shape of the pre-trend and what it means for everything below."""
    found = analysis.diagnostics.curvature
    if found.p_value is None or found.z is None:
        return f"Whether the course before {event} was straight could not be tested: {found.reason}"
    evidence = f"curvature test on {found.points_in_words}: z = {fixed(found.z, 1)}, p {_p(found.p_value)}"
    if found.verdict == "straight":
        goes_on = "which does not prove that it would have gone on"
        return f"A straight course before {event} is not rejected ({evidence}), {goes_on}."
    bent = found.verdict == "bent"
    first = f"The course before {event} was **not straight** ({evidence})"
    if not bent:
        sure = "on series with memory this test rejects too often to be sure"
        first = f"A **bend** in the course before {event} is **suggested** ({evidence}); {sure}"
    if analysis.specification.bends:
        return f"{first}. The model lets it bend and carries it forward so."
    return f"{first}. The model carries forward a straight line that the data {'reject' if bent else 'put in doubt'}."


def memory(analysis: Analysis) -> str:
    """Say what the residuals' memory means for the intervals."""
    found, fit = analysis.diagnostics, analysis.fit
    model, first = error_model(fit.errors), found.first_autocorrelation
    if first is None or found.ljung_box_p is None:
        return found.note
    plain = model.kind in ("independent", "hac")
    what = "Residuals" if plain else "The model's one-step errors – what its own memory did not foresee –"
    sentence = (
        f"{what} of neighbouring {analysis.outcome.period}s correlate by {fixed(first, 2)}; "
        f"a test of {found.ljung_box_lags} lags together gives p {_p(found.ljung_box_p)} (Ljung and Box)."
        f"{f' {found.note}' if found.note else ''}"
    )
    if found.ljung_box_p >= 0.05:
        return f"{sentence} No {'' if plain else 'further '}memory is found; with few points a test finds little."
    if model.kind == "independent":
        return f"{sentence} The model takes periods for independent: its intervals are **too narrow**."
    if model.kind == "hac":
        return f"{sentence} The HAC covariance (lag {model.lag}) reckons with it, on short series not fully."
    return f"{sentence} The model of the errors does not take up all of the memory: its intervals are **in doubt**."


def noise(analysis: Analysis) -> str:
    """Say how large the noise of a calibrated fit is and how long it lasts; empty for any other."""
    found, period = analysis.fit.noise, analysis.outcome.period
    if error_model(analysis.fit.errors).kind != "calibrated":
        return ""
    sigma, ratios = found["sigma"], analysis.fit.scale.contrast == "ratio"
    size = f"a factor of {np.exp(sigma):.2g}" if ratios else f"{number(sigma)} {analysis.outcome.unit}"
    return (
        f"Around the fitted course a typical {period} departs by {size}; of the variance of that noise "
        f"{percent(found['share'])} lasts, with a correlation of {fixed(found['rho'], 2)} from one {period} to the "
        "next (means over all noise models, weighted as the fit weighs them)."
    )


def fit_messages(analysis: Analysis) -> str:
    """Say how the fit was made and whatever a reader must know about it."""
    fit = analysis.fit
    alpha = f" Dispersion α of the negative binomial: {fixed(fit.noise['alpha'], 3)}." if "alpha" in fit.noise else ""
    notes = dict.fromkeys([*fit.messages, *(e.note for e in analysis.effects if e.note)])
    kind = error_model(fit.errors).kind
    at_once = kind == "calibrated" or (fit.likelihood == "gaussian" and kind in ("independent", "hac"))
    ended = f"The iterations {'converged' if fit.converged else '**did not converge**'}."
    sums, period = int(fit.design.spans_used.sum()), analysis.outcome.period
    among = f", {sums} of them sums over several {period}s" if sums else ""
    sentence = f"Fitted to {int(fit.design.used.sum()) + sums} points{among}: {method_of(fit)}.{alpha}"
    return " ".join([sentence, *([ended] if not at_once or not fit.converged else []), *filter(None, notes)])


def _p(value: float) -> str:
    text = p_value(value)
    return text if text.startswith("below") else f"= {text}"
