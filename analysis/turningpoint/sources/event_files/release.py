"""Which release a file is, and what it covers, as far as its name says."""

import re
from dataclasses import dataclass

from turningpoint.sources.event_files.formats import UCDP_GED, Format

_CUMULATIVE = re.compile(r"v?(\d\d)[_.](\d\d)[_.](\d\d)[_.](\d\d)(?!\d)")
_CANDIDATE = re.compile(r"v?(\d\d)[_.]0[_.](\d{1,2})(?!\d)")
_FINAL = re.compile(r"(?:v?(\d\d)[_.]1|ged(\d\d)1)(?!\d)")
_AS_OF = re.compile(r"(20\d\d)-?(\d\d)-?(\d\d)")


@dataclass(frozen=True)
class Release:
    """What is known of a release.

    Attributes
    ----------
    name : the release; empty where the name of the file does not say.
    first, last : first and last month it covers, as YYYYMM; 0 where not known.
    as_of : the day in the name of the file, as YYYYMMDD; 0 where there is none.
    """

    name: str
    first: int = 0
    last: int = 0
    as_of: int = 0


def release_of(file: str, form: Format) -> Release:
    """Read the release from the name of a file.

    >>> release_of("GEDEvent_v25_1.csv", UCDP_GED)
    Release(name='25.1', first=198901, last=202412, as_of=0)
    >>> release_of("GEDEvent_v26_0_7.csv", UCDP_GED)
    Release(name='Candidate 26.0.7', first=202607, last=202607, as_of=0)
    >>> release_of("GEDEvent_v26_01_26_06.csv", UCDP_GED).name
    'Candidate 26.01.26.06'
    """
    if form is UCDP_GED:
        if found := _CUMULATIVE.search(file):
            start, month, end, last = found.groups()
            return Release(f"Candidate {'.'.join(found.groups())}", _month(start, month), _month(end, last))
        if found := _CANDIDATE.search(file):
            return Release(f"Candidate {found[1]}.0.{found[2]}", *[_month(found[1], found[2])] * 2)
        if found := _FINAL.search(file):
            year = found[1] or found[2]
            return Release(f"{year}.1", 198901, (2000 + int(year) - 1) * 100 + 12)
        return Release("")
    if found := _AS_OF.search(file):
        return Release("-".join(found.groups()), as_of=int("".join(found.groups())))
    return Release("")


def _month(year: str, month: str) -> int:
    return (2000 + int(year)) * 100 + int(month) if 1 <= int(month) <= 12 else 0
