"""UCDP's fighting between the Government of Pakistan and militants by group and province, of an earlier release."""

import pandas as pd

from turningpoint.sources.embedded import ucdp_sides
from turningpoint.sources.outcomes.groups_and_provinces import BORDER, GROUPS, PROVINCES, read_placed_sides
from turningpoint.sources.outcomes.source import Loaded, OutcomeKind, Source

NAME = "ucdp-sides"
_FIGHTING = (
    "counts lethal events of fighting between the Government of Pakistan and {}, whichever side began it; attacks on "
    "civilians alone are another kind of violence there and are not counted, nor are attacks that killed nobody"
)
_IN_PROVINCES = "militant groups in any of these provinces, as UCDP spells them: {}"
_SERIES: dict[str, tuple[str, tuple[str, ...], str, str]] = {
    "ttp": ("group", ("ttp",), "with the TTP", "the TTP with its factions ({})"),
    "baloch": ("group", ("baloch",), "with Baloch groups", "Baloch groups ({})"),
    "islamic_state": ("group", ("islamic_state",), "with the Islamic State", "the Islamic State ({})"),
    "khyber_pakhtunkhwa": ("area", BORDER[:1], "in Khyber Pakhtunkhwa", _IN_PROVINCES),
    "balochistan": ("area", BORDER[1:], "in Balochistan", _IN_PROVINCES),
    "border": ("area", BORDER, "in the border provinces", _IN_PROVINCES),
    "elsewhere": ("area", ("elsewhere",), "away from the border", _IN_PROVINCES),
}
"""Series → column of `read_placed_sides`, its values, the label's last words, and whom the government fights."""
BY_GROUP = tuple(f"events_{name}" for name, series in _SERIES.items() if series[0] == "group")


def _kind(column: str, values: tuple[str, ...], where: str, whom: str) -> OutcomeKind:
    names = GROUPS if column == "group" else PROVINCES
    listed = ", ".join(name for name, place in names.items() if place.series in values)
    return OutcomeKind(f"lethal events of fighting {where}", "events", _FIGHTING.format(whom.format(listed)))


OUTCOMES = {f"events_{name}": _kind(*series) for name, series in _SERIES.items()}


class UcdpSides(Source):
    """Its table by month, province and militant group; inside the coverage an absent month is zero.

    The table is of an earlier release than that of all countries, and the two are never joined to one series.
    """

    def load(self, name: str, country: str) -> Loaded:
        """Load the events of one group or of some provinces; FATA belongs to Khyber Pakhtunkhwa throughout."""
        column, taken, *_ = _SERIES[name.removeprefix("events_")]
        rows = read_placed_sides()
        times = pd.period_range(*self.coverage, freq="M")
        events = rows[rows[column].isin(taken)].groupby("month")["events"].sum()
        values = events.reindex(times, fill_value=0).to_numpy(dtype=float)
        definition = f"{self.counter} {self.outcomes[name].definition}. The series ends in {times[-1]}."
        return Loaded(times, values, definition, self.short_title)


UCDP_SIDES = UcdpSides(NAME, "UCDP", ucdp_sides.NAME, "month", OUTCOMES, only=("PAK",))
