"""The answers, named beforehand: did it rise, was that the turn, was it more than implied, did the kill ratio turn."""

from turningpoint.number_format import agreeing, listed, sentence_case
from turningpoint.reports.front.answer import Answer, Sign
from turningpoint.reports.front.evidence import FIRST_YEAR, Evidence, Series
from turningpoint.reports.front.headline import Rise, Turn, compared, growth_since, lead, rise, turn
from turningpoint.reports.front.kill_ratio import kill_ratio
from turningpoint.reports.front.recorded import Interval
from turningpoint.timeline import in_words

MOSTLY = 0.5
"""Share of the draws from which on a year is named as that of the low."""
YEARS_BEFORE = 2
"""Years before the intervention without which no trend is carried on."""


def answers(evidence: Evidence) -> tuple[Answer, ...]:
    """The answers that there are, in order."""
    found = (did_it_rise(evidence), was_it_the_turn(evidence), more_than_implied(evidence), kill_ratio(evidence))
    return tuple(one for one in found if one is not None)


def did_it_rise(evidence: Evidence) -> Answer | None:
    """Before and after, and growth since; asked for a change where nobody claims a rise."""
    pair = lead(evidence)
    if pair is None:
        return None
    side, (first, own) = rise(evidence), pair
    signs: dict[Rise, Sign] = {"rose": "yes", "fell": "yes", "level": "no", "differ": "differ", "open": "open"}
    sign = "no" if evidence.of_claims and side == "fell" else signs[side]
    one = "They" if evidence.counts else "It"
    verb = {
        "rose": "" if evidence.of_claims else f"{one} rose.",
        "fell": f"{one} fell.",
        "level": f"{one} changed by less than a quarter.",
    }
    others = [pair for pair in evidence.before_after() if pair[0] != first]
    said = f"{compared(evidence, first, own)}{_others(own, others, evidence.unit)}."
    asked = f"Did {evidence.what} {'rise' if evidence.of_claims else 'change'}?"
    text = " ".join(filter(None, (verb.get(side, ""), said, growth_since(evidence))))
    after, before = (side.partition(f" from {evidence.when}")[0] for side in evidence.sides)
    of = f"{after.removeprefix('the ')} after over {before.removeprefix('the ').removesuffix(' before')} before"
    return Answer(asked, sign, text, "02_attack_frequency", "How often", _ratios(evidence.before_after()), of)


def _others(own: Interval, others: list[tuple[Series, Interval]], unit: str) -> str:
    """Say which other series agree, less exactly or not at all."""
    same, near, apart = [], [], []
    for one, found in others:
        same_way = (found.estimate > found.null) == (own.estimate > own.null)
        if found.side == own.side != "open":
            same.append(one.name)
        elif found.side == "open" and own.side in ("up", "down") and same_way:
            near.append(one.name)
        else:
            apart.append(f"{one.name} has {found.told(unit)}")
    agree = [f"{listed(same)} {agreeing(len(same), 'agrees', 'agree')}"] if same else []
    if near:
        verb = "" if same else f" {agreeing(len(near), 'agrees', 'agree')},"
        agree.append(f"{listed(near)}{verb} less exactly")
    return "".join(f"; {', '.join(part)}" for part in (agree, apart) if part)


def was_it_the_turn(evidence: Evidence) -> Answer | None:
    """The low point as a distribution, and the jump at the date with the earlier trend free."""
    first = evidence.series[0]
    own = evidence.found(first, "turn.level")
    if own is None:
        return None
    signs: dict[Turn, Sign] = {
        "supported": "yes", "contradicted": "no", "sources differ": "differ", "not shown": "open"
    }  # fmt: skip
    low = _low(evidence) if rise(evidence) == "rose" else ""
    found, dates = turn(evidence), evidence.record("robustness.date_set")
    if found == "contradicted" and not evidence.of_claims and dates is not None:
        low = f"If the series broke once, it was in {dates['set']}."
    verb = "may hold no jump" if own.holds_null() else "shows a jump" if own.side == "up" else "shows a drop"
    by = f"by {first.name}, " if len(evidence.series) > 1 else ""
    size = own.told() if own.ratio else f"a difference of {own.told(evidence.unit)} from"
    jump = f"{sentence_case(evidence.when)} itself {verb}: {by}{size} what the trend before implied."
    return Answer(
        f"Was {evidence.when} the turning point?", signs[found], f"{low} {jump}".lstrip(),
        "03_turning_point", "When it turned",
        _ratios(evidence.each("turn.level")), f"jump in {evidence.when} over the trend before",
    )  # fmt: skip


def _low(evidence: Evidence) -> str:
    """Say when it was lowest: a year that holds most of the draws, or the range."""
    said = []
    for one in evidence.series[:2]:
        record = evidence.record(f"{one.prefix}.low_point")
        if record is None or record["estimate"] is None:
            continue
        shares = {key[-4:]: value for key, value in record.items() if key.startswith("probability_")}
        year, share = max(shares.items(), key=lambda item: item[1], default=("", 0.0))
        low, high = in_words(record["low"]), in_words(record["high"])
        when = f"probably in {year} ({low} to {high})" if share >= MOSTLY else f"anywhere from {low} to {high}"
        said.append((one.name, when))
    if len(evidence.series) == 1 and said:
        return f"The low was {said[0][1]}."
    told = ", by ".join(f"{name}{' the low was' * (place == 0)} {when}" for place, (name, when) in enumerate(said))
    return f"By {told}." if told else ""


def more_than_implied(evidence: Evidence) -> Answer | None:
    """The first year against the earlier trend carried on."""
    found, asked = evidence.each(*FIRST_YEAR), "More than the earlier trend implied?"
    link = "02_attack_frequency", "The trend"
    if not found:
        return None
    if evidence.before < YEARS_BEFORE * evidence.year:
        return Answer(asked, "open", f"Too few {evidence.period}s before {evidence.when} to carry a trend on.", *link)
    sides = {interval.side for _, interval in found}
    sign: Sign = "differ" if {"up", "down"} <= sides else "open"
    if sides == {"up"}:
        sign = "yes"
    elif sides <= {"down", "level"}:
        sign = "no"
    (first, own), *others = found
    beside = "".join(f", by {one.name} {each.size()} ({each.ends()})" for one, each in others)
    had = f"had {own.told()}" if own.ratio else f"differed by {own.told(evidence.unit)} from"
    by = f"By {first.name} the" if len(evidence.series) > 1 else "The"
    fewer = "It was less. " if sides == {"down"} else ""
    unknown = " How that trend would have gone on is not known." if sign == "open" else ""
    implied = "what the earlier trend implied"
    text = f"{fewer}{by} first {evidence.span} {had} {implied}{beside}.{unknown}"
    return Answer(asked, sign, text, *link, _ratios(found), f"first {evidence.span} over {implied}")


def _ratios(found: list[tuple[Series, Interval]]) -> tuple[tuple[str, Interval], ...]:
    return tuple((sentence_case(one.name), interval) for one, interval in found if interval.ratio)
