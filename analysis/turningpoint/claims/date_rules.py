"""Rules for the claims on when attacks began to rise and when they turned (C04 and C06)."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.claims.attack_series import APART, AS_NONE, COUNTRY, AttackSeries, SourceSays, Turn
from turningpoint.claims.facts import Facts, Rule
from turningpoint.claims.verdict import Claim, Finding, Verdict, counts_listed
from turningpoint.number_format import counted, listed, percent
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.registry import SOURCES, named_series
from turningpoint.timeline import in_words

CLEARLY = 0.95
"""Share of the draws of a low point from which on it clearly lies before a year."""
LIKELY = 0.2
"""Share of the draws from which on a year is named as one in which the trend may have been lowest."""
NO_SERIES = "No series of attacks was analysed here."


def judge_year(claim: Claim, facts: Facts) -> Finding:
    """Ask in which year each source turned up from its lowest; see `YEAR`."""
    year = claim.year
    known = [one for one in facts.series.sources if len(one.yearly) > 1]
    lowest = {one.name: lowest_year(one.yearly) for one in known}
    then = [one for one in known if lowest[one.name] in (year - 1, year) and _rises(one, year)]
    rest = [one for one in known if one not in then]
    clearly = [one for one in rest if lowest[one.name] < year and one.low_before(year) >= CLEARLY]
    verdict: Verdict = "no data here"
    reason = "No source here has yearly counts to compare."
    if known:
        verdict = "not shown"
        if 2 * len(then) > len(known):
            verdict = "supported"
        elif then:
            verdict = "sources differ"
        elif len(clearly) == len(known):
            verdict = "contradicted"
        rising = [f"{one.name} first rises in {year}, from its lowest year, {lowest[one.name]}." for one in then[:1]]
        rising += [f"{one.name} does so from {lowest[one.name]}." for one in then[1:]]
        others = listed([f"{one.name} {lowest[one.name]}" for one in rest])
        rising += [f"Lowest years{' of the others' * bool(then)}: {others}."] * bool(rest)
        reason = " ".join(rising)
    evidence = " ".join(_low_words(one, year) for one in known) or NO_SERIES
    return Finding(
        verdict, reason, evidence,
        f"Most sources first rising in {year} would support it; clear lows before {year} in all would contradict it.",
        *series_reference(),
    )  # fmt: skip


def judge_turning_point(claim: Claim, facts: Facts) -> Finding:
    """Ask whether the series turned at the claim's month, more clearly than at any rival; see `TURNING_POINT`."""
    when, series = claim.period[:7], facts.series
    if not series.turns or series.turns[0].when != when:
        return Finding("no data here", NO_SERIES, NO_SERIES, "A series analysed at that month would test it.")
    verdict = turning_point_verdict(series)
    month, reason = in_words(when), _turn_reason(series, verdict)
    parts = [
        f"{series.sources[0].name}'s jumps beside a trend that may bend, with |z|: "
        f"{'; '.join(_turn_words(turn) for turn in series.turns)}.",
        _slope_words(series),
        f"Low point: {'; '.join(_range_words(one) for one in series.sources if one.low_years)}.",
        f"A turn in {month} has its low in the month before.",
        f"First year over what was expected: {_effects(series)}.",
    ]
    return Finding(
        verdict, reason, " ".join(part for part in parts if part),
        f"A clear jump in {month}, clearer than at every other date, would support it.",
        *series_reference(),
    )  # fmt: skip


def _turn_reason(series: AttackSeries, verdict: Verdict) -> str:
    """Say why, by what of the rule decides."""
    here, rivals = series.turns[0], series.turns[1:]
    jump = f"The jump that month, {here.level.words(' times')},"
    clearer = [in_words(rival.when) for rival in rivals if rival.z >= here.z]
    besides = [in_words(rival.when) for rival in rivals if rival.stands_out(len(rivals))]
    if verdict == "contradicted":
        return f"Every source was lowest before {in_words(_before(here.when))}, and the following year was as expected."
    if here.level.below:
        return f"Attacks dropped that month: {here.level.words(' times')}."
    if not here.level.above:
        known = [one for one in series.sources if "turn.level" in one.answers]
        told = [f"{one.name} {one.answers['turn.level'].words(' times' * (not i))}" for i, one in enumerate(known)]
        return f"The jump that month may be none: {', '.join(told)}."
    if verdict == "supported":
        return f"{jump} is clearer than at {counted(len(rivals), 'other date')}."
    if clearer:
        return f"{jump} is no clearer than at {clearer[0]}."
    return f"{jump} is not the only one: {besides[0]} has one." if besides else f"{jump} has no other date beside it."


