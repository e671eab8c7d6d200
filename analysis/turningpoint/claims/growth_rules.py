"""Rules for the claims on how much attacks grew (C05, C07 and C10)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from turningpoint.claims.attack_series import Ends, SourceSays
from turningpoint.claims.date_rules import NO_SERIES, series_reference
from turningpoint.claims.facts import Facts, Rule, first_reference
from turningpoint.claims.verdict import Claim, Finding, Part, Verdict, sentence
from turningpoint.killratio.one_period.clustered_intervals import clustered_interval
from turningpoint.number_format import counted, fixed, listed, percent
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
    when = in_words(claim.period[:7])
    sources = facts.series.sources
    since, quicker = (_answers(sources, name) for name in ("growth_since", "acceleration"))
    last = claim.year + YEARS
    doubled = [one.name for one in sources if _grew(one.yearly, claim.year, last) >= DRAMATIC]
    rise, speed = rise_verdict(since, doubled), speed_verdict(quicker)
    told = ", ".join(f"{name} {ends.words(' times' * (not i))}" for i, (name, ends) in enumerate(since.items()))
    all_doubled = f"{'all' if len(doubled) == len(sources) else listed(doubled) or 'none'} doubled by {last}."
    where = series_reference()
    first = Finding(
        rise, f"Yearly growth since {when}: {told}; {all_doubled}" if since else NO_SERIES,
        "" if since else NO_SERIES,
        f"Growth that excludes none, or counts that double, in fewer than {FEWEST_SOURCES} sources would weaken it.",
        *where,
    )  # fmt: skip
    beside = _without_india(facts.series.without_india)
    earlier = f"Growth a year before: {_listed(_answers(sources, 'growth_before'))}. {beside}".strip()
    faster = ", ".join(f"{name} {ends.words()}" for name, ends in quicker.items() if ends.above)
    rest = ", ".join(f"{name} {ends.words()}" for name, ends in quicker.items() if not ends.above)
    reason = (
        f"Growth since over growth before: {'; '.join(filter(None, [faster, f'{rest} cannot tell' * bool(rest)]))}."
    )
    second = Finding(
        speed, reason if quicker else NO_SERIES,
        earlier if quicker else NO_SERIES,
        "An acceleration shown by half of the sources or fewer, or denied by one, would weaken it.",
        *where,
    )  # fmt: skip
    can = [name for name, ends in quicker.items() if ends.above]
    cannot = [name for name, ends in quicker.items() if not ends.above]
    spoken = f"Growth quickened in {listed(can)}" if can else "Growth quickened in no source"
    spoken += f"; {listed(cannot)} cannot tell." if can and cannot else "."
    reason = f"From {claim.year} to {last}: {_pairs(sources, claim.year, last)}. {spoken}" if since else NO_SERIES
    return Finding(
        both(rise, speed), reason, f"The rise and its quickening are judged apart ({claim.id}a, {claim.id}b).",
        f"Another verdict on {claim.id}a or {claim.id}b would change it.", *where,
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
    up, down = _clear(since)
    if not since:
        return "no data here"
    if up and down:
        return "sources differ"
    if len(down) >= FEWEST_SOURCES:
        return "contradicted"
    if len(up) >= FEWEST_SOURCES:
        return "supported" if len(set(up) & set(doubled)) >= FEWEST_SOURCES else "partly"
    return "not shown"


def speed_verdict(quicker: Mapping[str, Ends]) -> Verdict:
    """Judge growth since over growth before by source: most show it and none the opposite.

    >>> up, open_, down = Ends(1.4, 1.2, 1.6), Ends(1.2, 0.9, 1.6), Ends(0.6, 0.4, 0.9)
    >>> speed_verdict({"A": up, "B": up, "C": open_}), speed_verdict({"A": up, "B": open_})
    ('supported', 'not shown')
    >>> speed_verdict({"A": up, "B": down}), speed_verdict({"A": down, "B": down})
    ('sources differ', 'contradicted')
    """
    up, down = _clear(quicker)
    if not quicker:
        return "no data here"
    if up and down:
        return "sources differ"
    if 2 * len(up) > len(quicker):
        return "supported"
    return "contradicted" if 2 * len(down) > len(quicker) else "not shown"


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
    found, parts = {}, []
    for source, counts in facts.attacks_by_source().items():
        if claim.year not in counts.index or counts.index.max() <= claim.year:
            continue
        last = int(counts.index.max())
        found[source] = _change(facts, counts, claim.year, last)
        parts.append(f"{source} {found[source].words(' times')} by {last}.")
    up, down = _clear(found)
    verdict: Verdict = "not shown"
    if len(found) < FEWEST_SOURCES:
        verdict = "no data here"
    elif up and down:
        verdict = "sources differ"
    elif len(up) >= FEWEST_SOURCES and all(ends.estimate > 1 for ends in found.values()):
        verdict = "supported"
    elif len(down) >= FEWEST_SOURCES:
        verdict = "contradicted"
    ends = {name: counts for name, counts in facts.attacks_by_source().items() if name in found}
    rising = sum(one.estimate > 1 for one in found.values())
    said = ", ".join(f"{name} {counts[claim.year]:,.0f} to {counts.iloc[-1]:,.0f}" for name, counts in ends.items())
    how_many = "All" if rising == len(found) else f"{rising} of"
    reason = f"{how_many} {counted(len(found), 'source')} rise from {claim.year} on: {said}."
    if verdict == "no data here":
        reason = f"Fewer than {FEWEST_SOURCES} sources here have counts of {claim.year} and later."
    if claim.claimed_by not in ends:
        parts.append(f"{claim.claimed_by}'s own counts are not among the tables.")
    return Finding(
        verdict, reason, f"{' '.join(parts)} {_dispersed(facts)}".strip(),
        f"Two sources whose last year lies below {claim.year} beyond the interval would contradict it.",
        *series_reference(),
    )  # fmt: skip


def judge_escalation(claim: Claim, facts: Facts) -> Finding:
    """Compare a year with the one before, the claimant's own series first; see `ESCALATION`."""
    before = claim.year - 1
    known = {
        name: counts for name, counts in facts.attacks_by_source().items() if {before, claim.year} <= set(counts.index)
    }
    found = {name: _change(facts, counts, before, claim.year) for name, counts in known.items()}
    own = found.pop(claim.claimed_by, None)
    verdict = escalation_verdict(own, list(found.values()))
    ordered = {**({claim.claimed_by: own} if own else {}), **found}
    said = ", ".join(f"{name} {_by(ends.estimate)}" for name, ends in ordered.items())
    parts = [
        f"{name} {known[name][before]:,.0f} to {known[name][claim.year]:,.0f}, {ends.words(' times')}."
        for name, ends in ordered.items()
    ]
    rows = facts.yearly("attacks", "attacks")
    reports = rows[(rows["publisher"] == claim.claimed_by) & (rows["year"] == claim.year)]
    nothing = f"{claim.claimed_by} does not print both years here."
    return Finding(
        verdict, sentence(f"{said} on {before}") if own else nothing,
        f"{' '.join(parts) or nothing} {_dispersed(facts)}",
        f"Rises by {SHARP} or more in every other source would support it; none in any would contradict it.",
        *first_reference(reports),
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


def _clear(found: Mapping[str, Ends]) -> tuple[list[str], list[str]]:
    """Sources whose interval lies above one, and below."""
    return [name for name, ends in found.items() if ends.above], [name for name, ends in found.items() if ends.below]


def _answers(sources: Sequence[SourceSays], name: str) -> dict[str, Ends]:
    return {one.name: one.answers[name] for one in sources if name in one.answers}


def _grew(yearly: pd.Series, first: int, last: int) -> float:
    """Factor between two yearly counts; 0 where one is not counted."""
    return float(yearly[last] / yearly[first]) if {first, last} <= set(yearly.index) and yearly[first] else 0.0


def _pairs(sources: Sequence[SourceSays], first: int, last: int) -> str:
    known = [one for one in sources if {first, last} <= set(one.yearly.index)]
    return ", ".join(f"{one.name} {one.yearly[first]:,.0f} to {one.yearly[last]:,.0f}" for one in known)


def _listed(found: Mapping[str, Ends]) -> str:
    return ", ".join(f"{name} {ends.words()}" for name, ends in found.items())


def _without_india(one: SourceSays | None) -> str:
    """What UCDP's series without the exchanges says: growth before it, too."""
    if one is None or not {"growth_before", "acceleration"} <= set(one.answers):
        return ""
    before, quicker = one.answers["growth_before"], one.answers["acceleration"]
    grew = f"grew {before.words(' times')} a year before already" if before.above else "may not have grown before"
    return (
        f"Without the exchanges between India and Pakistan {one.name}'s events {grew}; acceleration {quicker.words()}."
    )


def _by(factor: float) -> str:
    """Say a factor as a percentage up or down."""
    return f"{'up' if factor > 1 else 'down'} {percent(abs(factor - 1))}" if factor != 1 else "level"


def _dispersed(facts: Facts) -> str:
    return f"Intervals borrow UCDP's dispersion ({fixed(facts.dispersion, 1)})."


ACCELERATION = Rule(
    f"(a) The rise: supported when growth since the date lies above 1 beyond its interval in {FEWEST_SOURCES} sources "
    f"that also grow {DRAMATIC:g}-fold within {YEARS} whole years, partly when they do not; contradicted when "
    f"{FEWEST_SOURCES} fall. (b) The quickening: supported when growth since over growth in the 36 months before lies "
    "above 1 beyond its interval in most sources and below in none; contradicted when below in most. Sources differ "
    "when one rises and one falls; otherwise not shown. Both: the common verdict, or partly where one holds.",
    judge_acceleration,
)
RISE = Rule(
    "Every source with a count of the first year claimed and a later one. Supported when the last year of all lies "
    f"above the first, of {FEWEST_SOURCES} beyond the interval for counts as dispersed as UCDP's; contradicted when "
    f"{FEWEST_SOURCES} lie below beyond it and none above; sources differ when some lie above and some below beyond "
    "it; no data here with fewer sources; otherwise not shown.",
    judge_rise,
)
ESCALATION = Rule(
    f"The claimant's own series first: it must rise by {SHARP} or more and beyond the interval for counts as dispersed "
    "as UCDP's, else not shown. Then supported when every other source rises as much, partly when all rise less, "
    "sources differ when one does not rise. Contradicted when no source rises, no data here without its own counts.",
    judge_escalation,
)
