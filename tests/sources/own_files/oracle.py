"""Files as people keep them, made of known values by rules of their own: nothing here reads, or knows the reader."""

import calendar
import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import xlsxwriter
from hypothesis import strategies as st

NAMES = "January February March April May June July August September October November December".split()  # noqa: SIM905


@dataclass(frozen=True)
class Known:
    """A file and what it says.

    Attributes
    ----------
    content : the bytes.
    labels, values : what a right reading finds; None is missing.
    time : the column, or columns, of times.
    options : what its owner would say about it.
    plain : whether nothing in it can be read in two ways, so that it must be read.
    """

    content: bytes
    labels: list[str]
    values: list[float | None]
    time: str
    options: dict[str, object]
    plain: bool


def _month_styles(year, month):
    last = calendar.monthrange(year, month)[1]
    name = NAMES[month - 1]
    return {
        "2015-01": f"{year}-{month:02d}",
        "2015/01": f"{year}/{month:02d}",
        "2015_01": f"{year}_{month:02d}",
        "201501": f"{year}{month:02d}",
        "2015M01": f"{year}M{month:02d}",
        "01/2015": f"{month:02d}/{year}",
        "Jan-15": f"{name[:3]}-{year % 100:02d}",
        "Jan 2015": f"{name[:3]} {year}",
        "January 2015": f"{name} {year}",
        "first ISO": f"{year}-{month:02d}-01",
        "last ISO": f"{year}-{month:02d}-{last}",
        "timestamp": f"{year}-{month:02d}-01 00:00:00",
        "first dmy": f"01/{month:02d}/{year}",
        "first mdy": f"{month}/1/{year}",
        "last dmy": f"{last}.{month:02d}.{year}",
        "last mdy": f"{month:02d}/{last}/{year}",
        "last dmy short": f"{last}/{month:02d}/{year % 100:02d}",
        "day name": f"1 {name[:3]} {year}",
    }


OPEN = {"first dmy": "dmy", "first mdy": "mdy", "last dmy short": "dmy"}
"""Styles that may be read in two ways, with the order that settles it."""


def _number(value, style):
    """Write a number; ``.`` and ``,`` are decimal marks, a second sign sets thousands apart."""
    mark, apart = style[0], style[1:]
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text.translate({ord(","): apart or None, ord("."): mark})


@st.composite
def files(draw):
    """A file with its values: months, quarters, weeks or days, in any style, with or without a group and a total."""
    size = draw(st.integers(3, 30))
    kind = draw(st.sampled_from(["month"] * 4 + ["quarter", "week", "day", "columns"]))
    labels, texts, style = _times(draw, kind, size)
    counts = draw(st.booleans())
    number = st.integers(0, 40_000) if counts else st.integers(-40_000, 4_000_000).map(lambda n: n / 1000)
    values: list[float | None] = draw(st.lists(number, min_size=size, max_size=size))
    gap = draw(st.sampled_from(["", "", "NA", "ND", "-", ".", "#N/A"]))
    if draw(st.booleans()):
        values[draw(st.integers(0, size - 1))] = None
    writing = draw(st.sampled_from([".", ",", ".,", ",.", ". ", ", ", ".'"]))
    cells = [gap if value is None else _number(value, writing) for value in values]
    options: dict[str, object] = {"counts": counts}
    choices: dict[str, object] = {}
    told = draw(st.booleans())
    if told:
        choices["decimal"] = writing[0]
        if style in OPEN:
            choices["dates"] = OPEN[style]
    if gap not in ("", "NA") and None in values and (told or draw(st.booleans())):
        choices["missing"] = (gap,)
    header = ["year", "month", "n"] if kind == "columns" else ["when", "n"]
    rows = [[*text, cell] for text, cell in zip(texts, cells, strict=True)]
    if draw(st.booleans()):
        other = [[*text, str(draw(st.integers(0, 9)))] for text in texts]
        rows = [["A", *row] for row in rows] + [["B", *row] for row in other]
        header = ["place", *header]
        if draw(st.booleans()):
            choices["group"] = ("place=A",)
    elif draw(st.booleans()):
        rows.append(["Total", *([""] * (len(header) - 2)), "1"])
    plain = ("missing" in choices or gap in ("", "NA") or None not in values) and any(one is not None for one in values)
    plain &= header[0] != "place" or "group" in choices
    time = "year,month" if kind == "columns" else "when"
    if draw(st.sampled_from([False, False, True])):
        content, sheet, numbers, days = _typed(draw, header, rows, labels, values, gap, style)
        if sheet:
            choices["sheet"] = sheet
        plain &= (told or numbers) and (told or days or style not in OPEN)
        return Known(content, labels, values, time, {**options, "choices": choices}, plain)
    separator = draw(st.sampled_from([",", ";", "\t", "|"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]))
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows([[*header[:-1], "n"], *rows])
    content = stream.getvalue().replace(header[0], "größe", 1) if header[0] == "place" else stream.getvalue()
    if header[0] == "place" and "group" in choices:
        choices["group"] = ("größe=A",)
    return Known(content.encode(encoding), labels, values, time, {**options, "choices": choices}, plain and told)


