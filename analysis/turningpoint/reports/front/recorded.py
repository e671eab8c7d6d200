"""Recorded results as the front reads them: an interval, the side of no change on which it lies, and its words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from turningpoint.number_format import fixed

Record = Mapping[str, Any]
Side = Literal["up", "down", "level", "open"]
REGION = 1.25
"""A ratio inside 1/1.25 to 1.25 is no change worth the name."""
LARGEST = 100.0
"""Ratios beyond this, or below its inverse, are not worth a number on the front."""
LARGEST_RATE = 1000.0
"""Percentages beyond this neither."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval, unrounded; an open end is None. ``ratio``: no change is 1, else 0."""

    estimate: float
    low: float | None
    high: float | None
    ratio: bool = True

    @property
    def null(self) -> float:
        """What stands for no change."""
        return 1.0 if self.ratio else 0.0

    @property
    def side(self) -> Side:
        """Above or below no change, as good as none, or open."""
        if self.low is not None and self.low > self.null:
            return "up"
        if self.high is not None and self.high < self.null:
            return "down"
        if not self.ratio or self.low is None or self.high is None:
            return "open"
        return "level" if self.low > 1 / REGION and self.high < REGION else "open"

    def holds_null(self) -> bool:
        """Whether no change lies inside."""
        return self.side in ("level", "open")

    def near(self, other: "Interval") -> bool:
        """Whether it tells the same as another: on the same side, and of a ratio about as large."""
        close = self.estimate < REGION * other.estimate and other.estimate < REGION * self.estimate
        return self.side == other.side and (close or not self.ratio)

    def size(self) -> str:
        """Word the estimate alone."""
        return short(self.estimate, ratio=self.ratio)

    def ends(self) -> str:
        """Word the interval, e.g. ``1.3 to 2.3``."""
        low = "no lower limit" if self.low is None else short(self.low, ratio=self.ratio)
        high = "no upper limit" if self.high is None else short(self.high, ratio=self.ratio)
        return f"{low} to {high}"

    def told(self, unit: str = "") -> str:
        """Word it whole, e.g. ``1.7 times (1.3 to 2.3)``, or a difference in its unit."""
        behind = " times" if self.ratio else f" {unit}".rstrip()
        return f"{self.size()}{behind} ({self.ends()})"

    def growth(self) -> str:
        """Word a factor a year as a rate: of a rise and a fall how large it is, else with its sign.

        >>> Interval(1.36, 1.2, 1.51).growth(), Interval(0.8, 0.7, 0.9).growth(), Interval(0.95, 0.78, None).growth()
        ('36% a year (20 to 51)', '20% a year (10 to 30)', '−5% a year (−22 to no upper limit)')
        """
        falls = self.side == "down"
        ends = [(self.low, "no lower limit"), (self.high, "no upper limit")]
        if falls:
            ends = [(self.high, ""), (0.0 if self.low is None else self.low, "")]
        low, high = (none if end is None else rate(1 - end if falls else end - 1) for end, none in ends)
        return f"{rate(1 - self.estimate if falls else self.estimate - 1)}% a year ({low} to {high})"


def interval_of(record: Record | None) -> Interval | None:
    """The interval of a record; None without a record or a number."""
    if record is None or not isinstance(record["estimate"], (int, float)):
        return None
    unit = str(record.get("unit", ""))
    return Interval(record["estimate"], record["low"], record["high"], unit.startswith(("ratio", "odds")))


def rate(share: float) -> str:
    """Write a share in percent, without the sign; a huge one is bounded.

    >>> rate(0.36), rate(-0.004), rate(35043299.0)
    ('36', '−0.4', 'more than 1,000')
    """
    return f"more than {fixed(LARGEST_RATE, 0)}" if 100 * share > LARGEST_RATE else fixed(100 * share, 0)


def short(value: float, *, ratio: bool = True) -> str:
    """Write a number with two significant digits, a ratio bounded; one that is not 1 never reads as 1.

    >>> short(1.655), short(0.8195), short(1.004), short(23.4), short(0.0123), short(1.98)
    ('1.7', '0.82', '1.004', '23', '0.012', '2.0')
    >>> short(3504329629.0), short(0.0004), short(1 + 1e-9), short(-1234567.0, ratio=False)
    ('more than 100', 'less than 0.01', 'just above 1', '−1,230,000')
    """
    if ratio and value > LARGEST:
        return f"more than {LARGEST:g}"
    if ratio and 0 <= value < 1 / LARGEST:
        return f"less than {1 / LARGEST:g}"
    for digits in (2, 3, 4, 5) if ratio else (2,):
        written = _rounded(value, digits)
        if not ratio or value == 1 or float(written.replace("−", "-").replace(",", "")) != 1:
            return written
    return "just above 1" if value > 1 else "just below 1"


def _rounded(value: float, digits: int) -> str:
    """Write with so many significant digits; whole numbers below a thousand are kept whole, larger ones to three."""
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(float(f"{value:.{digits - 1}e}"))))
    if size >= digits:
        return fixed(round(value, min(0, 2 - size)), 0)
    return fixed(value, digits - 1 - size)
