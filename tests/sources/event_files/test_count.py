"""What is counted of each format, against counts made by hand or by pandas on the same rows."""

import hashlib
import io
import os
import zipfile
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.sources.event_files.made_up import (
    ACLED_COLUMNS,
    GTD_COLUMNS,
    HAPI_COLUMNS,
    HDX_COLUMNS,
    WEEKLY_COLUMNS,
    acled,
    acled_file,
    ged,
    ged_file,
    table,
    text,
)
from tests.sources.own_files.typed_files import parquet, workbook
from turningpoint import files
from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.event_files import Release, count, count_events, release_of, rows, series_of, stream
from turningpoint.sources.event_files.formats import GED_COLUMNS, UCDP_GED


def by_day(path, **options):
    return dict(count_events(path, **options).by_day)


def test_events_of_ucdp_count_on_the_day_they_begin(tmp_path):
    path = ged_file(
        tmp_path / "ged.csv",
        [ged(1, "2020-01-31", "2020-02-01"), ged(2, "2020-01-31"), ged(3, "2020-02-09", date_prec=4)],
    )
    found = count_events(path)
    assert found.layout.format.name == "ucdp-ged"
    assert dict(found.by_day) == {20200131: 2, 20200209: 1}
    assert (found.rows, found.kept, found.across, found.coarse) == (3, 3, 1, 1)
    assert by_day(path, what="BEST") == {20200131: 4, 20200209: 2}


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
def test_coarse_dates_are_those_known_to_the_period_or_worse(tmp_path, by):
    path = ged_file(tmp_path / "ged.csv", [ged(i, "2020-05-05", date_prec=i) for i in range(1, 6)])
    assert count_events(path, by=by).coarse == {"day": 4, "week": 3, "month": 2, "quarter": 1, "year": 1}[by]


def test_a_line_of_hxl_tags_is_no_event_and_a_file_without_a_header_is_read(tmp_path):
    events = [ged(1, "2020-01-31"), ged(2, "2020-02-09")]
    bare = ged_file(tmp_path / "bare.csv", events, header=False)
    assert by_day(bare) == {20200131: 1, 20200209: 1}
    columns = [*GED_COLUMNS[:34], "iso3", *GED_COLUMNS[34:]]
    tags = {"year": "#date+year", "iso3": "#country+code", "date_start": "#date+start"}
    (tmp_path / "hdx.csv").write_text(text(columns, [tags, *(one | {"iso3": "ALA"} for one in events)]))
    assert by_day(tmp_path / "hdx.csv", country="ala") == {20200131: 1, 20200209: 1}


