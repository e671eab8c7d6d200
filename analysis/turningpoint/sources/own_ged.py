"""One release of UCDP's GED of one's own: Pakistan's deaths by side and events by kind, in the form of the tables here.

Nothing is spliced: the file is one whole release, and what shows that it is not stops the reading. Used only where it
is named; then it stands in for the table of deaths by side, whose release is an earlier one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.csv_table import with_months
from turningpoint.sources.embedded import ucdp_country_months, ucdp_kinds, ucdp_sides
from turningpoint.sources.embedded.catalogue import TableInfo, stand_in, table_info
from turningpoint.sources.event_files.formats import UCDP_GED
from turningpoint.sources.event_files.recognise import recognise
from turningpoint.sources.event_files.release import release_of
from turningpoint.sources.event_files.rows import chunks
from turningpoint.sources.event_files.stream import event_bytes

COUNTRY, ISO3 = "Pakistan", "PAK"
GOVERNMENT, OTHERS = "Government of Pakistan", "Government of"
NON_STATE, ONE_SIDED = 2, 3
COARSE = 4
"""``date_prec`` from which on only the month, or less, is known."""
_TEXTS = ("side_a", "side_b", "adm_1", "date_start", "code_status")
_PARTS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_NUMBERS = ("id", "type_of_violence", "date_prec", *_PARTS, "best")
_WAY_OUT = "Take the whole file of one final release, as UCDP publishes it, under its own name (GEDEvent_v25_1.csv)."


@dataclass(frozen=True, eq=False)
class OwnGed:
    """What one release says of Pakistan.

    Attributes
    ----------
    release : as ``25.1``. first, last : months that it covers.
    sides, kinds : as ``read_sides`` and ``read_kinds`` give them.
    sha256 : of the file.
    """

    release: str
    first: str
    last: str
    sides: pd.DataFrame
    kinds: pd.DataFrame
    sha256: str

    @property
    def info(self) -> TableInfo:
        """What stands for the entry of the catalogue on deaths by side."""
        old, title = table_info(ucdp_sides.NAME), f"UCDP GED {self.release}"
        return replace(
            old,
            short_title=title,
            title=f"UCDP Georeferenced Event Dataset (GED), version {self.release}, a file of one's own, {COUNTRY}: "
            "deaths by side",
            version=self.release,
            coverage_start=self.first,
            coverage_end=self.last,
            rows=len(self.sides),
            sha256=self.sha256,
        )


def use_ged(file: str) -> None:
    """Let a release of one's own stand in for the table of deaths by side, until the process ends; nothing if empty.

    To be called before anything is computed: what was computed from the table of the project is not computed again.
    """
    if file:
        own = read_own_ged(Path(file))
        stand_in(own.info, own.sides)


def checked_ged(file: str, country: str, data: str) -> str:
    """Give the whole path of a release of one's own, read once to refuse what is wrong with it.

    A `DataError` as of ``read_own_ged``; a `ParameterError` for a report that has no kill ratio.
    """
    if country != ISO3 or data:
        raise ParameterError(f"ged is for the kill ratio of {COUNTRY}, which this report does not have. Leave it out.")
    path = Path(file).expanduser().resolve()
    read_own_ged(path)
    return str(path)


def read_own_ged(path: Path) -> OwnGed:
    """Read Pakistan's deaths by side and events by kind from a file of one release of the GED.

    The file is UCDP's own (49 columns, the whole world or a part with Pakistan; CSV or zipped) or the copy of the
    Humanitarian Data Exchange. An event belongs to the month of ``date_start``. Kinds: one-sided and non-state as UCDP
    types them; of state-based ones those between India and Pakistan, with the United States, of the Government of
    Pakistan against a group, and the rest.

    Raises
    ------
    DataError
        No GED file, no release in its name, a candidate release, an id twice, parts that do not add up to ``best``,
        events outside what the release covers or none in its last year, or, where it is the release that the project
        has, another number of events in a month.
    """
    release = release_of(path.name, UCDP_GED)
    if not release.name:
        raise _refused(path, "the name of the file does not say which release it is")
    if not re.fullmatch(r"\d\d\.1", release.name):
        raise _refused(path, f"{release.name} is a preliminary release, which final ones differ from")
    first, last = (f"{month // 100}-{month % 100:02d}" for month in (release.first, release.last))
    frame, sha256 = _events(path)
    checks: tuple[tuple[Callable[[pd.DataFrame], pd.Series], str], ...] = (
        (lambda rows: rows["code_status"].str.startswith("Check"), "the row is marked Check, as those of a candidate"),
        (lambda rows: rows["id"].duplicated(), "the id stands twice: more than one release is in the file"),
        (lambda rows: rows[list(_PARTS)].sum(axis=1) != rows["best"], "the parts of the deaths do not add up to best"),
        (lambda rows: ~rows["month"].between(first, last),
         f"the event is not inside what {release.name} covers, {first} to {last}"),
    )  # fmt: skip
    for wrong, problem in checks:
        if (found := wrong(frame)).any():
            raise _refused(path, problem, frame.index[found].tolist())
    if (latest := frame["month"].max())[:4] < last[:4]:
        raise _refused(path, f"its last event is of {latest}, and {release.name} runs to {last}")
    _same_as_embedded(frame, release.name, path)
    sides = with_months(ucdp_sides.SCHEMA.validate(_sides(frame)))
    kinds = with_months(ucdp_kinds.SCHEMA.validate(_kinds(frame)))
    return OwnGed(release.name, first, last, sides, kinds, sha256)


def _events(path: Path) -> tuple[pd.DataFrame, str]:
    """Pakistan's events as texts and whole numbers, with the row of the file as index, and the file's checksum."""
    parts: list[pd.DataFrame] = []
    with event_bytes(path) as (content, facts):
        layout = recognise(content)
        if layout.format is not UCDP_GED:
            raise _refused(path, f"this is {layout.format.title}, not UCDP's GED")
        names = layout.having((*_TEXTS, *_NUMBERS, "country"))
        if lacking := [one for one in (*_TEXTS, *_NUMBERS) if one not in names and one != "code_status"]:
            raise _refused(path, f"there is no column {', '.join(lacking)}")
        for rows, columns in chunks(content, layout, names):
            here = columns["country"].where(COUNTRY.__eq__)
            texts = {name: np.array(columns[name].texts, dtype=object)[columns[name].codes[here]] for name in names}
            parts.append(pd.DataFrame(texts, index=rows[here]))
    frame = pd.concat(parts) if parts else pd.DataFrame()
    if frame.empty:
        raise _refused(path, f"it has no event in {COUNTRY}")
    if "code_status" not in frame:
        frame["code_status"] = ""
    for name in _NUMBERS:
        whole = frame[name].str.fullmatch(r"\d{1,12}")
        if not whole.all():
            at = frame.index[~whole].tolist()
            raise _refused(path, f"{frame.loc[at[0], name]!r} is no whole number", at, column=name)
        frame[name] = frame[name].astype("int64")
    dated = frame["date_start"].str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d\d([ T].*)?")
    if not dated.all():
        raise _refused(path, "the date is not written YYYY-MM-DD", frame.index[~dated].tolist(), column="date_start")
    return frame.assign(month=frame["date_start"].str[:7]), str(facts["sha256"])


def _sides(frame: pd.DataFrame) -> pd.DataFrame:
    """Deaths by month, province and militant group, with the sums of squares and products over the events."""
    rows = frame[_kind(frame) == "government_militant"]
    rows = rows.assign(
        province=rows["adm_1"].replace("", "unknown"), events=1, sumsq_state=rows["deaths_a"] ** 2,
        sumsq_militant=rows["deaths_b"] ** 2, sumprod_state_militant=rows["deaths_a"] * rows["deaths_b"],
    ).rename(columns={
        "side_b": "militant_group", "deaths_a": "deaths_state", "deaths_b": "deaths_militant",
        "deaths_civilians": "deaths_civilian", "best": "deaths_best",
    })  # fmt: skip
    return rows.groupby(ucdp_sides.KEY, as_index=False)[
        [name for name in ucdp_sides.SCHEMA.columns if name not in ucdp_sides.KEY]
    ].sum()


def _kinds(frame: pd.DataFrame) -> pd.DataFrame:
    """Events and deaths by month and kind of fighting."""
    rows = frame.assign(
        kind=_kind(frame), events=1, deaths_best=frame["best"], coarse_dates=(frame["date_prec"] >= COARSE).astype(int)
    )
    return rows.groupby(["month", "kind"], as_index=False)[["events", "deaths_best", "coarse_dates"]].sum()


def _kind(frame: pd.DataFrame) -> pd.Series:
    """Kind of fighting of each event, the first that holds."""
    a, b, kind = frame["side_a"], frame["side_b"], frame["type_of_violence"]
    both = {GOVERNMENT, "Government of India"}
    states = (a.isin(both) & b.isin(both) & (a != b)).to_numpy()
    america = "Government of United States of America"
    found = np.select(
        [
            kind == NON_STATE, kind == ONE_SIDED, states, (a == america) | (b == america),
            (a == GOVERNMENT) & ~b.str.startswith(OTHERS),
        ],
        ["non_state", "one_sided", "india_pakistan", "united_states", "government_militant"],
        "other_state_based",
    )  # fmt: skip
    return pd.Series(found, index=frame.index)


def _same_as_embedded(frame: pd.DataFrame, release: str, path: Path) -> None:
    """Refuse a file of the release that the project has where the months do not have its events."""
    info = table_info(ucdp_country_months.NAME)
    if info.version != release:
        return
    rows = ucdp_country_months.read_country_months()
    known = rows[rows["iso3"] == ISO3].set_index("month")["events"]
    known.index = known.index.astype(str)
    counted, there = frame["month"].value_counts().align(known, fill_value=0)
    if len(differ := counted.index[counted != there]):
        month, one, other = differ[0], int(counted[differ[0]]), int(there[differ[0]])
        raise _refused(path, f"it has {one:,} events in {month}, and {info.short_title} {other:,}: it is not all of it")


def _refused(path: Path, problem: str, rows: list[int] | None = None, column: str = "") -> DataError:
    return DataError(f"{problem}.", file=path, column=column or None, rows=rows or (), remedy=_WAY_OUT)
