"""The sidecar says what a series was made from, and holds no row of the file."""

import hashlib
import tomllib
from pathlib import Path

from tests.sources.event_files.made_up import ged, ged_file
from turningpoint.sources.event_files import count_events, release_of, series_of, sidecar, sidecar_place


def test_it_names_source_checksum_filters_and_release_and_nothing_of_a_row(tmp_path):
    path = ged_file(
        tmp_path / 'GED "x" v25_1.csv',
        [ged(1, "2020-01-31", "2020-02-01", source_original="SECRET"), ged(2, "2020-02-09", side_b="Blues")],
    )
    count = count_events(path, where=["actor=Reds"])
    release = release_of(path.name, count.layout.format)
    series = series_of(count, path, by="month", release=release)
    written = sidecar(series, count, path, release=release, country=None, where=["actor=Reds"])
    found = tomllib.loads(written)
    assert found["file"] == 'GED "x" v25_1.csv'
    assert found["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found["series_sha256"] == hashlib.sha256(series.csv().encode()).hexdigest()
    assert (found["release"], found["where"], found["format"]) == ("25.1", ["actor=Reds"], "ucdp-ged")
    assert (found["rows_read"], found["rows_kept"], found["total"], found["rows"]) == (2, 1, 1, 432)
    assert (found["coverage_start"], found["coverage_end"]) == ("1989-01", "2024-12")
    assert any("1 event ends in a later month" in note for note in found["notes"])
    assert found["columns"] == {"month": "the month", "events": "events in the month"}
    assert str(tmp_path) not in written
    assert "SECRET" not in written


def test_it_stands_beside_the_series():
    assert sidecar_place(Path("a/b.csv")) == Path("a/b.toml")
