"""The four answers, named beforehand: a plain word, a sentence with its numbers, and the intervals beside it."""

from dataclasses import dataclass
from typing import Literal

from turningpoint.number_format import listed
from turningpoint.reports.front.evidence import BEFORE_AFTER, FIRST_YEAR, Evidence, Series
from turningpoint.reports.front.headline import rise, turn
from turningpoint.reports.front.recorded import Interval, interval_of, short
from turningpoint.timeline import in_words

Sign = Literal["yes", "no", "open", "differ"]
WORDS: dict[Sign, str] = {"yes": "Yes", "no": "No", "open": "Not shown", "differ": "Sources differ"}
MOSTLY = 0.5
"""Share of the draws from which on a year is named as that of the low."""


@dataclass(frozen=True)
class Answer:
    """One answer of the front.

    Attributes
    ----------
    question, text : in words, the text without markup. sign : which of the four words. link : anchor of the part.
    rows : who finds what, for the small figure; all ratios.
    of : what the figure shows, in a few words.
    """

    question: str
    sign: Sign
    text: str
    link: str
    rows: tuple[tuple[str, Interval], ...] = ()
    of: str = ""

    @property
    def word(self) -> str:
        """The plain word."""
        return WORDS[self.sign]


def answers(evidence: Evidence) -> tuple[Answer, ...]:
    """The answers that there are, in order."""
    found = (did_it_rise(evidence), was_it_the_turn(evidence), more_than_implied(evidence), kill_ratio(evidence))
    return tuple(one for one in found if one is not None)


def did_it_rise(evidence: Evidence) -> Answer | None:
    """Before and after over a year each, and growth since."""
    found = evidence.each(*BEFORE_AFTER)
    if not found:
        return None
    (first, own), others = found[0], found[1:]
    sign: dict[str, Sign] = {"rose": "yes", "fell": "no", "level": "no", "differ": "differ", "open": "open"}
    side = rise(evidence)
    verb = {"fell": "They fell. ", "level": "They changed by less than a quarter either way. "}.get(side, "")
    after, before = f"the {evidence.span} from {evidence.when} on", f"the {evidence.span} before"
    if own.ratio:
        said = f"{verb}By {first.name}, they were {own.told()} as frequent in {after} as in {before}"
    else:
        said = f"The mean of {after} differs by {own.told()} {evidence.unit} from that of {before}"
    agreeing = _others(own, others)
    growth = evidence.found(evidence.series[0], "growth_since")
    return Answer(
        f"Did {evidence.what} rise?" if evidence.counts else f"Did {evidence.what} change?",
        sign[side], " ".join(filter(None, (f"{said}{agreeing}.", _growth(growth)))), "02_attack_frequency",
        _ratios(found), f"{evidence.span} after over {evidence.span} before",
    )  # fmt: skip


def _others(own: Interval, others: list[tuple[Series, Interval]]) -> str:
    """Say which other series agree, less exactly or not."""
    same = [one.name for one, found in others if found.side == own.side != "open"]
    near = [one.name for one, found in others if found.side == "open" and (found.estimate > 1) == (own.estimate > 1)]
    apart = [f"{one.name} has {short(found.estimate)}" for one, found in others if one.name not in (*same, *near)]
    parts = []
    if same:
        parts.append(f"{listed(same)} {'agrees' if len(same) == 1 else 'agree'}")
    if near:
        parts.append(f"{listed(near)} {'less exactly' if same else 'points the same way, less exactly'}")
    return "".join(f"{'; ' if place == 0 else ', '}{part}" for place, part in enumerate([*parts, *apart]))


def _growth(growth: Interval | None) -> str:
    if growth is None or not growth.ratio:
        return ""
    if growth.holds_null():
        return f"No trend since is shown: {growth.growth()}."
    return f"Since then they {'grew' if growth.side == 'up' else 'fell'} by {growth.growth()}."


