"""Recorded results as the front reads them: an interval and the side of no change on which it lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from turningpoint.number_format import fixed, percent

Record = Mapping[str, Any]
Side = Literal["up", "down", "level", "open"]
REGION = 1.25
"""A ratio inside 1/1.25 to 1.25 is no change worth the name."""
LARGEST = 100.0
"""Ratios beyond this, or below its inverse, are not worth a number on the front."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval, unrounded; an open end is None. ``ratio``: no change is 1, else 0."""

    estimate: float
    low: float | None
    high: float | None
    ratio: bool = True

    @property
    def side(self) -> Side:
        """Above or below no change, as good as none, or open."""
        null = 1.0 if self.ratio else 0.0
        if self.low is not None and self.low > null:
            return "up"
        if self.high is not None and self.high < null:
            return "down"
        inside = self.ratio and self.low is not None and self.high is not None
        return "level" if inside and self.low > 1 / REGION and self.high < REGION else "open"  # type: ignore[operator]

    def holds_null(self) -> bool:
        """Whether no change lies inside."""
        return self.side in ("level", "open")

    def ends(self) -> str:
        """Word the interval, e.g. ``1.3 to 2.3``."""
        low = "no lower limit" if self.low is None else short(self.low, ratio=self.ratio)
        high = "no upper limit" if self.high is None else short(self.high, ratio=self.ratio)
        return f"{low} to {high}"

    def told(self) -> str:
        """Word it whole, e.g. ``1.7 times (1.3 to 2.3)``."""
        times = " times" if self.ratio else ""
        return f"{short(self.estimate, ratio=self.ratio)}{times} ({self.ends()})"

    def growth(self) -> str:
        """Word a growth factor as a rate a year, e.g. ``36% a year (20 to 51)``."""
        rates = [None if end is None else 100 * (end - 1) for end in (self.low, self.high)]
        low, high = ("no limit" if rate is None else fixed(rate, 0) for rate in rates)
        return f"{percent(abs(self.estimate - 1))} a year ({low} to {high})"


def interval_of(record: Record | None) -> Interval | None:
    """The interval of a record; None without a record or a number."""
    if record is None or not isinstance(record["estimate"], (int, float)):
        return None
    unit = str(record.get("unit", ""))
    return Interval(record["estimate"], record["low"], record["high"], unit.startswith(("ratio", "odds")))


def short(value: float, *, ratio: bool = True) -> str:
    """Write a number with two significant digits; one that is not 1 never reads as 1.

    >>> short(1.655), short(0.8195), short(1.004), short(23.4), short(0.0123)
    ('1.7', '0.82', '1.004', '23', '0.012')
    """
    if ratio and value > LARGEST:
        return f"more than {LARGEST:g}"
    if ratio and 0 <= value < 1 / LARGEST:
        return f"less than {1 / LARGEST:g}"
    for digits in (2, 3, 4, 5):
        written = f"{value:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}"
        if not ratio or float(written) != 1 or value == 1:
            return fixed(float(written), _places(written))
    return fixed(value, 1)


def _places(written: str) -> int:
    return len(written.partition(".")[2]) if "e" not in written else 0
