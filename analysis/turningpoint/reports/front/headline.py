"""Title, standfirst and what was asked: the finding in one line, by rule."""

from typing import Literal

from turningpoint.number_format import percent, sentence_case
from turningpoint.reports.front.evidence import BEFORE_AFTER, Evidence
from turningpoint.reports.front.recorded import interval_of, short

Rise = Literal["rose", "fell", "level", "differ", "open"]
Turn = Literal["supported", "contradicted", "not shown"]
SUPPORTED, CONTRADICTED = "supported", "contradicted"


def rise(evidence: Evidence) -> Rise:
    """Whether there was more after than before: two series at least, or the only one, and none against them.

    Before and after are compared over a year each. A series is up or down where its interval is clear of no change.
    """
    sides = [interval.side for _, interval in evidence.each(*BEFORE_AFTER)]
    up, down = sides.count("up"), sides.count("down")
    enough = min(2, len(sides))
    if up and down:
        return "differ"
    if up >= enough > 0:
        return "rose"
    if down >= enough > 0:
        return "fell"
    return "level" if sides and set(sides) == {"level"} else "open"


def turn(evidence: Evidence) -> Turn:
    """Whether the intervention was the turning point: the verdict on that claim, or what the dates and the jump say."""
    claim = evidence.record("claims.C06")
    if claim is not None:
        word = str(claim.get("verdict", ""))
        return word if word in (SUPPORTED, CONTRADICTED) else "not shown"  # type: ignore[return-value]
    dates, jump = evidence.record("robustness.date_set"), evidence.found(evidence.series[0], "turn.level")
    if dates is None or jump is None or not dates.get("rules_out"):
        return "not shown"
    return "supported" if dates.get("holds_intervention") and not jump.holds_null() else "not shown"


def title(evidence: Evidence) -> str:
    """The finding in one or two sentences."""
    outcome, month = sentence_case(evidence.what), evidence.when
    first = {
        "rose": f"{outcome}{evidence.where} rose after {month}",
        "fell": f"{outcome}{evidence.where} fell after {month}",
        "level": f"{outcome}{evidence.where} changed little after {month}",
        "differ": f"Sources differ on whether {evidence.what}{evidence.where} changed after {month}",
        "open": f"A change in {evidence.what}{evidence.where} after {month} is not shown",
    }
    found = rise(evidence)
    second = {
        "supported": ", and that month was the turning point",
        "contradicted": ", but the turn came at another time",
        "not shown": ". That the month was the turning point is not shown",
    }
    return first[found] + ("" if found in ("level", "open") else second[turn(evidence)])


def standfirst(evidence: Evidence) -> str:
    """The first number, and what is to be said of the kill ratio or of the growth since."""
    return " ".join(filter(None, (_first_number(evidence), _second_sentence(evidence))))


def _first_number(evidence: Evidence) -> str:
    own = evidence.found(evidence.series[0], *BEFORE_AFTER)
    if own is None:
        return f"The series is too short to compare a year on both sides of {evidence.when}."
    after, before = f"In the {evidence.span} from {evidence.when} on", f"in the {evidence.span} before"
    if own.ratio:
        both = ""
        if own.side == "open" and own.low is not None and own.high is not None:
            fall, more = percent(1 - own.low), percent(own.high - 1)
            both = f", so a fall of {fall} and a rise of {more} both fit"
        return f"{after}, {evidence.what} were {own.told()} as frequent as {before}{both}."
    way = "higher" if own.estimate > 0 else "lower"
    size = f"{short(abs(own.estimate), ratio=False)} {evidence.unit}"
    return f"{after}, the mean was {size} {way} ({own.ends()}) than {before}."


def _second_sentence(evidence: Evidence) -> str:
    claim = evidence.record("kill_ratio.claim_2021")
    if claim is not None:
        verdict = str((evidence.record("claims.C01") or {}).get("verdict", ""))
        ratio = "kill ratio (militants killed for each member of the security forces killed)"
        of = f"The claim that the {ratio} turned over"
        if verdict in ("supported", "quoted correctly"):
            change = interval_of(evidence.record("kill_ratio.claim_change"))
            return "" if change is None else f"{of} stands on two figures that the sources confirm: {change.told()}."
        return f"{of} rests on a figure for 2021 that no source here confirms."
    growth = evidence.found(evidence.series[0], "growth_since")
    if growth is None or not growth.ratio:
        return ""
    if growth.holds_null():
        return f"No trend since then is shown ({growth.growth()})."
    way = "grown" if growth.side == "up" else "fallen"
    return f"They have {way} by {growth.growth()} since."


def asked(evidence: Evidence, *, of_article: bool) -> str:
    """What was asked, and how to read the brackets."""
    if of_article:
        return (
            "Asked: do the statements of an article of 27 February 2026 hold? Its publisher and address are not known "
            "to this project. Brackets hold 95% intervals."
        )
    return f"Asked: did {evidence.what}{evidence.where} change at {evidence.event}? Brackets hold 95% intervals."
