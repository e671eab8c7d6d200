"""Which militant groups and provinces of UCDP's table by side are taken together, name by name, and why."""

from typing import NamedTuple

import pandas as pd

from turningpoint.errors import DataError
from turningpoint.sources.embedded.catalogue import stands_in, table_info
from turningpoint.sources.embedded.ucdp_sides import FATA, KHYBER_PAKHTUNKHWA, NAME, read_sides

BALOCHISTAN = "Balochistan province"


class Place(NamedTuple):
    """Where a name of the table goes; ``series`` is empty where it enters no series of its own."""

    series: str
    reason: str


GROUPS = {
    "TTP": Place("ttp", "Tehrik-i-Taliban Pakistan, as UCDP names it from 2007-07 on, before it was founded formally"),
    "TTP - TA": Place("ttp", "its faction led by Tariq Afridi, of Darra Adam Khel"),
    "Jamaat-ul-Ahrar": Place("ttp", "broke away in 2014, came back in 2015 and again in 2020; later under TTP's name"),
    "Lashkar-e-Islam": Place("", "of its own in Khyber: it announced that it joins TTP after the last of its rows"),
    "IMU": Place("", "Islamic Movement of Uzbekistan: an ally of TTP from abroad, not a faction of it"),
    "BLA": Place("baloch", "Baloch Liberation Army"),
    "BLF": Place("baloch", "Balochistan Liberation Front"),
    "BRA": Place("baloch", "Baloch Republican Army"),
    "UBA": Place("baloch", "United Baloch Army"),
    "BRAS": Place("baloch", "Baloch Raji Aajoi Sangar: an alliance of Baloch groups, counted as one from 2019 on"),
    "Baloch Ittehad": Place("baloch", "an alliance of Baloch tribes"),
    "IS": Place("islamic_state", "Islamic State, its provinces Khorasan and Pakistan together"),
    "MQM": Place("", "Muttahida Qaumi Movement: a party of Karachi"),
}
"""Every militant group of the table. TTP has its factions, since fighters and names moved between them."""

PROVINCES = {
    FATA: Place("khyber_pakhtunkhwa", "merged into Khyber Pakhtunkhwa in May 2018; apart in the table to the end"),
    KHYBER_PAKHTUNKHWA: Place("khyber_pakhtunkhwa", "borders on Afghanistan"),
    BALOCHISTAN: Place("balochistan", "borders on Afghanistan"),
    "Punjab province": Place("elsewhere", "does not border on Afghanistan"),
    "Sindh province": Place("elsewhere", "does not border on Afghanistan"),
    "Islamabad Capital territory": Place("elsewhere", "does not border on Afghanistan"),
    "Azad Jammu & Kashmir": Place("elsewhere", "does not border on Afghanistan"),
    "Gilgit-Baltistan": Place("elsewhere", "borders on a strip of Afghanistan where there was no fighting"),
    "unknown": Place("", "the province of the event is not known"),
}
"""Every province of the table."""

BORDER = ("khyber_pakhtunkhwa", "balochistan")
"""Series of the provinces on the border with Afghanistan."""


def read_placed_sides() -> pd.DataFrame:
    """Read UCDP's table by side with two columns more: ``group`` and ``area``, the series that a row belongs to.

    A `DataError` where the table has a militant group or a province that is not listed above: no row may drop out
    unseen. Those that only a release of one's own has enter no series, and `new_names` gives them.
    """
    sides = read_sides()
    series = {}
    for column, known, table in (("militant_group", GROUPS, "GROUPS"), ("province", PROVINCES, "PROVINCES")):
        if (new := sorted(set(sides[column]) - known.keys())) and not stands_in(NAME):
            problem = f"no series is named for {', '.join(new)}."
            remedy = f"List it in {table} of turningpoint.sources.outcomes.groups_and_provinces, with the reason."
            raise DataError(problem, file=table_info(NAME).path, column=column, remedy=remedy)
        series[column] = sides[column].map({name: place.series for name, place in known.items()}).fillna("")
    return sides.assign(group=series["militant_group"], area=series["province"])


def new_names() -> dict[str, int]:
    """Militant groups and provinces that enter no series since only a release of one's own has them, with events."""
    if not stands_in(NAME):
        return {}
    sides = read_sides()
    found: dict[str, int] = {}
    for column, known in (("militant_group", GROUPS), ("province", PROVINCES)):
        events = sides.groupby(column)["events"].sum()
        found |= {str(name): int(count) for name, count in events.items() if name not in known}
    return found
