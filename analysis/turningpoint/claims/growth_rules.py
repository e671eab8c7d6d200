"""Rules for the claims on how much attacks grew (C05, C07 and C10)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from turningpoint.claims.attack_series import Ends, SourceSays, words_of
from turningpoint.claims.date_rules import NO_SERIES, series_reference
from turningpoint.claims.facts import Facts, Rule, first_reference
from turningpoint.claims.verdict import Claim, Finding, Part, Verdict
from turningpoint.killratio.one_period.clustered_intervals import clustered_interval
from turningpoint.number_format import counted, fixed, listed, percent, sentence_case
from turningpoint.timeline import in_words

SHARP = 1.25
"""A yearly increase is called sharp from this factor on."""
DRAMATIC = 2.0
"""A rise is called dramatic where counts grow by this factor within `YEARS` whole years."""
YEARS = 3
FEWEST_SOURCES = 2
"""So many sources must rise beyond their interval before a rise is called supported."""


def judge_acceleration(claim: Claim, facts: Facts) -> Finding:
    """Judge the rise and its quickening apart, and both together; see `ACCELERATION`."""
    when, last, sources = in_words(claim.period[:7]), claim.year + YEARS, facts.series.sources
    since, quicker, before = map(facts.series.answers, ("growth_since", "acceleration", "growth_before"))
    doubled = [one.name for one in sources if _grew(one.yearly, claim.year, last) >= DRAMATIC]
    rise, speed = rise_verdict(since, doubled), speed_verdict(quicker)
    pairs = [
        f"{one.name} {one.yearly[claim.year]:,.0f} to {one.yearly[last]:,.0f}"
        for one in sources
        if {claim.year, last} <= set(one.yearly.index)
    ]
    all_doubled = f"{'all' if len(doubled) == len(sources) else listed(doubled) or 'none'} doubled by {last}"
    shown = {name: ends for name, ends in quicker.items() if ends.above}
    unsure = {name: ends for name, ends in quicker.items() if not ends.above}
    cannot = f"{words_of(unsure)} cannot tell" if unsure else ""
    spoken = f"Growth quickened in {listed(list(shown)) or 'no source'}"
    spoken += f"; {listed(list(unsure))} cannot tell." if shown and unsure else "."
    where = series_reference()
    first = Finding(
        rise, f"Yearly growth since {when}: {words_of(since, ' times')}; {all_doubled}." if since else NO_SERIES,
        "" if since else NO_SERIES, f"A rise in fewer than {FEWEST_SOURCES} sources would weaken it.", *where,
    )  # fmt: skip
    second = Finding(
        speed,
        f"Growth since over growth before: {'; '.join(filter(None, [words_of(shown), cannot]))}."
        if quicker else NO_SERIES,
        f"Growth a year before: {words_of(before)}. {_without_india(facts.series.without_india)}".strip()
        if quicker else NO_SERIES,
        "An acceleration shown by half of the sources or fewer, or denied by one, would weaken it.", *where,
    )  # fmt: skip
    return Finding(
        both(rise, speed),
        f"From {claim.year} to {last}: {', '.join(pairs)}. {spoken}" if since else NO_SERIES,
        f"Judged apart: {claim.id}a, {claim.id}b.", f"Another verdict on {claim.id}a or {claim.id}b would change it.",
        *where,
        parts=(
            Part("a", f"Attacks rose dramatically after {claim.year}", first),
            Part("b", f"Attacks grew faster after {when} than before", second),
        ),
    )  # fmt: skip


def rise_verdict(since: Mapping[str, Ends], doubled: Sequence[str]) -> Verdict:
    """Judge growth since a date by source, and which sources doubled.

    >>> up, open_ = Ends(1.4, 1.2, 1.6), Ends(1.2, 0.9, 1.6)
    >>> rise_verdict({"A": up, "B": up}, ["A", "B"]), rise_verdict({"A": up, "B": up}, [])
    ('supported', 'partly')
    >>> rise_verdict({"A": up, "B": open_}, ["A"]), rise_verdict({}, [])
    ('not shown', 'no data here')
    """
    verdict = _agreed(since, FEWEST_SOURCES)
    rising = [name for name, ends in since.items() if ends.above and name in doubled]
    return "partly" if verdict == "supported" and len(rising) < FEWEST_SOURCES else verdict


def speed_verdict(quicker: Mapping[str, Ends]) -> Verdict:
    """Judge growth since over growth before by source: most show it and none the opposite.

    >>> up, open_, down = Ends(1.4, 1.2, 1.6), Ends(1.2, 0.9, 1.6), Ends(0.6, 0.4, 0.9)
    >>> speed_verdict({"A": up, "B": up, "C": open_}), speed_verdict({"A": up, "B": open_})
    ('supported', 'not shown')
    >>> speed_verdict({"A": up, "B": down}), speed_verdict({"A": down, "B": down})
    ('sources differ', 'contradicted')
    """
    return _agreed(quicker, len(quicker) // 2 + 1)


def _agreed(found: Mapping[str, Ends], enough: int) -> Verdict:
    """Judge by so many ratios beyond their interval on one side, and none on the other."""
    up, down = sum(ends.above for ends in found.values()), sum(ends.below for ends in found.values())
    if not found:
        return "no data here"
    if up and down:
        return "sources differ"
    if up >= enough:
        return "supported"
    return "contradicted" if down >= enough else "not shown"


def both(one: Verdict, other: Verdict) -> Verdict:
    """Put the verdicts on two parts together: one that holds beside one that does not is partly.

    >>> both("supported", "supported"), both("supported", "not shown"), both("not shown", "contradicted")
    ('supported', 'partly', 'not shown')
    """
    if one == other:
        return one
    return "partly" if {"supported", "partly"} & {one, other} else "not shown"


def judge_rise(claim: Claim, facts: Facts) -> Finding:
    """Compare each source's last year with the first year of the claim; see `RISE`."""
    counts = {
        name: one for name, one in facts.attacks_by_source().items()
        if claim.year in one.index and one.index.max() > claim.year
    }  # fmt: skip
    found = {name: _change(facts, one, claim.year, int(one.index.max())) for name, one in counts.items()}
    rising = sum(ends.estimate > 1 for ends in found.values())
    said = ", ".join(f"{name} {one[claim.year]:,.0f} to {one.iloc[-1]:,.0f}" for name, one in counts.items())
    how_many = "All" if rising == len(found) else f"{rising} of"
    reason = f"{how_many} {counted(len(found), 'source')} rise from {claim.year} on: {said}."
    verdict = _agreed(found, FEWEST_SOURCES)
    if len(found) < FEWEST_SOURCES:
        verdict = "no data here"
        reason = f"Fewer than {FEWEST_SOURCES} sources here have counts of {claim.year} and later."
    elif verdict == "supported" and rising < len(found):
        verdict = "not shown"
    parts = [f"{name} {ends.words(' times')} by {counts[name].index.max()}." for name, ends in found.items()]
    if claim.claimed_by not in counts:
        parts.append(f"Not counted here: {claim.claimed_by}.")
    return Finding(
        verdict, reason, " ".join([*parts, _dispersed(facts)]),
        f"Two sources whose last year lies below {claim.year} beyond the interval would contradict it.",
        *series_reference(),
    )  # fmt: skip


