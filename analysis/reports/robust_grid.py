"""Which specifications a report tries: the outcomes of its country, windows around its own, and every other choice."""

from analysis.errors import ParameterError
from analysis.outcome import Outcome, load_outcome
from analysis.reports.parameters import Parameters
from analysis.robustness.choices import Grid
from analysis.robustness.specifications import grid_around

OUTCOMES = ("events", "events_without_india", "events_state_based", "events_one_sided", "deaths_best")
"""Outcomes of UCDP that a report tries beside its own; those that a country lacks are left out."""
OFF = 24
"""Months by which windows start earlier and later than the report's own."""


def outcomes_for(settings: Parameters, whole: Outcome) -> dict[str, Outcome]:
    """Load the outcomes of the grid on one time axis, the report's own whole series first where it stands alone.

    Parameters
    ----------
    whole : the report's own series, all there is.
    """
    start, end = earliest(whole, settings.window_start), settings.window_end
    own = whole.window(start, end)
    if settings.data or settings.source != "ucdp-ged-25.1" or settings.outcome not in OUTCOMES:
        return {whole.name: own}
    found: dict[str, Outcome] = {}
    for name in OUTCOMES:
        try:
            found[name] = load_outcome(name, country=settings.country, source=settings.source, start=start, end=end)
        except ParameterError:
            continue  # a country without this kind of events; the figure names the outcomes that were tried
    return found


def earliest(whole: Outcome, start: str) -> str:
    """First period of the axis of the grid: so many before the window's start, as far as the series goes."""
    names = whole.labels
    return names[max(0, names.index(start) - OFF)] if start in names else names[0]


def grid_for(outcomes: dict[str, Outcome], settings: Parameters) -> Grid:
    """Give the grid around the report's window."""
    names = next(iter(outcomes.values())).labels
    start = settings.window_start if settings.window_start in names else names[0]
    end = settings.window_end if settings.window_end in names else names[-1]
    return grid_around(outcomes, start, end)