def _typed(draw, header, rows, labels, values, gap, style):
    """The rows as a workbook or a parquet file: bytes, the sheet to name, and whether numbers and days are typed."""
    book = draw(st.booleans())
    cells = [list(row) for row in rows]
    total = any(row[0] == "Total" for row in rows)
    numbers = draw(st.sampled_from(["all", "none", "some"] if book else ["all", "none"]))
    if not book and gap not in ("", "NA") and None in values:
        numbers = "none"  # a column of parquet has one type
    for at, value in enumerate(values):
        if numbers == "all" or (numbers == "some" and at % 2):
            cells[at][-1] = value if value is not None else gap if book and gap else None
    for row in cells[len(values) :]:
        row[-1] = row[-1] if numbers == "none" else float(row[-1])
    days = style in ("first ISO", "last ISO", "timestamp", *OPEN) and (book or not total) and draw(st.booleans())
    days &= len(labels[0]) in (7, 10)
    if days:
        place = header.index("when")
        for at, row in enumerate(cells):
            if row[0] != "Total":
                row[place] = _day(labels[at % len(labels)], last=style.startswith("last"))
    if header[:2] == ["year", "month"] and not total:
        for row in cells:
            row[0] = int(row[0])
    out = io.BytesIO()
    if not book:
        columns = {name: [row[at] for row in cells] for at, name in enumerate(header)}
        pl.DataFrame(columns, strict=False).write_parquet(out)
        return out.getvalue(), "", numbers == "all", days
    sheet = draw(st.sampled_from(["", "Data 1", "Größe"]))
    above = draw(st.sampled_from([[], [["A title"]], [["A title"], []]]))
    blank = draw(st.integers(0, len(cells)))
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        form = made.add_format({"num_format": draw(st.sampled_from(["dd/mm/yyyy", "m/d/yy", "mmm yy"]))})
        if sheet:
            made.add_worksheet("Other").write_row(0, 0, ["when", "n"])
            made.get_worksheet_by_name("Other").write_row(1, 0, ["2001-01", 1])
        page = made.add_worksheet(sheet or None)
        for at, row in enumerate([*above, header, *cells[:blank], [], *cells[blank:]]):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(at, place, cell, form)
                elif isinstance(cell, str):
                    page.write_string(at, place, cell)
                elif cell is not None:
                    page.write_number(at, place, cell)
    return out.getvalue(), sheet, numbers == "all", days


def _day(label, *, last):
    """The first or last day of a month, or the day itself."""
    if len(label) == 10:
        return date.fromisoformat(label)
    year, month = map(int, label.split("-"))
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _times(draw, kind, size):
    """Labels as the program names periods, their cells, and the style."""
    if kind in ("month", "columns"):
        start = draw(st.integers(2000 * 12, 2027 * 12))
        months = [divmod(at, 12) for at in range(start, start + size)]
        labels = [f"{year}-{month + 1:02d}" for year, month in months]
        if kind == "columns":
            named = draw(st.booleans())
            return labels, [[str(year), NAMES[month] if named else str(month + 1)] for year, month in months], ""
        style = draw(st.sampled_from(sorted(_month_styles(2015, 1))))
        return labels, [[_month_styles(year, month + 1)[style]] for year, month in months], style
    if kind == "quarter":
        start = draw(st.integers(1990 * 4, 2020 * 4))
        quarters = [divmod(at, 4) for at in range(start, start + size)]
        shape = draw(st.sampled_from(["{0}Q{1}", "{0}-Q{1}", "Q{1} {0}", "{1}Q{0}", "{0}q{1}"]))
        return [f"{y}Q{q + 1}" for y, q in quarters], [[shape.format(y, q + 1)] for y, q in quarters], ""
    first = date(1999, 1, 3) + timedelta(weeks=draw(st.integers(0, 1500)))  # a Sunday, the last day of its week
    if kind == "week":
        ends = [first + timedelta(weeks=at) for at in range(size)]
        shape = draw(st.sampled_from(["{0}-W{1:02d}", "{0}W{1:02d}"]))
        return [end.isoformat() for end in ends], [[shape.format(*end.isocalendar()[:2])] for end in ends], ""
    days = [first + timedelta(days=at) for at in range(size)]
    style = draw(st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%Y%m%d", "%d-%m-%Y %H:%M"]))
    order = {"%d": "first dmy", "%m": "first mdy"}.get(style[:2], "")
    return [day.isoformat() for day in days], [[day.strftime(style)] for day in days], order
