"""Numbers and tables as a reader sees them: rounded to what the data bear, the interval beside the estimate.

The same functions serve prose and tables, so a number reads the same everywhere in the report. All of them give plain
text and none looks at the locale. A minus is the sign ``−``; what is not known is ``–``.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

import pandas as pd

MISSING = "–"
"""What stands where there is no number."""

ROUNDING = 1e-9
"""What is nearer to zero than this is what rounding leaves of it."""


def fixed(value: float | None, decimals: int) -> str:
    """Write a number with so many decimals, thousands apart; a small one that is not zero never reads as zero.

    It then keeps its first digit. What is smaller than `ROUNDING` is taken for zero.

    >>> fixed(-1234.56, 1), fixed(-0.004, 1), fixed(None, 2)
    ('−1,234.6', '−0.004', '–')
    >>> fixed(0.0, 1), fixed(-1e-15, 1)
    ('0.0', '0.0')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    if abs(value) < ROUNDING:
        value = 0.0
    text = f"{value:,.{decimals}f}"
    if value and not text.strip("-0.,"):
        text = f"{value:.{-math.floor(math.log10(abs(value)))}f}"
    return text.replace("-", "−")


def number(value: float | None, digits: int = 3) -> str:
    """Write a number with so many significant digits, never losing whole ones.

    >>> number(0.012345), number(12.345), number(1234.5), number(7)
    ('0.0123', '12.3', '1,234', '7')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    if isinstance(value, Integral):
        return fixed(value, 0)
    size = math.floor(math.log10(abs(value))) if value else 0
    return fixed(value, max(0, digits - 1 - size))


def ratio(value: float | None) -> str:
    """Write a ratio: two decimals below 2, one below 20, none above; two digits below a tenth.

    >>> ratio(1.8714), ratio(6.66), ratio(0.46), ratio(0.0123), ratio(31.4)
    ('1.87', '6.7', '0.46', '0.012', '31')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    if 0 < abs(value) < 0.1:
        return number(value, 2)
    return fixed(value, 2 if abs(value) < 2 else 1 if abs(value) < 20 else 0)


def percent(share: float | None, *, signed: bool = False, decimals: int | None = None) -> str:
    """Write a share as a percentage; by default without decimals, below 1% with one.

    >>> percent(0.4231), percent(0.004), percent(-0.2), percent(0.42, signed=True), percent(0.93475, decimals=1)
    ('42%', '0.4%', '−20%', '+42%', '93.5%')
    """
    if share is None or not math.isfinite(share):
        return MISSING
    text = fixed(100 * share, (1 if 0 < abs(share) < 0.01 else 0) if decimals is None else decimals)
    return f"{'+' if signed and share > 0 else ''}{text}%"


def p_value(p: float | None) -> str:
    """Write a p-value.

    >>> p_value(0.0314), p_value(0.00004), p_value(0.4567)
    ('0.031', 'below 0.001', '0.46')
    """
    if p is None or not math.isfinite(p):
        return MISSING
    return "below 0.001" if p < 0.001 else fixed(p, 3 if p < 0.1 else 2)


def interval(low: float | None, high: float | None, *, decimals: int | None = None) -> str:
    """Write an interval in words; None is an open end.

    >>> interval(1.21, 2.9), interval(1.21, None, decimals=1), interval(None, 3), interval(None, None)
    ('1.2 to 2.9', '1.2 or more', '3.0 or less', 'not bounded')
    """
    places = decimals_for(None, low, high) if decimals is None else decimals
    return _ends(low, high, lambda end: fixed(end, places))


def _ends(low: float | None, high: float | None, write: Callable[[float], str]) -> str:
    if low is None:
        return "not bounded" if high is None else f"{write(high)} or less"
    return f"{write(low)} or more" if high is None else f"{write(low)} to {write(high)}"


def with_interval(
    estimate: float | None, low: float | None, high: float | None, *, confidence: float = 0.95, unit: str = ""
) -> str:
    """Write an estimate with its interval behind it, all with the decimals the interval bears.

    A ``unit`` of ``share`` is written in percent; ``ratio`` adds nothing; any other unit stands behind the estimate.

    >>> with_interval(1.8714, 1.21, 2.9)
    '1.9 (95% interval 1.2 to 2.9)'
    >>> with_interval(0.42, 0.13, 0.79, unit="share")
    '+42% (95% interval +13% to +79%)'
    >>> with_interval(803, 251, 1355, unit="events")
    '803 events (95% interval 251 to 1,355)'
    >>> with_interval(2.5, 1.25, None, confidence=0.9)
    '2.5 (90% interval 1.2 or more)'
    """
    shown, ends = estimate_and_interval(estimate, low, high, unit)
    behind = "" if unit in ("", "ratio", "share") else f" {unit}"
    return f"{shown}{behind} ({confidence_label(confidence)} {ends})"


