"""Rules for the claims on when attacks began to rise and when they turned (C04 and C06)."""

import pandas as pd

from turningpoint.claims.attack_series import APART, AS_NONE, COUNTRY, AttackSeries, SourceSays, words_of
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
    verdict: Verdict = "not shown"
    if not known:
        verdict = "no data here"
    elif 2 * len(then) > len(known):
        verdict = "supported"
    elif then:
        verdict = "sources differ"
    elif len(clearly) == len(known):
        verdict = "contradicted"
    told = [f"{one.name} first rises in {year}, from its lowest year, {lowest[one.name]}." for one in then[:1]]
    told += [f"{one.name} does so from {lowest[one.name]}." for one in then[1:]]
    if rest:
        others = listed([f"{one.name} {lowest[one.name]}" for one in rest])
        told.append(f"Lowest years{' of the others' * bool(then)}: {others}.")
    return Finding(
        verdict, " ".join(told) or NO_SERIES,
        " ".join(_low_words(one, year) for one in known) or NO_SERIES,
        f"Most sources first rising in {year} would support it, clear lows before {year} in all contradict it.",
        *series_reference(),
    )  # fmt: skip


def judge_turning_point(claim: Claim, facts: Facts) -> Finding:
    """Ask whether the series turned at the claim's month, more clearly than at any rival; see `TURNING_POINT`."""
    when, series = claim.period[:7], facts.series
    if not series.turns or series.turns[0].when != when:
        return Finding("no data here", NO_SERIES, NO_SERIES, "A series analysed at that month would test it.")
    verdict = turning_point_verdict(series)
    jumps = [f"{in_words(turn.when)} ({turn.event}) {turn.level.words()}, {turn.z:.1f}" for turn in series.turns]
    parts = [
        f"{series.sources[0].name}'s jumps beside a trend that may bend, with |z|: {'; '.join(jumps)}.",
        f"The change of growth there does not decide: {words_of(series.answers('turn.slope')) or 'not estimable'}.",
        f"Low point: {'; '.join(_range_words(one) for one in series.sources if one.low_years)}; a turn in "
        f"{in_words(when)} has its low in the month before.",
        f"First year over what was expected: {words_of(series.answers('effect.months_12')) or 'not estimable'}.",
    ]
    return Finding(
        verdict, _turn_reason(series, verdict), " ".join(parts),
        f"A clear jump in {in_words(when)}, clearer than at every other date, would support it.",
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
        return f"The jump that month may be none: {words_of(series.answers('turn.level'), ' times')}."
    if verdict == "supported":
        return f"{jump} is clearer than at {counted(len(rivals), 'other date')}."
    if clearer:
        return f"{jump} is no clearer than at {clearer[0]}."
    return f"{jump} {f'is not the only one: {besides[0]} has one' if besides else 'has no other date beside it'}."


def turning_point_verdict(series: AttackSeries) -> Verdict:
    """Judge the first of the turns against the others, and every source's low point; see `TURNING_POINT`."""
    here, rivals = series.turns[0], series.turns[1:]
    weaker = [here.z > rival.z and not rival.stands_out(len(rivals)) for rival in rivals]
    if rivals and here.level.above and all(weaker):
        return "supported"
    effects = series.answers("effect.months_12")
    early_and_none = [
        bool(one.low_to) and one.low_to < _before(here.when) and one.name in effects and effects[one.name].none
        for one in series.sources
    ]
    return "contradicted" if series.sources and all(early_and_none) else "not shown"


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
    before = f"before {year} in {percent(one.low_before(year))}{_late(one)}"
    return f"{one.name}: {counts}; its trend was lowest in {listed(years)} of draws, {before}."


def _late(one: SourceSays) -> str:
    """Say where sums leave open when a fall ended."""
    return " (sums cannot tell when a fall ended)" if "sums cannot tell" in one.note else ""


def _range_words(one: SourceSays) -> str:
    likely, share = max(one.low_years.items(), key=lambda item: item[1])
    return f"{one.name} in {likely} with {percent(share)}, range to {in_words(one.low_to)}{_late(one)}"


def series_reference() -> tuple[str, str]:
    """Table behind the leading series, and its link."""
    info = table_info(SOURCES[named_series(COUNTRY)[0]].table)
    return info.title, info.link


YEAR = Rule(
    "Supported when most sources first rise from their lowest count in the year claimed, sources differ when some do; "
    f"contradicted when none does and all were lowest before in {percent(CLEARLY)} of draws; otherwise not shown.",
    judge_year,
)
TURNING_POINT = Rule(
    "Supported when the jump of the leading series at the date, beside a trend that may bend, lies above 1 with all of "
    f"its interval, no other dated event {APART} months away or more shows a jump at 5% divided by their number, and "
    "the date's |z| is larger than at each. Contradicted when every source's low point ends before the month before, "
    f"and the effect of its first year lies within 1/{AS_NONE} to {AS_NONE}. Otherwise not shown.",
    judge_turning_point,
)
