"""Event files made of known events, stored in every kind of file: counted as an oracle counts them, never otherwise."""

import io
import tempfile
import zipfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.sources.event_files.made_up import ACLED_COLUMNS, acled, ged, text
from tests.sources.own_files.typed_files import parquet, workbook
from turningpoint.errors import InputError
from turningpoint.sources.event_files import count_events
from turningpoint.sources.event_files.formats import GED_COLUMNS

NOTES = st.sampled_from(
    ["", 'A "quote", a comma', "two\nlines", "one\n\nblank line", 'half a "', "C\u00f3rdoba", "'", " "]
)
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 2_000), st.sampled_from(["Aland", "Bland"]), st.sampled_from(["North", "South, far"]),
        st.integers(0, 40), NOTES,
    ),
    min_size=1, max_size=40,
)  # fmt: skip
STORED = ["csv", "semicolon", "crlf", "latin-1", "bom", "zip", "no header", "xlsx", "parquet", "slip"]


def rows_of(found, *, of_ged):
    """Rows of a publisher; every event has a number of its own."""
    made = []
    for number, (since, country, place, dead, note) in enumerate(found, start=1):
        day = (date(2018, 1, 1) + timedelta(days=since)).isoformat()
        if of_ged:
            made.append(ged(number, day, country=country, adm_1=place, best=dead, source_headline=note))
        else:
            made.append(acled(number, day, country=country, admin1=place, fatalities=dead, notes=note))
    return made


def store(folder, kind, columns, rows):
    """Write rows; of a slip one row has a field too many, its text not quoted."""
    path = folder / {"xlsx": "f.xlsx", "parquet": "f.parquet", "zip": "f.zip"}.get(kind, "f.csv")
    if kind == "xlsx":
        cells = [[row.get(name, "") for name in columns] for row in rows]
        return workbook(path, {"Read me": [["Events"]], "Data": [["Title"], list(columns), *cells]})
    if kind == "parquet":
        return parquet(path, {name: [row.get(name) for row in rows] for name in columns})
    plain = text(columns, rows, header=kind != "no header", separator=";" if kind == "semicolon" else ",")
    if kind == "slip":
        lines = text(columns, [row | {"source_headline": "x", "notes": "x"} for row in rows]).splitlines()
        plain = "\n".join([*lines[:-1], lines[-1].replace(",x,", ",x, and more,", 1)]) + "\n"
    raw = plain.replace("\n", "\r\n").encode() if kind == "crlf" else plain.encode()
    if kind == "latin-1":
        raw = plain.encode("latin-1")
    if kind == "zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("events.csv", raw)
        raw = packed.getvalue()
    path.write_bytes(b"\xef\xbb\xbf" + raw if kind == "bom" else raw)
    return path


@given(found=EVENTS, of_ged=st.booleans(), kind=st.sampled_from(STORED), summed=st.booleans(), only=st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_generated_event_file_is_counted_as_the_oracle_does(found, of_ged, kind, summed, only):
    expected = Counter()
    for since, country, place, dead, _ in found:
        if not only or (country == "Aland" and place == "North"):
            day = date(2018, 1, 1) + timedelta(days=since)
            expected[day.year * 10_000 + day.month * 100 + day.day] += dead if summed else 1
    kind = "csv" if kind == "no header" and not of_ged else kind
    with tempfile.TemporaryDirectory() as folder:
        path = store(Path(folder), kind, GED_COLUMNS if of_ged else ACLED_COLUMNS, rows_of(found, of_ged=of_ged))
        asked = {"country": "Aland", "where": ["province=North"]} if only else {"country": "all"}
        try:
            count = count_events(path, what=("best" if of_ged else "fatalities") if summed else "events", **asked)
        except InputError as error:
            event("refused")
            assert kind == "slip" or not expected, error  # noqa: PT017 - either way is right
        else:
            event(kind)
            assert kind != "slip"
            assert dict(count.by_day) == dict(expected)
