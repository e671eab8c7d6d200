"""The checks of one analysis, and the lights they light: the same for a report and for a file of one's own."""

from dataclasses import dataclass
from typing import Any

from analysis.errors import DesignError, FitError
from analysis.its import Analysis, Certificate
from analysis.its.own_file import without_nan
from analysis.reports.attack_beside import certificate
from analysis.robustness.break_dates import BreakDates, break_dates
from analysis.robustness.lights import RULES, Light, certificate_light, date_light
from analysis.timeline import in_words


@dataclass(frozen=True)
class Checks:
    """What was checked.

    Attributes
    ----------
    analysis : what the checks are about.
    dates : break dates; None where they do not apply, and ``no_dates`` says why.
    certificate : of the interval of the jump; None where there is none.
    """

    analysis: Analysis
    dates: BreakDates | None
    no_dates: str
    certificate: Certificate | None

    def lights(self) -> tuple[Light, ...]:
        """Light one a check, in the order of ``RULES``."""
        return (self._date(), self._interval())

    def _date(self) -> Light:
        if self.dates is None:
            return Light("Date", "not available", self.no_dates)
        inside = self.dates.holds(self.analysis.level.when)
        words = where_it_stands(self.dates, self.analysis.level.when)
        return date_light(detectable=self.dates.detectable, inside=inside, words=words)

    def _interval(self) -> Light:
        found = self.certificate
        if found is None:
            return certificate_light(None, caution="", words="The interval has no certificate; its part says why.")
        return certificate_light(found.certified, caution=found.caution, words=found.summary())


def check(analysis: Analysis, *, replicates: int = 99, seed: int | None = None) -> Checks:
    """Make the checks.

    Parameters
    ----------
    analysis : of the series inside its window, with one intervention.
    replicates : series simulated under each null. seed : by default that of the specification.

    Raises
    ------
    ParameterError
        Too few replicates.
    """
    asked = analysis.specification
    dates, no_dates = None, ""
    try:
        dates = break_dates(
            analysis.outcome, asked, replicates=replicates, confidence=asked.confidence,
            seed=asked.seed if seed is None else seed,
        )  # fmt: skip
    except (DesignError, FitError) as error:
        no_dates = f"Break dates cannot be searched: {error}"
    return Checks(analysis, dates, no_dates, certificate(analysis))


def document(checks: Checks) -> dict[str, Any]:
    """Turn the checks into plain lists and dictionaries, unrounded.

    Keys: ``level`` (the effect checked), ``lights`` (name, state, words, rule), ``break_dates`` (p_no_break,
    detectable, best, spans, replicates, dates with gain, p_value and inside; None where there are none), ``certified``.
    """
    found, certificate = checks.dates, checks.certificate
    lights = [
        {"name": light.name, "state": light.state, "words": light.words, "rule": RULES[light.name]}
        for light in checks.lights()
    ]
    plain = {
        "level": vars(checks.analysis.level),
        "lights": lights,
        "break_dates": None
        if found is None
        else {
            "p_no_break": found.p_no_break,
            "detectable": found.detectable,
            "best": found.best,
            "spans": [list(span) for span in found.spans()],
            "replicates": found.replicates,
            "dates": found.to_frame().to_dict(orient="records"),
        },
        "certified": None if certificate is None else certificate.certified,
    }
    return {key: without_nan(value) for key, value in plain.items()}


def where_it_stands(found: BreakDates, when: str) -> str:
    """Say whether the intervention's date is among those that the data do not reject."""
    moment, inside = in_words(when), found.holds(when)
    if inside is None:
        first = f"{moment} is not among the dates searched."
    elif not found.detectable:
        first = f"{moment} cannot be told from any other date."
    elif inside:
        first = f"{moment} is among the dates that the data do not reject, with {int(found.inside.sum()) - 1} others."
    else:
        first = f"{moment} is not among the dates that the data leave possible."
    return f"{first} {found.summary()}"
