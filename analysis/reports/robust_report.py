"""The robustness part of a report: what is checked for its settings, and the sentences that need them."""

from dataclasses import dataclass

from analysis.errors import DesignError, FitError, ParameterError
from analysis.its import Analysis, Specification
from analysis.outcome import Outcome, load_outcome
from analysis.reports import rival_story
from analysis.reports.attack_results import event_in_words, specification_of
from analysis.reports.parameters import Parameters
from analysis.reports.resolve import outcome_of
from analysis.reports.robust_checks import Checks, check
from analysis.reports.robust_grid import grid_for, outcomes_for
from analysis.robustness.break_dates import BreakDates
from analysis.robustness.break_rivals import RIVALS, rivals, rivals_in_words
from analysis.robustness.control import Controlled, controlled, pool_weights
from analysis.robustness.many_breaks import ManyBreaks, many_breaks
from analysis.robustness.placebo import Placebo
from analysis.robustness.placebo_space import placebo_countries
from analysis.robustness.rival_stories import Rival
from analysis.robustness.two_breaks import TwoBreaks, two_breaks
from analysis.sources.interventions import events
from analysis.wording import confidence_label


@dataclass(frozen=True, eq=False)
class Asked:
    """What a report asks of its robustness part.

    Attributes
    ----------
    whole, series : the outcome, all there is and inside the window. specification : of the report.
    event : the intervention in words. marked : dates with names to mark, the intervention among them.
    outcomes : of the specifications. source, window : in words.
    """

    whole: Outcome
    series: Outcome
    specification: Specification
    event: str
    marked: list[tuple[str, str]]
    outcomes: dict[str, Outcome]
    source: str
    window: str


def prepare(settings: Parameters) -> Asked:
    """Load what the settings ask for; errors as in the part on attacks."""
    whole = outcome_of(settings)
    series = whole.window(settings.window_start, settings.window_end)
    specification = specification_of(settings, series)
    when = specification.interventions[0]
    named = [(when, settings.intervention_label or "intervention")]
    if settings.country == "PAK" and not settings.data:
        known = events()
        rows = known[known["event_id"].isin(RIVALS)]
        named += [(str(month), str(label)) for month, label in zip(rows["month"], rows["label"], strict=True)]
    return Asked(
        whole=whole,
        series=series,
        specification=specification,
        event=event_in_words(settings),
        marked=named,
        outcomes=outcomes_for(settings, whole),
        source=series.source,
        window=f"{series.labels[0]} to {series.labels[-1]}",
    )


def run(asked: Asked, analysis: Analysis, settings: Parameters) -> Checks:
    """Make every check of the report."""

    def countries() -> Placebo:
        return placebo_countries(
            settings.outcome,
            asked.specification,
            country=settings.country,
            start=settings.window_start,
            end=settings.window_end,
            source=settings.source,
        )

    from_ucdp = not settings.data and settings.source == "ucdp-ged-25.1"
    return check(
        analysis,
        whole=asked.whole,
        outcomes=asked.outcomes,
        grid=grid_for(asked.outcomes, settings),
        countries=countries if from_ucdp else None,
        replicates=settings.null_replicates,
        seed=settings.seed,
    )


def effect_in_a_sentence(analysis: Analysis, event: str) -> str:
    """Say the jump, in bold, as the first line of the verdict."""
    level = analysis.level
    ratio = level.unit == "ratio"
    words = f"{level.estimate:.1f} times" if ratio else f"a difference of {level.estimate:.1f} from"
    inside = level.low is None or level.high is None or level.low <= (1 if ratio else 0) <= level.high
    verdict = "which is inconclusive" if inside else "which its interval tells from no change"
    return (
        f"At {event} itself the model finds **{words}** what the earlier course implied "
        f"({confidence_label(level.confidence)} {level.interval()}), {verdict}."
    )


def rivals_sentence(found: BreakDates, settings: Parameters) -> str:
    """Say which rival events the data leave possible; only for Pakistan are any listed."""
    if settings.country != "PAK" or settings.data:
        return "No other events are listed for this series, so none is set against the date."
    return rivals_in_words(rivals(found))


def control_of(asked: Asked, settings: Parameters, comparable: Placebo | None = None) -> Controlled | None:
    """Compare with the countries that the settings name as controls, or else with a weighted pool of comparable ones.

    Parameters
    ----------
    comparable : the placebo in space, whose ranked countries are the pool's candidates; None where there are none.

    Returns
    -------
    Controlled or None
        None where no country is named and none is comparable.

    Raises
    ------
    DataError, FitError, ParameterError
        A country that cannot be loaded, a pool in which no country has weight, or controls for a series of one's own.
    """
    codes = [code.strip() for code in settings.controls.split(",") if code.strip()]
    if codes and settings.data:
        raise ParameterError("controls are countries of UCDP, and a series of one's own has none. Leave them out.")
    pooled = not codes
    if pooled:
        codes = [] if comparable is None else [str(name) for name in comparable.ranked()["name"]]
    if not codes:
        return None
    name = settings.outcome.removesuffix("_without_india")
    window = {"start": settings.window_start, "end": settings.window_end}
    loaded = [load_outcome(name, country=code, source=settings.source, **window) for code in codes]
    weights = pool_weights(asked.series, loaded, asked.specification.interventions[0]) if pooled else None
    return controlled(asked.series, loaded, asked.specification, weights=weights)


def rivals_of(asked: Asked, settings: Parameters) -> list[Rival]:
    """Other events to put into the model: those listed for Pakistan; none for other series."""
    if settings.country != "PAK" or settings.data or asked.series.frequency != "month":
        return []
    return rival_story.rivals_of_pakistan(tuple(asked.series.labels))


def other_sources(settings: Parameters) -> str:
    """Say what yearly counts of other sources do, where there are any."""
    if settings.country != "PAK" or settings.data:
        return "No other source here has yearly counts for this series."
    return rival_story.other_sources(int(settings.intervention[:4]))


def further_breaks(asked: Asked, settings: Parameters) -> tuple[TwoBreaks | None, ManyBreaks | None, list[str]]:
    """Look for a second break and for many; None with a reason where the series does not permit it."""
    reasons: list[str] = []
    two, many = None, None
    try:
        two = two_breaks(
            asked.series, asked.specification, replicates=settings.null_replicates,
            confidence=settings.confidence, seed=settings.seed,
        )  # fmt: skip
    except (DesignError, FitError) as error:
        reasons.append(f"A second break cannot be searched: {error}")
    try:
        many = many_breaks(asked.series, asked.specification)
    except DesignError as error:
        reasons.append(f"Many breaks cannot be searched: {error}")
    return two, many, reasons