def test_a_zip_holds_the_same_and_has_the_checksum_of_the_archive(tmp_path):
    inside = ged_file(tmp_path / "ged.csv", [ged(i, f"2020-03-{i:02d}") for i in range(1, 29)])
    with zipfile.ZipFile(tmp_path / "ged.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inside, "GEDEvent_v25_1.csv")
        archive.writestr("readme.md", "x")
    packed, plain = count_events(tmp_path / "ged.zip"), count_events(inside)
    assert packed.by_day == plain.by_day
    assert packed.sha256 != plain.sha256
    assert packed.size == (tmp_path / "ged.zip").stat().st_size


@pytest.mark.parametrize("written", ["16 May 2025", "2025-05-16", "16-May-25", "16 mai 2025"])
def test_events_of_acled_with_each_way_to_write_a_date(tmp_path, written):
    path = acled_file(tmp_path / "acled.csv", [acled(1, written), acled(2, written, fatalities=0)])
    if "mai" in written:
        with pytest.raises(DataError, match=r"column 'event_date', rows 2, 3: '16 mai 2025' is not a date"):
            count_events(path)
        return
    assert by_day(path) == {20250516: 2}
    assert by_day(path, what="fatalities") == {20250516: 3}


def test_weekly_counts_are_summed_and_rows_without_a_week_are_told(tmp_path):
    path = table(
        tmp_path / "weekly.csv",
        WEEKLY_COLUMNS,
        [
            ("2025-01-04", "Asia", "Aland", "North", "Battles", "Armed clash", 3, 7, 0, "Political violence", 1, 0, 0),
            ("2025-01-04", "Asia", "Aland", "South", "Battles", "Armed clash", 2, 0, 0, "Political violence", 2, 0, 0),
            ("", "Asia", "Aland", "South", "", "", 5, 0, 0, "", 2, 0, 0),
            ("", "Asia", "Aland", "South", "", "", 5, 0, 0, "", 2, 0, 0),
        ],
    )
    found = count_events(path, by="week")
    assert found.layout.format.name == "acled-weekly"
    assert dict(found.by_day) == {20250104: 5, 0: 10}
    assert by_day(path, what="FATALITIES", where=["province=North"]) == {20250104: 7}
    with pytest.raises(ParameterError, match=r"cannot be counted by day. Use --by week, month, quarter, year"):
        count_events(path, by="day")


def test_counts_by_country_and_month_and_by_country_and_year(tmp_path):
    months = table(
        tmp_path / "months.csv",
        ("COUNTRY", "MONTH", "YEAR", "EVENTS"),
        [("Aland", "January", 2020, 4), ("Aland", "March", 2020, 5), ("Bland", "March", 2020, 9)],
    )
    assert by_day(months, country="Aland") == {20200100: 4, 20200300: 5}
    assert by_day(months, country="all") == {20200100: 4, 20200300: 14}
    years = table(tmp_path / "years.csv", ("COUNTRY", "YEAR", "EVENTS"), [("Aland", 2020, 4), ("Aland", 2021, 5)])
    assert by_day(years, by="year") == {20200000: 4, 20210000: 5}
    assert count_events(years, by="year").layout.format.name == "acled-country-year"


def test_monthly_counts_of_hdx_with_and_without_regions(tmp_path):
    full = table(
        tmp_path / "hdx.csv",
        HDX_COLUMNS,
        [
            ("Aland", "N", "N1", "ALA", "A11", "A1", "May", 2021, 2, 0),
            ("Aland", "N", "N2", "ALA", "A12", "A1", "May", 2021, 1, 4),
        ],
    )
    assert by_day(full, country="ALA") == {20210500: 3}
    assert count_events(full).layout.format.name == "hdx-monthly"
    short = ("Country", "ISO3", "Month", "Year", "Events", "Fatalities")
    bare = table(tmp_path / "bare.csv", short, [("Aland", "ALA", "May", 2021, 2, 6)])
    assert by_day(bare, what="fatalities") == {20210500: 6}


def test_kinds_of_hapi_overlap_so_one_is_chosen(tmp_path):
    def row(kind, events):
        start, end = "2024-01-01T00:00:00", "2024-01-31T00:00:00"
        return ("ALA", "", "", "", "", "A1", "North", "A11", "N1", 2, kind, events, 0, start, end, "", "", "", "")

    path = table(
        tmp_path / "hapi.csv",
        HAPI_COLUMNS,
        [row("political_violence", 5), row("civilian_targeting", 3)],
        encoding="utf-8-sig",
    )
    with pytest.raises(DataError, match=r"count the same events more than once. Choose one: --where 'event_type="):
        count_events(path)
    found = count_events(path, where=["kind=political_violence"])
    assert (dict(found.by_day), found.across) == ({20240101: 5}, 0)


def test_gtd_in_latin_1_with_months_and_days_that_are_not_known(tmp_path):
    path = table(
        tmp_path / "gtd.csv",
        GTD_COLUMNS,
        [
            (199501000001, 1995, 0, 0, 0, "Aland", "Córdoba", "x", 0, "Bombing", "Reds", 1, 0),
            (199502000001, 1995, 2, 0, 0, "Aland", "Córdoba", "x", 1, "Bombing", "Reds", "", 0),
            (199502010001, 1995, 2, 1, 0, "Aland", "Elsewhere", "x", 0, "Bombing", "Reds", 2, 0),
        ],
        encoding="latin-1",
    )
    assert by_day(path) == {19950000: 1, 19950200: 1, 19950201: 1}
    assert by_day(path, where=["provstate=Córdoba"]) == {19950000: 1, 19950200: 1}
    assert by_day(path, where=["doubtterr=0"], what="nkill") == {19950000: 1, 19950201: 2}
    assert count_events(path, what="nkill").blank == 1


def test_an_event_file_of_another_format_needs_its_date(tmp_path):
    path = table(tmp_path / "own.csv", ("When", "dead"), [("2020-01-03", 4), ("2020-01-03", 1), ("", 2)])
    with pytest.raises(DataError, match=r"no event file of a known format: its columns are When, dead; known are ucdp"):
        count_events(path)
    assert by_day(path, date="when", what="dead") == {20200103: 5, 0: 2}


def test_slashed_dates_are_read_when_told_what_comes_first(tmp_path):
    path = table(tmp_path / "own.csv", ("d",), [("03/04/2019",), ("04/03/2019",)])
    with pytest.raises(DataError, match=r"nothing tells apart. Say which comes first: --dates dmy or --dates mdy"):
        count_events(path, date="d")
    assert by_day(path, date="d", order="dmy") == {20190403: 1, 20190304: 1}
    assert by_day(path, date="d", order="mdy") == {20190304: 1, 20190403: 1}


def test_many_rows_in_many_chunks_are_counted_as_pandas_does(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 700)
    draws = np.random.default_rng(4)
    days = [str(np.datetime64("2015-01-01") + int(one)) for one in draws.integers(0, 2000, 3000)]
    path = ged_file(
        tmp_path / "ged.csv",
        [
            ged(i, day, country=("Aland", "Bland")[draws.integers(2)], best=int(draws.integers(9)))
            for i, day in enumerate(days)
        ],
    )
    frame = pd.read_csv(path)
    frame = frame[frame["country"].eq("Bland")]
    wanted = frame.groupby(frame["date_start"].str[:10].str.replace("-", "").astype(int))["best"].agg(["size", "sum"])
    assert by_day(path, country="Bland") == wanted["size"].to_dict()
    assert by_day(path, country="Bland", what="best") == wanted["sum"].to_dict()


def test_several_countries_are_not_summed_unasked(tmp_path):
    path = ged_file(tmp_path / "ged.csv", [ged(1, "2020-01-01"), ged(2, "2020-01-02", country="DR Congo (Zaire)")])
    with pytest.raises(DataError, match=r"of 2 countries. Choose one \(--country PAK\), or all together"):
        count_events(path)
    assert by_day(path, country="all") == {20200101: 1, 20200102: 1}
    assert by_day(path, country="COD") == {20200102: 1}
    assert by_day(path, where=["country=Aland"]) == {20200101: 1}
    with pytest.raises(DataError, match=r"no row is of 'PAK'. Countries in the file: Aland, DR Congo \(Zaire\)"):
        count_events(path, country="PAK")


def test_a_country_that_enters_the_file_later_is_not_zero_before(tmp_path):
    path = acled_file(
        tmp_path / "acled.csv",
        [
            acled(1, "1997-01-05", country="Bland"),
            acled(2, "2010-03-02", admin1="South"),
            acled(3, "2010-06-02"),
            acled(4, "2010-08-02", country="Bland"),
        ],
    )
    for options in ({"country": "Aland"}, {"where": ["country=Aland"]}):
        found = count_events(path, **options)
        assert (found.first, found.country_first, found.last) == (19970105, 20100302, 20100802)
    found = count_events(path, country="Aland", where=["province=North"])
    series = series_of(found, path, by="month", release=Release(""))
    assert (series.labels[0], series.labels[-1], series.values) == ("2010-03", "2010-08", (0, 0, 0, 1, 0, 0))
    assert any("begins where the country does (2010-03-02), not the file (1997-01-05)" in one for one in series.notes)


def test_a_country_is_not_zero_before_it_was_a_state(tmp_path):
    path = ged_file(
        tmp_path / "ged.csv", [ged(1, "1990-01-01"), ged(2, "2011-09-01", country="South Sudan"), ged(3, "2012-01-01")]
    )
    for release in ("", "25.1"):
        known = release_of(release, UCDP_GED)
        series = series_of(count_events(path, country="SSD"), path, by="month", release=known)
        assert (series.labels[0], series.total) == ("2011-07", 1)
        assert any("for it was no state before" in one for one in series.notes)
    series = series_of(count_events(path, country="all"), path, by="month", release=known)
    assert series.labels[0] == "1989-01"


def test_releases_are_not_mixed(tmp_path):
    once = [ged(i, "2020-01-01") for i in range(3)]
    path = ged_file(tmp_path / "twice.csv", [*once, ged(1, "2020-01-01", best=9)])
    with pytest.raises(DataError, match=r"row 5: 1 row repeats the id of a row above: releases were put together"):
        count_events(path)
    path = ged_file(tmp_path / "final.csv", [*once, ged(9, "2024-01-01", code_status="Check deaths")])
    with pytest.raises(DataError, match=r"1 row is marked preliminary .* over 5 years: a final and a Candidate"):
        count_events(path)
    header = text(GED_COLUMNS, once)
    (tmp_path / "header.csv").write_text(header + text(GED_COLUMNS, [ged(8, "2020-01-01")]))
    with pytest.raises(DataError, match=r"row 5: the header stands there again: two files were put together"):
        count_events(tmp_path / "header.csv")
    columns = ("COUNTRY", "MONTH", "YEAR", "EVENTS")
    path = table(tmp_path / "m.csv", columns, [("A", "May", 2020, 4), ("A", "May", 2020, 5)])
    with pytest.raises(DataError, match=r"1 row repeats the country and year and month"):
        count_events(path)


@pytest.mark.parametrize(
    ("value", "message"),
    [("1,5", "'1,5' is not a number"), ("-99", "'-99' is below zero, which often stands for 'not known'")],
)
def test_a_number_that_cannot_be_summed_is_refused_with_its_row(tmp_path, value, message):
    path = ged_file(tmp_path / "ged.csv", [ged(1, "2020-01-01"), ged(2, "2020-01-02", best=value)])
    with pytest.raises(DataError, match=f"column 'best', row 3: {message}"):
        count_events(path, what="best")
    assert by_day(path) == {20200101: 1, 20200102: 1}


def test_rows_that_slipped_are_refused(tmp_path):
    good = text(GED_COLUMNS, [ged(1, "2020-01-01", source_headline="x")])
    (tmp_path / "long.csv").write_text(good + good.splitlines()[1].replace("1,XAA", "2,XAA") + ",more\n")
    with pytest.raises(DataError, match=r"row 3: a row has more fields than the 49"):
        count_events(tmp_path / "long.csv")
    (tmp_path / "short.csv").write_text(good + "2,XAA-2020-1-1,2020\n")
    with pytest.raises(DataError, match=r"column 'date_start', row 3: an event has no date"):
        count_events(tmp_path / "short.csv")
    (tmp_path / "open.csv").write_text(good + '2,"XAA-2020-1-1,2020\n' * 3)
    with pytest.raises(DataError, match=r"this is not a CSV file|more fields|no date"):
        count_events(tmp_path / "open.csv")


def test_an_endless_stream_ends_in_a_message(tmp_path, monkeypatch):
    monkeypatch.setattr(count, "MOST_ROWS", 2_000)
    monkeypatch.setattr(rows, "CHUNK", 500)
    path = ged_file(tmp_path / "ged.csv", [ged(i, "2020-01-01") for i in range(2_600)])
    with pytest.raises(DataError, match=r"more than 2,000 rows, or no end to them"):
        count_events(path)
    monkeypatch.setattr(stream, "LARGEST", 300_000)
    with pytest.raises(DataError, match=r"or no end to it. Cut the file into years"):
        count_events(path)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = ged_file(tmp_path / "ged.csv", [ged(1, "2020-01-01")])
    added = count._add

    def grows(*arguments):
        with path.open("a") as file:
            file.write("x")
        added(*arguments)

    monkeypatch.setattr(count, "_add", grows)
    with pytest.raises(DataError, match="changed or replaced while it was read"):
        count_events(path)


def test_only_the_named_columns_are_turned_into_text(tmp_path):
    broken = text(GED_COLUMNS, [ged(1, "2020-01-01", source_original="X")]).encode().replace(b",X,", b",\xff\xfe\xfd,")
    (tmp_path / "ged.csv").write_bytes(broken)
    assert by_day(tmp_path / "ged.csv") == {20200101: 1}


def test_a_stream_that_ends_is_counted_and_one_nobody_writes_to_is_not_waited_for(tmp_path, monkeypatch):
    path = ged_file(tmp_path / "ged.csv", [ged(1, "2020-01-01")])
    read, write = os.pipe()
    os.write(write, path.read_bytes())
    os.close(write)
    try:
        assert by_day(Path(f"/dev/fd/{read}")) == {20200101: 1}
    finally:
        os.close(read)
    monkeypatch.setattr(files, "PATIENCE", 0.2)
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(DataError, match="nothing came through this pipe"):
        count_events(tmp_path / "fifo")


def test_what_is_no_table_is_refused(tmp_path):
    for name, content, message in (
        ("nul.csv", text(GED_COLUMNS, [ged(1, "2020-01-01", best="\0")]).encode(), "null byte"),
        ("a.parquet", b"PAR1\0\0", "parquet file"),
        ("a.csv.gz", b"\x1f\x8b\0", "gzip"),
        ("u16.csv", "a,b\n".encode("utf-16"), "UTF-16"),
        ("empty.csv", b"", "the file is empty"),
        ("one.csv", b"abc", "the first line has no end"),
        ("only.csv", text(ACLED_COLUMNS, []).encode(), "a header and no row"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=message):
            count_events(tmp_path / name)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    (tmp_path / "gtd.xlsx").write_bytes(book.getvalue())
    with pytest.raises(DataError, match=r"an archive and no workbook \(xlsx\). Save the table as CSV"):
        count_events(tmp_path / "gtd.xlsx")


def test_a_workbook_and_a_parquet_file_hold_the_same_events(tmp_path):
    usual = [0, "Aland", "North", "", 0, "", "Reds"]
    cells = [[i, 1992 + i % 3, i % 13, i % 28 + 1, *usual, None if i % 7 == 0 else i % 5, 0.5] for i in range(1, 201)]
    for row in cells[::2]:
        row[5] = "Bland"
    book = workbook(tmp_path / "gtd.xlsx", {"About": [["GTD"]], "Data": [list(GTD_COLUMNS), *cells]})
    plain = table(tmp_path / "gtd.csv", GTD_COLUMNS, [["" if one is None else one for one in row] for row in cells])
    typed = parquet(tmp_path / "gtd.parquet", dict(zip(GTD_COLUMNS, zip(*cells, strict=True), strict=True)))
    for where in ({}, {"country": "Aland", "where": ["imonth>3"], "what": "nkill"}):
        given = {"country": "all", **where}
        first, *others = (count_events(path, **given) for path in (plain, book, typed))
        assert sum(first.by_day.values()) > 50
        for other in others:
            assert (other.by_day, other.kept, other.blank) == (first.by_day, first.kept, first.blank)
    assert count_events(book, country="all").layout.notes == ("Sheet 'Data', the only one with a table.",)
    assert count_events(book, country="all", sheet="Data").sha256 == hashlib.sha256(book.read_bytes()).hexdigest()
    with pytest.raises(DataError, match=r"there is no sheet 'data'. There are 'About', 'Data'"):
        count_events(book, sheet="data")
    with pytest.raises(DataError, match="only a workbook has sheets"):
        count_events(plain, sheet="Data")


def test_dates_typed_as_such_count_on_their_day_and_rows_keep_the_numbers_of_the_sheet(tmp_path):
    rows = [["Export of May"], ["day", "killed"], [date(2020, 1, 31), 2], [], [datetime(2020, 2, 1, 9, 30), 3]]
    path = workbook(tmp_path / "own.xlsx", {"A": rows})
    assert count_events(path, date="day", what="killed").by_day == {20200131: 2, 20200201: 3}
    path = workbook(tmp_path / "own.xlsx", {"A": [*rows, ["soon", 1]]})
    with pytest.raises(DataError, match="row 6: 'soon' is not a date"):
        count_events(path, date="day")
    typed = parquet(
        tmp_path / "own.parquet", {"day": [date(2020, 1, 31), datetime(2020, 2, 1).date()], "killed": [2.0, 3.0]}
    )
    assert count_events(typed, date="day", what="killed").by_day == {20200131: 2, 20200201: 3}
    twice = [ged(1, "2020-01-01"), ged(2, "2020-01-02"), ged(1, "2020-01-03")]
    cells = [[one.get(name) for name in GED_COLUMNS] for one in twice]
    path = workbook(tmp_path / "ged.xlsx", {"A": [["Title"], [], list(GED_COLUMNS), *cells]})
    with pytest.raises(DataError, match="row 6: 1 row repeats the id"):
        count_events(path)


def test_a_row_of_tags_in_a_workbook_is_no_event(tmp_path):
    rows = [list(HDX_COLUMNS), ["#country", *["#x"] * 9], ["Aland", "", "", "ALA", "", "", "May", 2020, 3, 1]]
    found = count_events(workbook(tmp_path / "hdx.xlsx", {"A": rows}))
    assert (dict(found.by_day), found.rows) == ({20200500: 3}, 1)
