"""The ways in which people write dates: each a pattern, and how its parts become a time as the program writes it."""

import re
from dataclasses import dataclass
from datetime import date

_CLOCK = re.compile(
    r"(?P<day>.*\d)(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?|Z|UTC|GMT)?\s*(?:[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_YEAR = r"(?P<y>[12]\d{3})"
_NEAR = r"(?P<y>(?:1[5-9]|2[01])\d{2})"  # without a sign between year and month, other numbers look alike
_SHORT = r"(?P<y>[12]\d{3}|'?\d{2})"
_ORDINAL = r"(?:st|nd|rd|th|\.)?"
_MONTHS = (
    "january jan januar janvier janv jänner enero ene",
    "february feb februar février fevrier févr fevr fév fev febrero",
    "march mar märz maerz mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août aout agosto ago",
    "september sep sept septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre déc diciembre dic",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
"""Names of months in English, German, French and Spanish, in full and cut short → number."""


@dataclass(frozen=True)
class Format:
    """One way to write a time.

    Attributes
    ----------
    name : what it is called, e.g. ``year and month``.
    pattern : matches it as a whole; its groups are y, m, d, q, w, name (of a month), or a, b, c in an order left open.
    """

    name: str
    pattern: re.Pattern[str]

    @property
    def in_order(self) -> bool:
        """Whether the order of its numbers is left open."""
        return "a" in self.pattern.groupindex


def _format(name: str, pattern: str) -> Format:
    return Format(name, re.compile(pattern, re.IGNORECASE))


FORMATS = (
    _format("year and month", rf"{_YEAR}(?:\s?[-/_:]\s?|\s|-?m)(?P<m>\d{{1,2}})"),
    _format("year and month", rf"{_NEAR}\.?(?P<m>\d{{2}})"),
    _format("month and year", rf"(?P<m>\d{{1,2}})\s?[-/._ ]\s?{_YEAR}"),
    _format("month and year", rf"{_NAME}[-/ ,._]*{_SHORT}"),
    _format("year and month", rf"{_YEAR}[-/ ,._]*{_NAME}"),
    _format("year and quarter", rf"{_YEAR}[-/ _.]?q(?P<q>[1-4])"),
    _format("quarter and year", rf"(?:q(?P<q>[1-4])[-/ _.]?|(?P<q1>[1-4])q[-/ _.]?){_YEAR}"),
    _format("year and week of ISO 8601", rf"{_YEAR}[-/ _]?w(?P<w>\d{{1,2}})"),
    _format("week of ISO 8601 and year", rf"w(?P<w>\d{{1,2}})[-/ _]?{_YEAR}"),
    _format("year, month and day", rf"{_YEAR}(?P<sep>[-/._ ])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})"),
    _format("year, month and day", rf"{_NEAR}(?P<m>\d{{2}})(?P<d>\d{{2}})"),
    _format("numbers", r"(?P<a>\d{1,2})(?P<sep>[-/._ ])(?P<b>\d{1,2})(?P=sep)(?P<c>[12]\d{3}|\d{2})"),
    _format("day, month and year", rf"(?P<d>\d{{1,2}}){_ORDINAL}[-/ ]*{_NAME}[-/ ,]*{_SHORT}"),
    _format("month, day and year", rf"{_NAME}[- ]*(?P<d>\d{{1,2}}){_ORDINAL}[-, ]+{_YEAR}"),
    _format("year, month and day", rf"{_YEAR}[-/ ]*{_NAME}[-/ ]*(?P<d>\d{{1,2}})"),
)


def without_clock(text: str) -> str:
    """A date without the time of day behind it.

    >>> without_clock("2021-08-15T00:00:00Z"), without_clock("15/08/2021 09:30"), without_clock("2021-08")
    ('2021-08-15', '15/08/2021', '2021-08')
    """
    found = _CLOCK.fullmatch(text)
    return found["day"] if found else text


def month_of(name: str) -> int:
    """Number of a month by its name, or 0 where it is none.

    >>> month_of("Sept"), month_of("MÄRZ"), month_of("Total")
    (9, 3, 0)
    """
    return MONTHS.get(name.casefold(), 0)


def year_of(text: str) -> int:
    """A year of four digits or two: 69 to 99 are 1969 to 1999, 00 to 30 are 2000 to 2030, others are refused (0)."""
    number = int(text.lstrip("'"))
    if len(text.lstrip("'")) == 4:
        return number
    return 2000 + number if number <= 30 else 1900 + number if number >= 69 else 0


def written(form: Format, text: str, order: str = "") -> str:
    """A text of a format as the program writes times, or nothing where it is none: ``2021-08-15``, ``2021-08``, ….

    A week is written as its last day, a Sunday, as the program names weeks.

    >>> [written(form, "31/01/2018", "dmy") for form in FORMATS if form.in_order]
    ['2018-01-31']
    """
    found = form.pattern.fullmatch(text)
    if not found:
        return ""
    parts = found.groupdict()
    if form.in_order:
        parts |= dict(zip(order, (parts["a"], parts["b"], parts["c"]), strict=True))
        if len(parts["c"]) == 4 and order[2] != "y":
            return ""
    if not (year := year_of(parts["y"])):  # of two digits, and may be of two centuries
        return ""
    if quarter := parts.get("q") or parts.get("q1"):
        return f"{year}Q{quarter}"
    try:
        if week := parts.get("w"):
            return date.fromisocalendar(year, int(week), 7).isoformat()
        month = month_of(parts["name"] or "") if "name" in parts else int(parts["m"] or 0)
        day = parts.get("d")
        return date(year, month, int(day)).isoformat() if day else date(year, month, 1).isoformat()[:7]
    except ValueError:  # not in the calendar
        return ""