def estimate_and_interval(
    estimate: float | None, low: float | None, high: float | None, unit: str, *, decimals: int | None = None
) -> tuple[str, str]:
    """Write an estimate and its interval, both with the same decimals, by default those the interval bears.

    >>> estimate_and_interval(1.8714, 1.21, 2.9, "ratio", decimals=2), estimate_and_interval(0.3, None, 0.4, "share")
    (('1.87', '1.21 to 2.90'), ('+30%', '+40% or less'))
    """
    if unit == "share":
        return percent(estimate, signed=True), _ends(low, high, lambda end: percent(end, signed=True))
    places = decimals_for(estimate, low, high) if decimals is None else decimals
    return fixed(estimate, places), interval(low, high, decimals=places)


def counted(count: int, noun: str, many: str = "") -> str:
    """Write a number with what is counted; ``many`` is a plural that is not made by an s.

    >>> counted(1, "month"), counted(0, "month"), counted(1200, "country", "countries")
    ('1 month', '0 months', '1,200 countries')
    """
    return f"{count:,} {agreeing(count, noun, many or f'{noun}s')}"


def agreeing(count: int, one: str, many: str) -> str:
    """Choose the word that goes with a number: a verb, a pronoun, a plural.

    >>> agreeing(1, "is", "are"), agreeing(2, "is", "are"), agreeing(0, "is", "are")
    ('is', 'are', 'are')
    """
    return one if count == 1 else many


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def sentence_case(text: str) -> str:
    """Write the first letter large and leave the rest.

    >>> sentence_case("level ratio by HAC")
    'Level ratio by HAC'
    """
    return text[:1].upper() + text[1:]


def display_frame(frame: pd.DataFrame, formats: Mapping[str, Callable[[Any], str]] | None = None) -> pd.DataFrame:
    """Give a table as text, rounded for display.

    Parameters
    ----------
    formats : column → function that writes one cell, for columns where the default does not fit. By default fractions
        have three significant digits, whole numbers have thousands apart (except in columns that name a year),
        truth values read yes and no, and what is missing is ``–``.

    >>> display_frame(pd.DataFrame({"year": [2021], "events": [1191], "ratio": [1.23456]})).to_dict("records")
    [{'year': '2021', 'events': '1,191', 'ratio': '1.23'}]
    """
    chosen = dict(formats or {})
    if unknown := set(chosen) - set(frame.columns):
        raise KeyError(f"formats name columns that the table does not have: {sorted(unknown)}")
    shown: dict[Any, list[str]] = {
        column: [chosen[column](cell) if column in chosen else _cell(cell, str(column)) for cell in frame[column]]
        for column in frame.columns
    }
    return pd.DataFrame(shown, dtype="object")


def table_of(rows: pd.DataFrame | Iterable[Any], columns: Mapping[str, Callable[[Any], Any]]) -> pd.DataFrame:
    """Make a table for display: one line a row, one column a heading with the function that writes its cell.

    Parameters
    ----------
    rows : anything; of a table each row as a mapping.

    >>> table_of(pd.DataFrame({"n": [1, 2]}), {"Twice": lambda row: f"{2 * row['n']}"})["Twice"].to_list()
    ['2', '4']
    """
    found = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else list(rows)
    return pd.DataFrame({heading: [cell(row) for row in found] for heading, cell in columns.items()})


def _cell(cell: Any, column: str) -> str:
    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
        return MISSING
    if isinstance(cell, bool) or type(cell).__name__ == "bool":
        return "yes" if cell else "no"
    if isinstance(cell, Integral):
        return str(cell) if column.lower().endswith("year") else fixed(float(cell), 0)
    if isinstance(cell, Real):
        return number(float(cell))
    return str(cell)


def confidence_label(confidence: float) -> str:
    """Name an interval by its level, with as many decimals as the level has: 0.999 is not 100%.

    >>> confidence_label(0.95), confidence_label(0.975), confidence_label(0.999)
    ('95% interval', '97.5% interval', '99.9% interval')
    """
    return f"{100 * confidence:.10g}% interval"


def decimals_for(estimate: float | None, low: float | None, high: float | None) -> int:
    """Say how many decimals an estimate bears: the distance to its interval's nearer end keeps one or two digits.

    Two digits where it starts below 3.55 and one above, the rule of the Particle Data Group for errors
    (doi:10.1103/PhysRevD.110.030001, section 5.3 of its introduction).

    >>> decimals_for(1.87, 1.21, 2.9), decimals_for(1.0, 0.96, 1.04), decimals_for(803, 251, 1355)
    (1, 2, 0)
    >>> decimals_for(0.5, 0.04, 12)
    2
    """
    ends = [end for end in (low, high) if end is not None and math.isfinite(end)]
    known = [value for value in (estimate, *ends) if value is not None and math.isfinite(value) and value != 0]
    if not known:
        return 0
    centre = estimate if estimate is not None and math.isfinite(estimate) else sum(ends) / len(ends)
    gaps = [abs(end - centre) for end in ends if end != centre]
    bears = -math.floor(math.log10(min(gaps) / 3.55)) if gaps else 1 - math.floor(math.log10(min(map(abs, known))))
    # A small end of a wide interval must not turn into zero.
    keeps = -math.floor(math.log10(min(map(abs, known))))
    return max(0, min(bears, 6), min(keeps, 6))
