"""The sentences of the certificate: whether the report's interval does what it says, on series like this one."""

import pandas as pd

from turningpoint.its import Analysis
from turningpoint.its.coverage.certificate import Certificate
from turningpoint.its.model.specification import error_model
from turningpoint.number_format import MISSING, confidence_label, fixed, percent


def in_short(certificate: Certificate | None, analysis: Analysis) -> str:
    """Say in one sentence, near the headline, how far the interval of the jump can be trusted."""
    label = confidence_label(analysis.specification.confidence)
    if certificate is None:
        none = "how often they hold the truth on series like this one is not simulated"
        if error_model(analysis.specification.errors).kind != "calibrated":
            method, only = analysis.level.method, "that is done for the calibrated model (errors calibrated)"
            return f"The intervals are those of the model chosen ({method}); {none}: {only}."
        return f"The intervals have no certificate – {none} – because none was asked for."
    covers = (
        f"on {certificate.replicates:,} simulated series like this one the {label} of the jump holds the true jump "
        f"{percent(certificate.coverage)} of the time where it does worst, that of the first year "
        f"{percent(certificate.coverage_12)}"
    )
    if certificate.certified:
        return f"**The intervals are certified**: {covers}."
    reason = certificate.reason.rstrip(".")
    why = f"{reason[:1].lower()}{reason[1:]}"
    return f"**The intervals are not certified**: {why}. For what it is worth, {covers}."


def in_full(certificate: Certificate | None, analysis: Analysis) -> str:
    """Say how the certificate was made and what it found."""
    return in_short(None, analysis) if certificate is None else certificate.summary()


def why_calibrated(certificate: Certificate | None) -> str:
    """Say in one sentence why the calibrated model is the default, with the figures of this series."""
    if certificate is None:
        return (
            "The calibrated model is the default because on short series with memory the intervals of "
            "the others hold the truth less often than they say."
        )
    beside = certificate.conventional_coverage
    others = "" if beside is None else f", the conventional one ({certificate.conventional}) {percent(beside)}"
    return (
        "Why the calibrated model is the default: on series simulated like this one its "
        f"{confidence_label(certificate.confidence)} of the jump holds the truth {percent(certificate.coverage)} of "
        f"the time where it does worst{others}."
    )


def certificate_data(certificate: Certificate) -> pd.DataFrame:
    """Give every number of a certificate, unrounded, one a row."""
    found = {name: value for name, value in vars(certificate).items() if name != "memories"}
    found |= {f"memory_{i}": memory for i, memory in enumerate(certificate.memories, start=1)}
    return pd.DataFrame(found.items(), columns=["name", "value"])


def certificate_table(certificate: Certificate) -> pd.DataFrame:
    """Set what was simulated and what was found in two columns."""
    low, high = min(certificate.memories), max(certificate.memories)
    beside = percent(certificate.conventional_coverage)
    rows = {
        "Series simulated": f"{certificate.replicates:,}",
        "Observations of each": f"{certificate.points}",
        "Autocorrelation of their noise (ρ)": f"{fixed(low, 2)} and {fixed(high, 2)}",
        "Coverage of the jump, where lowest": percent(certificate.coverage),
        "Coverage of the effect of the first year, where lowest": percent(certificate.coverage_12),
        "Coverage of the slope, where lowest": percent(certificate.slope_coverage),
        "Finds a jump where there is none": f"{percent(certificate.type_one_error)} at most",
        f"Coverage of the conventional interval ({certificate.conventional})": beside,
        "Nominal": percent(certificate.confidence),
        "Certified": "yes" if certificate.certified else "no",
    }
    found = [(what, value) for what, value in rows.items() if value != MISSING]
    return pd.DataFrame(found, columns=["On simulated series like this one", "Found"])
