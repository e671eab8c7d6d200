"""How far to trust the answers: what was checked, what came out, what it means; and what was checked of the method."""

from dataclasses import dataclass

from turningpoint.number_format import percent
from turningpoint.reports.front.evidence import BEFORE_AFTER, FIRST_YEAR, Evidence
from turningpoint.reports.front.recorded import REGION, Interval, interval_of, short


@dataclass(frozen=True)
class Check:
    """One row."""

    what: str
    found: str
    means: str


def of_the_finding(evidence: Evidence) -> tuple[Check, ...]:
    """Checks of the claim: the same answer from other data, and whether the date stands out."""
    own = evidence.found(evidence.series[0], *BEFORE_AFTER)
    rows = [*_starts(evidence, own), *_left_out(evidence, own), *_without_india(evidence), *_straight(evidence)]
    return (*rows, *_dates(evidence), *_placebos(evidence))


def of_the_method(evidence: Evidence) -> tuple[Check, ...]:
    """Checks of the intervals themselves, which say nothing of the claim."""
    rows = []
    record = evidence.record("certificate.coverage_level_change")
    if record is not None and record["estimate"] is not None:
        found = f"the interval of the jump held the truth in {percent(record['estimate'])} of series like this one"
        means = "It can be taken at its word." if record.get("certified") else "It may be too narrow here."
        rows.append(Check("Simulated series of which the truth is known", found, means))
    own, usual = (evidence.record(f"methods.repeated.{name}") for name in ("calibrated", "negative_binomial_hac_6"))
    if own is not None and usual is not None:
        found = f"ours held it in {percent(own['estimate'])}, the usual interval in {percent(usual['estimate'])}"
        means = "The usual interval finds changes where there are none."
        rows.append(Check("Series in which nothing changed", found, means))
    return tuple(rows)


def _same(found: list[Interval], own: Interval) -> str:
    """Say whether refits tell the same, by the rule of the page."""
    alike = all(each.side == own.side and 1 / REGION < each.estimate / own.estimate < REGION for each in found)
    if alike:
        return "It matters little."
    return "The answer hangs on it." if any(each.side != own.side for each in found) else "The size hangs on it."


def _range(found: list[Interval]) -> str:
    low, high = (short(pick(each.estimate for each in found)) for pick in (min, max))
    return f"{low} times" if low == high else f"{low} to {high} times"


def _starts(evidence: Evidence, own: Interval | None) -> list[Check]:
    ids = [id for id in evidence.records if id.startswith("attacks.start.") and id.endswith(BEFORE_AFTER)]
    found = [each for id in ids if (each := interval_of(evidence.record(id))) is not None]
    if own is None or not own.ratio or not found:
        return []
    years = sorted({id.split(".")[2][:4] for id in ids})
    what = f"Data from {', '.join(years[:-1])} or {years[-1]} on" if len(years) > 1 else f"Data from {years[0]} on"
    return [Check(what, _range(found), _same(found, own))]


def _left_out(evidence: Evidence, own: Interval | None) -> list[Check]:
    record = evidence.record("attacks.left_out.before_after")
    found = interval_of(record)
    if record is None or own is None or found is None or not own.ratio:
        return []
    said = f"at most to {found.told()}, without {record['left_out']}"
    return [Check("Any one observation left out", said, _same([found], own))]


def _without_india(evidence: Evidence) -> list[Check]:
    starts = ("attacks.without_india", "attacks.beside.ucdp.without_india")
    found, growth = (
        _first(evidence, [f"{start}.{name}" for start in starts for name in names])
        for names in (BEFORE_AFTER, ("growth_before",))
    )
    of = next((each for one, each in evidence.each(*BEFORE_AFTER) if one.name == "UCDP"), None)
    if found is None or of is None:
        return []
    more = f"; it grew by {growth.growth()} before already" if growth is not None and growth.side == "up" else ""
    return [Check("UCDP without exchanges with India", f"{found.told()}{more}", _same([found], of))]


def _first(evidence: Evidence, ids: list[str]) -> Interval | None:
    return next((found for id in ids if (found := interval_of(evidence.record(id)))), None)


def _straight(evidence: Evidence) -> list[Check]:
    ids = (f"attacks.straight.relative_excess{horizon}" for horizon in (".horizon_12", ""))
    record = next((found for id in ids if (found := evidence.record(id))), None)
    own = evidence.found(evidence.series[0], *FIRST_YEAR)
    if record is None or own is None or not own.ratio or record["estimate"] is None:
        return []
    ends = [None if record[end] is None else max(record[end] + 1, 0.0) for end in ("low", "high")]
    carried = Interval(max(record["estimate"] + 1, 0.0), ends[0], ends[1])
    means = (
        "Its shape decides the third answer." if carried.side != own.side else "The third answer does not hang on it."
    )
    return [Check("Earlier trend taken as straight", f"{carried.told()} what it implied", means)]


def _dates(evidence: Evidence) -> list[Check]:
    record = evidence.record("robustness.date_set")
    if record is None or not record.get("summary"):
        return []
    verdict = str((evidence.record("robustness.light_date") or {}).get("verdict", ""))
    return [Check("Which dates are possible", str(record["summary"]), MEANING.get(verdict, ""))]


MEANING = {
    "holds": "The date stands out.",
    "not shown": "The date does not stand out; that alone does not refute it.",
    "against": "The data speak for another date.",
    "not available": "This could not be checked.",
}


def _placebos(evidence: Evidence) -> list[Check]:
    rows = []
    for id, light, what in (
        ("robustness.placebo_time_share", "robustness.light_placebo_in_time", "Jumps at dates when nothing happened"),
        ("robustness.placebo_space_rank", "robustness.light_placebo_in_space", "The same date in other countries"),
    ):
        record, verdict = evidence.record(id), evidence.record(light)
        if record is None or verdict is None or not verdict.get("words"):
            continue
        means = MEANING.get(str(verdict.get("verdict", "")), "")
        rows.append(Check(what, str(verdict["words"]), means))
    return rows
