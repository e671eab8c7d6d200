"""Title, standfirst and what was asked: the finding in one line, by rule."""

from collections.abc import Sequence
from typing import Literal

from turningpoint.number_format import confidence_label, listed, sentence_case
from turningpoint.reports.front.evidence import Evidence, Series
from turningpoint.reports.front.recorded import Interval, Side, interval_of, rate, short

Rise = Literal["rose", "fell", "level", "differ", "open"]
Turn = Literal["supported", "contradicted", "sources differ", "not shown"]
CONFIRMED = ("supported", "quoted correctly")


def agreed(sides: Sequence[Side]) -> Side | Literal["differ"]:
    """The side that two at least, or the only one, are clearly on and none is against; ``differ`` where some are."""
    up, down = sides.count("up"), sides.count("down")
    enough = min(2, len(sides))
    if up and down:
        return "differ"
    if up >= enough > 0:
        return "up"
    if down >= enough > 0:
        return "down"
    return "level" if sides and set(sides) == {"level"} else "open"


def rise(evidence: Evidence) -> Rise:
    """Whether there was more after than before; a series is up or down where its interval is clear of no change."""
    found = agreed([interval.side for _, interval in evidence.before_after()])
    return "rose" if found == "up" else "fell" if found == "down" else found


def lead(evidence: Evidence) -> tuple[Series, Interval] | None:
    """The first series that says what the title says: a number that contradicts it never stands below it."""
    found = evidence.before_after()
    sides: dict[Rise, tuple[Side, ...]] = {"rose": ("up",), "fell": ("down",), "level": ("level",)}
    wanted = sides.get(rise(evidence), ("up", "down"))
    return next((pair for pair in found if pair[1].side in wanted), found[0] if found else None)


def turn(evidence: Evidence) -> Turn:
    """Whether the intervention was the turning point: the verdict on that claim, or what dates and jump say.

    Without the claim it is supported where the date is among the possible ones, others are ruled out and the jump goes
    the way of the change, and contradicted where the date itself is ruled out and no jump is shown.
    """
    if evidence.of_claims:
        words: dict[str, Turn] = {each: each for each in ("supported", "contradicted", "sources differ")}
        return words.get(evidence.verdict("claims.C06"), "not shown")
    standing, jump = evidence.verdict("robustness.date_set"), evidence.found(evidence.series[0], "turn.level")
    if jump is None:
        return "not shown"
    way: dict[Rise, Side] = {"rose": "up", "fell": "down"}
    if standing in ("inside", "neighbours") and jump.side == way.get(rise(evidence)):
        return "supported"
    return "contradicted" if standing == "outside" and jump.holds_null() else "not shown"


def title(evidence: Evidence) -> str:
    """The finding in one or two sentences."""
    what, when, found, pair = (
        f"{evidence.what}{evidence.where}",
        f"after {evidence.when}",
        rise(evidence),
        lead(evidence),
    )
    if found == "differ":
        return f"Sources differ on whether {what} rose or fell {when}"
    if found == "open":
        if pair is None or pair[1].holds_null():
            return f"A change in {what} {when} is not shown"
        return f"Only {pair[0].name} shows a {'rise' if pair[1].side == 'up' else 'fall'} in {what} {when}"
    if found == "level":
        return f"{sentence_case(what)} changed little {when}"
    turned = f"that {evidence.period} was the turning point"
    second: dict[Turn, str] = {
        "supported": f", and {turned}",
        "contradicted": ", but the turn came at another time",
        "sources differ": f". Sources differ on whether {turned}",
        "not shown": f". That the {evidence.period} was the turning point is not shown",
    }
    return f"{sentence_case(what)} {found} {when}{second[turn(evidence)]}"


def standfirst(evidence: Evidence) -> str:
    """The first number, and what is to be said of the kill ratio or of the growth since."""
    return " ".join(filter(None, (_first_number(evidence), _second_sentence(evidence))))


def compared(evidence: Evidence, series: Series, found: Interval) -> str:
    """Say before and after of one series, without a full stop."""
    after, before = evidence.sides
    said = f"the mean of {after} was {short(abs(found.estimate), ratio=False)} {evidence.unit} "
    said += f"{'higher' if found.estimate > 0 else 'lower'} ({found.ends()}) than that of {before}"
    if found.ratio:
        said = f"there were {found.told()} {evidence.many} in {after} as in {before}"
    return f"By {series.name} {said}" if len(evidence.series) > 1 else sentence_case(said)


def _first_number(evidence: Evidence) -> str:
    pair = lead(evidence)
    if pair is None:
        return f"The series is too short to compare both sides of {evidence.when}."
    told = compared(evidence, *pair)
    if rise(evidence) == "differ":
        series, other = next(each for each in evidence.before_after() if {each[1].side, pair[1].side} == {"up", "down"})
        return f"{told}; by {series.name} {other.told(evidence.unit)}."
    one = pair[1]
    if one.ratio and one.side == "open" and one.low is not None and one.high is not None:
        return f"{told}, so a fall of {rate(1 - one.low)}% and a rise of {rate(one.high - 1)}% both fit."
    return f"{told}."


def _second_sentence(evidence: Evidence) -> str:
    claimed = evidence.record("kill_ratio.claim_change")
    if claimed is not None:
        of = "The claim that the kill ratio (militants killed per member of the security forces killed) turned over"
        if doubted := unconfirmed(evidence):
            return f"{of} rests on a figure for {doubted[0]} that no source here confirms."
        change = interval_of(claimed)
        return "" if change is None else f"{of} stands on two printed figures: {change.told()}."
    return growth_since(evidence)


def growth_since(evidence: Evidence) -> str:
    """Give the trend since of the report's own counts, if it is shown."""
    growth = evidence.found(evidence.series[0], "growth_since")
    if growth is None or not growth.ratio:
        return ""
    if growth.holds_null():
        return f"No trend since is shown: {growth.growth()}."
    return f"Since then they {'grew' if growth.side == 'up' else 'fell'} by {growth.growth()}."


def unconfirmed(evidence: Evidence) -> list[str]:
    """Years of the claimed kill ratios that were judged and that no source confirms."""
    return [
        year
        for year, record in evidence.behind("kill_ratio.claim_").items()
        if year.isdigit()
        and evidence.verdict(f"claims.{str(record['source']).rpartition('claim ')[2]}") not in ("", *CONFIRMED)
    ]


def asked(evidence: Evidence) -> str:
    """What was asked, who counts, and how to read the brackets."""
    related = f" All times are those of counts{evidence.per}." if evidence.per else ""
    homes = dict.fromkeys(one.at for one in evidence.series if one.at)
    who = [f"{listed([one.name for one in evidence.series if one.at == home])} {home}" for home in homes]
    counted = f"{'Counted' if evidence.counts else 'Measured'} by {', '.join(who)}. " if who else ""
    brackets = f"{counted}Brackets: {confidence_label(evidence.confidence)}s.{related}"
    question = f"did {evidence.what}{evidence.where} change at {evidence.event}?"
    if evidence.of_claims:
        question = "do the statements of an article of 27 February 2026 hold? Its publisher is not known to us."
    return f"Asked: {question} {brackets}"
