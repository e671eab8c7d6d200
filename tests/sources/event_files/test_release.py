"""Releases as the names of files say them."""

import pytest

from turningpoint.sources.event_files.formats import ACLED_EVENTS, UCDP_GED
from turningpoint.sources.event_files.release import Release, release_of


@pytest.mark.parametrize(
    ("file", "release"),
    [
        ("GEDEvent_v26_1.csv", Release("26.1", 198901, 202512)),
        ("ged251-csv.zip", Release("25.1", 198901, 202412)),
        ("hdx_ucdp_ged_pakistan_v22_1.csv", Release("22.1", 198901, 202112)),
        ("GEDEvent_v24_0_1.csv", Release("Candidate 24.0.1", 202401, 202401)),
        ("GEDEvent_v23_0_10.csv", Release("Candidate 23.0.10", 202310, 202310)),
        ("GEDEvent_v26_01_26_06.csv", Release("Candidate 26.01.26.06", 202601, 202606)),
        ("25.1", Release("25.1", 198901, 202412)),
        ("events.csv", Release("")),
    ],
)
def test_the_name_says_release_and_coverage_of_ucdp(file, release):
    assert release_of(file, UCDP_GED) == release


def test_the_name_says_the_day_of_other_files():
    assert release_of("acled_2025-07-04.csv", ACLED_EVENTS) == Release("2025-07-04", as_of=20250704)
    assert release_of("acled_v25_1.csv", ACLED_EVENTS) == Release("")