def judge_escalation(claim: Claim, facts: Facts) -> Finding:
    """Compare a year with the one before, the claimant's own series first; see `ESCALATION`."""
    before, mine = claim.year - 1, claim.claimed_by
    counts = {name: one for name, one in facts.attacks_by_source().items() if {before, claim.year} <= set(one.index)}
    names = sorted(counts, key=lambda name: name != mine)
    found = {name: _change(facts, counts[name], before, claim.year) for name in names}
    said = ", ".join(f"{name} {_by(ends.estimate)}" for name, ends in found.items())
    parts = [
        f"{name} {counts[name][before]:,.0f} to {counts[name][claim.year]:,.0f}, {ends.words(' times')}."
        for name, ends in found.items()
    ]
    rows = facts.yearly("attacks", "attacks")
    nothing = f"{mine} does not print both years here."
    return Finding(
        escalation_verdict(found.get(mine), [ends for name, ends in found.items() if name != mine]),
        sentence_case(f"{said} on {before}.") if mine in found else nothing,
        f"{' '.join(parts) or nothing} {_dispersed(facts)}",
        f"Rises by {SHARP} or more in every other source would support it, none in any contradict it.",
        *first_reference(rows[(rows["publisher"] == mine) & (rows["year"] == claim.year)]),
    )  # fmt: skip


