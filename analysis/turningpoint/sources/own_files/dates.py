"""Dates as people write them, read as one column: a format that fits all, an order that the column itself decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from turningpoint.errors import DataError, Where
from turningpoint.sources.own_files.choices import ORDERS, Choices
from turningpoint.sources.own_files.date_formats import FORMATS, Format, without_clock, written
from turningpoint.timeline import Times, labels, parse_times, shape_of


@dataclass(frozen=True, eq=False)
class Dates:
    """How the dates of a column are written.

    Attributes
    ----------
    texts : every time of the column as the program writes it, in the order of the rows.
    said : what was understood, in words; empty where nothing had to be.
    form : the format, or None where times are written as the program writes them.
    order : of a date of three numbers: dmy, mdy or ymd.
    days : whether the times of the column are single days.
    """

    texts: list[str]
    said: str = ""
    form: Format | None = None
    order: str = ""
    days: bool = False

    def read(self, text: str) -> str:
        """A time written as those of the column are, as the program writes it; any other text as it is."""
        text = text.strip()
        told = next(form for form in FORMATS if form.in_order) if self.order else None
        form = self.form or told  # an order that was told holds for what a user writes, too
        return (written(form, without_clock(text), self.order) if form else "") or text


def read_dates(texts: Sequence[str], where: Where, choices: Choices, *, regular: bool = True) -> Dates:
    """Read a column of times; what no format fits is left as it is, for the time axis to refuse.

    Parameters
    ----------
    texts : one a row, none empty; ``where`` they stand is named in errors.
    regular : whether the times must be those of a regular series in order, which may tell day from month.

    A `DataError` for dates that may be day first or month first, or that are both, and for years that run over two.
    """
    stripped = [str(text).strip() for text in texts]
    _refuse_double_years(stripped, where)
    shapes = {shape_of(text) for text in stripped}
    if "" not in shapes and not (shapes == {"index"} and in_one_way(stripped)):
        return Dates(stripped, order=choices.dates, days=shapes == {"date"})
    _refuse_odd(stripped, where)
    bare = [without_clock(text) for text in stripped]
    clock = "times of day left out" if bare != stripped and not _midnight(stripped, bare) else ""
    for form in FORMATS:
        if form.in_order and all(form.pattern.fullmatch(text) for text in bare):
            return _ordered(form, bare, clock, where, choices, regular=regular)
        found = [written(form, text) for text in bare] if not form.in_order else [""]
        if all(found):
            example = next((text for text in stripped if not shape_of(text)), stripped[0])
            at = stripped.index(example)
            said = f"times are {form.name}: {example!r} in row {where.rows[at]} is {found[at]}"
            return Dates(found, "; ".join(filter(None, [said, clock])), form, days=shape_of(found[0]) == "date")
    return Dates(stripped)


def _refuse_odd(texts: Sequence[str], where: Where) -> None:
    """Name the rows that are not written like most others, where these are written in one of the ways of people."""
    canonical = sum(bool(shape_of(text)) for text in texts)
    for form in FORMATS:
        fits = [bool(form.pattern.fullmatch(without_clock(text))) for text in texts]
        if canonical < sum(fits) < len(texts) and sum(fits) > len(texts) / 2:
            odd = [i for i, fit in enumerate(fits) if not fit]
            problem = f"{texts[odd[0]]!r} is not a time like {texts[fits.index(True)]!r}."
            raise where.refused(problem, odd, "Write all times in one way.")


def in_one_way(texts: Sequence[str]) -> bool:
    """Whether all times are written in one of the ways of people that leave nothing open, like 201501 or 01/2015."""
    return any(all(written(form, text) for text in texts) for form in FORMATS if not form.in_order)


def _midnight(texts: Sequence[str], bare: Sequence[str]) -> bool:
    return all(set(text[len(day) :]) <= set("T 0:.Z") for text, day in zip(texts, bare, strict=True))


def _ordered(form: Format, texts: list[str], clock: str, where: Where, choices: Choices, *, regular: bool) -> Dates:
    """Dates of three numbers whose order the column must decide, or the user."""
    found = {order: [written(form, text, order) for text in texts] for order in ORDERS}
    able = [order for order, times in found.items() if all(times)]

    def given(order: str, why: str) -> Dates:
        said = "; ".join(filter(None, [f"{ORDERS[order]}: {why}", clock]))
        return Dates(found[order], said, form, order, days=True)

    def first_without(order: str) -> int:
        return found[order].index("")

    if choices.dates:
        if choices.dates not in able:
            at = first_without(choices.dates)
            raise where.refused(f"{texts[at]!r} is no date with the {ORDERS[choices.dates]} (--dates).", [at])
        return given(choices.dates, "as told")
    plausible = [order for order in found if any(found[order])]
    if not able:
        if not plausible:
            raise where.refused(f"{texts[0]!r} is not a day of the calendar.", [0])
        clash = sorted({first_without(order) for order in plausible})
        shown = " and ".join(repr(texts[i]) for i in clash)
        raise where.refused(
            f"{shown} are not dates in one order.", clash, "Write all with the day first, or YYYY-MM-DD."
        )
    if len(able) == 1:
        others = [first_without(order) for order in plausible if order != able[0]]
        at = max(others, default=0)
        return given(able[0], f"{texts[at]} in row {where.rows[at]} decides")
    axes = {order: _axis([*dict.fromkeys(found[order])]) for order in able} if regular else {}
    orderly = [order for order, axis in axes.items() if axis is not None]
    if len({tuple(found[order]) for order in able}) == 1 or (
        len(orderly) == len(able) and len({tuple(labels(axes[order])) for order in orderly}) == 1  # type: ignore[arg-type]
    ):
        return given(able[0], "either way the times are the same")
    if len(orderly) == 1:
        return given(orderly[0], "only so do the times follow each other without a gap")
    at = next(i for i in range(len(texts)) if len({found[order][i] for order in able}) > 1)
    ways = " or ".join(f"{found[order][at]} ({ORDERS[order]})" for order in able)
    options = " or ".join(f"--dates {order}" for order in able)
    raise where.refused(f"{texts[at]!r} may be {ways}.", [at], f"Say which: {options} (data_dates in a report).")


def _axis(texts: list[str]) -> Times | None:
    """The regular time axis with these times, or None."""
    try:
        return parse_times(texts)
    except DataError:
        return None


def _refuse_double_years(texts: Sequence[str], where: Where) -> None:
    """Refuse years that run over two, like 2009/10, 2010/11, which could be taken for months."""
    parts = [(text[:4], text[5:]) for text in texts if len(text) == 7 and text[4] in "/-_" and text[5:].isdecimal()]
    if len(parts) == len(texts) > 1 and all(
        first.isdecimal() and (int(first) + 1) % 100 == int(second) for first, second in parts
    ):
        problem = f"{texts[0]!r} looks like a year that runs over two, not a month."
        raise where.refused(problem, range(len(texts)), "Write the year in which it begins.")