def was_it_the_turn(evidence: Evidence) -> Answer | None:
    """The low point as a distribution, and the jump at the date with the earlier course free."""
    own = evidence.found(evidence.series[0], "turn.level")
    if own is None:
        return None
    sign: dict[str, Sign] = {"supported": "yes", "contradicted": "no", "not shown": "open"}
    claim = str((evidence.record("claims.C06") or {}).get("verdict", ""))
    chosen: Sign = "differ" if claim == "sources differ" else sign[turn(evidence)]
    low = _low(evidence) if rise(evidence) == "rose" else ""
    verb = "may hold no jump" if own.holds_null() else "shows a jump" if own.side == "up" else "shows a drop"
    name = evidence.series[0].name
    jump = f"{evidence.when} itself {verb}: by {name}, {own.told()} what the trend before implied."
    return Answer(
        f"Was {evidence.when} the turning point?", chosen, " ".join(filter(None, (low, jump))), "03_turning_point",
        _ratios(evidence.each("turn.level")), f"jump in {evidence.when}",
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
        ends = f"{in_words(record['low'])} to {in_words(record['high'])}"
        said.append(f"{'probably in ' + year if share >= MOSTLY else 'at an unknown date'} by {one.name} ({ends})")
    return f"The low came {' and '.join(said)}." if said else ""


def more_than_implied(evidence: Evidence) -> Answer | None:
    """The first year against the earlier trend carried on."""
    found = evidence.each(*FIRST_YEAR)
    if not found:
        return None
    sides = [interval.side for _, interval in found]
    sign: Sign = "open"
    if "up" in sides and "down" in sides:
        sign = "differ"
    elif set(sides) == {"up"}:
        sign = "yes"
    elif set(sides) <= {"down", "level"}:
        sign = "no"
    own, others = found[0][1], found[1:]
    beside = "".join(f", by {one.name} {short(each.estimate)} ({each.ends()})" for one, each in others)
    implied = f"{own.told()} {'what' if own.ratio else evidence.unit + ' apart from what'} the earlier trend implied"
    unknown = " How that trend would have gone on is not known." if sign == "open" else ""
    text = f"By {found[0][0].name}, the first {evidence.span} had {implied}{beside}.{unknown}"
    return Answer(
        "More than the earlier trend implied?", sign, text, "02_attack_frequency", _ratios(found),
        f"first {evidence.span} over what the earlier trend implied",
    )  # fmt: skip


def kill_ratio(evidence: Evidence) -> Answer | None:
    """The claimed change, and like for like by publisher at both ends of the borrowed band."""
    claimed = interval_of(evidence.record("kill_ratio.claim_change"))
    if claimed is None:
        return None
    pairs = like_for_like(evidence)
    confirmed = all(
        str((evidence.record(f"claims.{claim}") or {}).get("verdict", "")) in ("supported", "quoted correctly")
        for claim in ("C01", "C02")
    )
    sides = {wide.side for _, _, wide in pairs}
    sign: Sign = "open"
    if {"up", "down"} <= sides:
        sign = "differ"
    elif sides == {"up"} and confirmed:
        sign = "yes"
    elif sides == {"down"}:
        sign = "no"
    said = f"As printed it rose {short(claimed.estimate)} times"
    said += "." if confirmed else ", but the figure for 2021 is confirmed by no source here."
    if pairs:
        name, narrow, wide = pairs[0]
        said += (
            f" Like for like {name}: {short(narrow.estimate)} times ({narrow.ends()} if deaths cluster little, "
            f"{wide.ends()} if much)."
        )
    rows = tuple((name, wide) for name, _, wide in pairs)
    return Answer("Did the kill ratio turn over?", sign, said, "04_kill_ratio", rows, "like for like, wide ends")


def like_for_like(evidence: Evidence) -> list[tuple[str, Interval, Interval]]:
    """Who finds which change like for like: the interval at the lower and at the upper end of the band."""
    found = []
    for id, record in evidence.records.items():
        if not id.startswith("kill_ratio.like_for_like."):
            continue
        wide = interval_of(record)
        if wide is not None and record.get("low_at_lower_factor") is not None:
            narrow = Interval(wide.estimate, record["low_at_lower_factor"], record["high_at_lower_factor"])
            found.append((f"{record['source']}, {record['window']}", narrow, wide))
    return found


def _ratios(found: list[tuple[Series, Interval]]) -> tuple[tuple[str, Interval], ...]:
    return tuple((one.name, interval) for one, interval in found if interval.ratio)
