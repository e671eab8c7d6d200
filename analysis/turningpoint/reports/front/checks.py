"""How far to trust the answers: what was checked, what came out, what it means; and what was checked of the method."""

from dataclasses import dataclass
from typing import cast

from turningpoint.number_format import agreeing, percent
from turningpoint.reports.front.evidence import FIRST_YEAR, Evidence
from turningpoint.reports.front.recorded import Interval, interval_of, short
from turningpoint.robustness.dates.date_set import Standing
from turningpoint.robustness.traffic_lights import State
from turningpoint.sources.outcomes.ucdp_ged import UCDP_GED
from turningpoint.timeline import in_words

PLACEBOS: dict[State, str] = {
    "holds": "The date stands out.",
    "not shown": "Nothing special.",
    "against": "Nothing special.",
    "not available": "Too few to tell.",
}
"""What it means that a placebo's light has a state."""


@dataclass(frozen=True)
class Check:
    """One row."""

    what: str
    found: str
    means: str


def of_the_finding(evidence: Evidence) -> tuple[Check, ...]:
    """Checks of the claim: the same answer from other data, and whether the date stands out."""
    own = evidence.found(evidence.series[0], evidence.contrast)
    rows = [*_starts(evidence, own), *_left_out(evidence, own), *_without_india(evidence), *_straight(evidence)]
    return (*rows, *_dates(evidence), *_placebos(evidence))


def of_the_method(evidence: Evidence) -> tuple[Check, ...]:
    """Checks of the intervals themselves, which say nothing of the claim."""
    rows = []
    record = evidence.record("certificate.coverage_level_change")
    if record is not None and record["estimate"] is not None:
        found = f"the jump's interval held the truth in {percent(record['estimate'])}"
        means = "Keeps its promise." if record.get("certified") else "It may be too narrow here."
        rows.append(Check("Simulated series like this one", found, means))
    repeated = evidence.behind("methods.repeated.")
    own, usual = (repeated.get(name, {}).get("estimate") for name in ("calibrated", "negative_binomial_hac_6"))
    if own is not None and usual is not None:
        found = f"ours held that in {percent(own)}, the usual interval in {percent(usual)}"
        means = "The usual one misleads." if usual < own else "Both keep their promise."
        rows.append(Check("Simulated series without a change", found, means))
    return tuple(rows)


def _same(found: list[Interval], own: Interval) -> str:
    """Say whether refits tell the same, by the rule of the page."""
    if all(each.near(own) for each in found):
        return "Matters little."
    return "The answer hangs on it." if any(each.side != own.side for each in found) else "The size hangs on it."


def _starts(evidence: Evidence, own: Interval | None) -> list[Check]:
    found = {
        id[:4]: each
        for id, record in evidence.behind("attacks.start.").items()
        if id.endswith(evidence.contrast) and (each := interval_of(record))
    }
    if own is None or not own.ratio or not found:
        return []
    first, last = min(found), max(found)
    what = f"Starts from {first} to {last}" if first < last else f"A start in {first}"
    low, high = (short(pick(each.estimate for each in found.values())) for pick in (min, max))
    ends = low if low == high else f"{low} to {high}"
    return [Check(what, f"{ends} times", _same(list(found.values()), own))]


def _left_out(evidence: Evidence, own: Interval | None) -> list[Check]:
    record = evidence.record("attacks.left_out.before_after")
    found = interval_of(record)
    if record is None or own is None or found is None or not own.ratio:
        return []
    which = " and ".join(" to ".join(map(in_words, run.split("/"))) for run in str(record["left_out"]).split(" "))
    failed = f"; no fit without {record['without_fit']}" if record.get("without_fit") else ""
    what = "Any one observation left out"
    return [Check(what, f"at most to {found.told()}, without {which}{failed}", _same([found], own))]


def _without_india(evidence: Evidence) -> list[Check]:
    name = UCDP_GED.counter
    starts = ("attacks.without_india", "attacks.beside.ucdp.without_india")
    found, growth = (
        next((one for start in starts if (one := interval_of(evidence.record(f"{start}.{id}")))), None)
        for id in (evidence.contrast, "growth_before")
    )
    of = next((each for one, each in evidence.before_after() if one.name == name), None)
    if found is None or of is None:
        return []
    more = f", after growth of {growth.growth()}" if growth is not None and growth.side == "up" else ""
    return [Check(f"{name} without exchanges with India", f"{found.told(evidence.unit)}{more}", _same([found], of))]


def _straight(evidence: Evidence) -> list[Check]:
    record = evidence.record(f"attacks.straight.relative_excess.horizon_{evidence.year}")
    own = evidence.found(evidence.series[0], *FIRST_YEAR)
    if record is None or own is None or not own.ratio or record["estimate"] is None:
        return []
    estimate, low, high = (
        None if record[end] is None else max(record[end] + 1, 0.0) for end in ("estimate", "low", "high")
    )
    carried = Interval(estimate or 0.0, low, high)
    hangs = "Its shape decides." if carried.side != own.side else "Its shape matters little."
    return [Check("Earlier trend taken as straight", f"{carried.told()} what it implied", hangs)]


def _dates(evidence: Evidence) -> list[Check]:
    record, when = evidence.record("robustness.date_set"), evidence.when
    if record is None:
        return []
    means: dict[Standing, str] = {
        "inside": f"{when} is among them.",
        "one of most": f"{when} is among them, as most are.",
        "neighbours": f"They lie next to {when}.",
        "outside": f"{when} is ruled out.",
        "outside most": f"{when} is not among them, though most are.",
        "nothing ruled out": "Neither shown nor refuted.",
        "not searched": f"{when} was not compared.",
    }
    left = "{set}, of {dates_compared} compared"
    if record["ruled_out"] != "yes":
        left = "none of {dates_compared} is ruled out"
    return [Check("Other dates of the turn", left.format(**record), means[cast("Standing", record["verdict"])])]


def _placebos(evidence: Evidence) -> list[Check]:
    rows = []
    for id, light, what, at, one, many in (
        ("time_share", "time", f"Jumps at other {evidence.period}s", "at", "date", "dates"),
        ("space_rank", "space", "The same date in other countries", "in", "country", "countries"),
    ):
        record = evidence.record(f"robustness.placebo_{id}")
        if record is None or record["estimate"] is None:
            continue
        all_of, apart = record["placebos"], record["windows_apart"]
        larger = round(record["estimate"] * (1 + all_of)) - 1
        found = f"as clear {at} {larger} of {all_of} {agreeing(all_of, one, many)}"
        if light == "time" and 1 < apart < all_of:
            found += f", {apart} without overlap"
        state = evidence.verdict(f"robustness.light_placebo_in_{light}")
        rows.append(Check(what, found, PLACEBOS[cast("State", state)]))
    return rows