def turning_point_verdict(series: AttackSeries) -> Verdict:
    """Judge the first of the turns against the others, and every source's low point; see `TURNING_POINT`."""
    here, rivals = series.turns[0], series.turns[1:]
    if (
        rivals
        and here.level.above
        and not any(rival.stands_out(len(rivals)) for rival in rivals)
        and all(here.z > rival.z for rival in rivals)
    ):
        return "supported"
    effects = [one.answers.get("effect.months_12") for one in series.sources]
    early = [bool(one.low_to) and one.low_to < _before(here.when) for one in series.sources]
    if series.sources and all(early) and all(effect is not None and effect.none for effect in effects):
        return "contradicted"
    return "not shown"


def lowest_year(yearly: pd.Series) -> int:
    """Year of the lowest count."""
    return int(yearly.index[int(yearly.to_numpy().argmin())])


def _rises(one: SourceSays, year: int) -> bool:
    """Whether the first year counted after the lowest one, at or after ``year``, lies above it."""
    later = one.yearly[one.yearly.index > lowest_year(one.yearly)]
    return len(later) > 0 and later.index[0] >= year


def _before(when: str) -> str:
    return str(pd.Period(when, freq="M") - 1)


def _low_words(one: SourceSays, year: int) -> str:
    counts = counts_listed(one.yearly[(one.yearly.index >= year - 3) & (one.yearly.index <= year)])
    if not one.low_years:
        return f"{one.name}: {counts}."
    years = [f"{when} in {percent(share)}" for when, share in one.low_years.items() if share >= LIKELY]
    return f"{one.name}: {counts}; its trend was lowest in {listed(years)} of draws, before {year} in " + (
        f"{percent(one.low_before(year))}{_late(one)}."
    )


def _late(one: SourceSays) -> str:
    """Say where sums leave open when a fall ended."""
    return " (sums cannot tell when a fall ended)" if "sums cannot tell" in one.note else ""


def _range_words(one: SourceSays) -> str:
    likely, share = max(one.low_years.items(), key=lambda item: item[1])
    return f"{one.name} in {likely} with {percent(share)}, range to {in_words(one.low_to)}{_late(one)}"


def _turn_words(turn: Turn) -> str:
    return f"{in_words(turn.when)} ({turn.event}) {turn.level.words()}, {turn.z:.1f}"


def _slope_words(series: AttackSeries) -> str:
    slope = series.sources[0].answers.get("turn.slope") if series.sources else None
    return f"The change of its growth, {slope.words(' times')}, does not decide." if slope else ""


def _effects(series: AttackSeries) -> str:
    known: Sequence[tuple[str, str]] = [
        (one.name, one.answers["effect.months_12"].words())
        for one in series.sources
        if "effect.months_12" in one.answers
    ]
    return ", ".join(f"{name} {words}" for name, words in known) or "not estimable"


def series_reference() -> tuple[str, str]:
    """Table behind the leading series, and its link."""
    info = table_info(SOURCES[named_series(COUNTRY)[0]].table)
    return info.title, info.link


YEAR = Rule(
    "For each source the year of its lowest count, and the share of the draws that have the lowest trend before the "
    "year claimed. Supported when most sources first rise in that year, sources differ when some do; contradicted when "
    f"none does and all were lowest before it in {percent(CLEARLY)} of draws; otherwise not shown.",
    judge_year,
)
TURNING_POINT = Rule(
    "Supported when the jump of the leading series at the date, beside a trend that may bend, lies above 1 with all of "
    f"its interval, no other dated event {APART} months away or more shows a jump at 5% divided by their number, and "
    "the date's |z| is larger than at each. Contradicted when every source's low point ends before the month before, "
    f"and the effect of its first year lies within 1/{AS_NONE} to {AS_NONE}. Otherwise not shown.",
    judge_turning_point,
)