def escalation_verdict(own: Ends | None, others: Sequence[Ends]) -> Verdict:
    """Judge the claimant's own change first, then the others'.

    >>> sharp, some, down = Ends(1.4, 1.1, 1.8), Ends(1.1, 0.9, 1.4), Ends(0.9, 0.7, 1.2)
    >>> [escalation_verdict(sharp, [other]) for other in (sharp, some, down)]
    ['supported', 'partly', 'sources differ']
    >>> escalation_verdict(down, [down]), escalation_verdict(some, [sharp]), escalation_verdict(None, [sharp])
    ('contradicted', 'not shown', 'no data here')
    """
    if own is None:
        return "no data here"
    if own.estimate <= 1:
        return "contradicted" if all(other.estimate <= 1 for other in others) else "sources differ"
    if not (own.above and own.estimate >= SHARP):
        return "not shown"
    if any(other.estimate <= 1 for other in others):
        return "sources differ"
    return "supported" if others and all(other.estimate >= SHARP for other in others) else "partly"


def _change(facts: Facts, counts: pd.Series, earlier: int, later: int) -> Ends:
    """Ratio of two yearly counts with the interval for counts as dispersed as UCDP's."""
    before, after = int(counts[earlier]), int(counts[later])
    interval = clustered_interval(after, before, facts.dispersion, confidence=facts.confidence)
    return Ends(after / before if before else float("inf"), interval.low, interval.high)


def _grew(yearly: pd.Series, first: int, last: int) -> float:
    """Factor between two yearly counts; 0 where one is not counted."""
    return float(yearly[last] / yearly[first]) if {first, last} <= set(yearly.index) and yearly[first] else 0.0


def _without_india(one: SourceSays | None) -> str:
    """What UCDP's series without the exchanges says: growth before it, too."""
    if one is None or not {"growth_before", "acceleration"} <= set(one.answers):
        return ""
    before, quicker = one.answers["growth_before"], one.answers["acceleration"]
    grew = f"grew {before.words(' times')} a year before already" if before.above else "may not have grown before"
    return f"Without exchanges between India and Pakistan {one.name}'s events {grew}; acceleration {quicker.words()}."


def _by(factor: float) -> str:
    """Say a factor as a percentage up or down."""
    return f"{'up' if factor > 1 else 'down'} {percent(abs(factor - 1))}" if factor != 1 else "level"


def _dispersed(facts: Facts) -> str:
    return f"Intervals borrow UCDP's dispersion ({fixed(facts.dispersion, 1)})."


ACCELERATION = Rule(
    f"(a) Supported when growth since the date lies above 1 beyond its interval in {FEWEST_SOURCES} sources that also "
    f"grow {DRAMATIC:g}-fold within {YEARS} whole years, partly when they do not; contradicted when {FEWEST_SOURCES} "
    "fall. (b) Supported when growth since over growth in the 36 months before does in most, contradicted when most "
    "fall. Sources differ when one rises and one falls; else not shown. Both: what they share, or partly if one holds.",
    judge_acceleration,
)
RISE = Rule(
    "Sources with a count of the first year claimed and a later one. Supported when the last of all lies above the "
    f"first, of {FEWEST_SOURCES} beyond the interval for counts as dispersed as UCDP's; contradicted when "
    f"{FEWEST_SOURCES} lie below it; sources differ when some do each; no data here with fewer; otherwise not shown.",
    judge_rise,
)
ESCALATION = Rule(
    f"The claimant's own series first: it must rise by {SHARP} or more, beyond the interval, else not shown. Then "
    "supported when every other source rises as much, partly when all rise less, sources differ when one does not "
    "rise. Contradicted when no source rises, no data here without its own counts.",
    judge_escalation,
)
