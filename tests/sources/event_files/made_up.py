"""Small made-up event files, one of each format; no value is a publisher's."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from turningpoint.sources.event_files.formats import GED_COLUMNS

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
WEEKLY_COLUMNS = (
    "WEEK", "REGION", "COUNTRY", "ADMIN1", "EVENT_TYPE", "SUB_EVENT_TYPE", "EVENTS", "FATALITIES",
    "POPULATION_EXPOSURE", "DISORDER_TYPE", "ID", "CENTROID_LATITUDE", "CENTROID_LONGITUDE",
)  # fmt: skip
HDX_COLUMNS = (
    "Country", "Admin1", "Admin2", "ISO3", "Admin2 Pcode", "Admin1 Pcode", "Month", "Year", "Events", "Fatalities",
)  # fmt: skip
HAPI_COLUMNS = (
    "location_code", "has_hrp", "in_gho", "provider_admin1_name", "provider_admin2_name", "admin1_code", "admin1_name",
    "admin2_code", "admin2_name", "admin_level", "event_type", "events", "fatalities", "reference_period_start",
    "reference_period_end", "dataset_hdx_id", "resource_hdx_id", "warning", "error",
)  # fmt: skip
GTD_COLUMNS = (
    "eventid", "iyear", "imonth", "iday", "extended", "country_txt", "provstate", "city", "doubtterr",
    "attacktype1_txt", "gname", "nkill", "nwound",
)  # fmt: skip

Row = Mapping[str, object]


def ged(number: int, day: str, end: str = "", **other: object) -> dict[str, object]:
    """One event of UCDP's GED."""
    return {
        "id": number, "relid": f"XAA-{day[:4]}-1-{number}", "year": day[:4], "code_status": "Clear",
        "type_of_violence": 1, "side_a": "Government of Aland", "side_b": "Reds", "country": "Aland", "where_prec": 1,
        "adm_1": "North province", "event_clarity": 1, "date_prec": 1, "date_start": f"{day} 00:00:00.000",
        "date_end": f"{end or day} 00:00:00.000", "source_headline": 'A "quote", a comma\nand a second line', "best": 2,
    } | other  # fmt: skip


def acled(number: int, day: str, **other: object) -> dict[str, object]:
    """One event of ACLED."""
    return {
        "event_id_cnty": f"ALA{number}", "event_date": day, "time_precision": 1, "event_type": "Battles",
        "sub_event_type": "Armed clash", "actor1": "Reds", "actor2": "Blues", "country": "Aland", "admin1": "North",
        "disorder_type": "Political violence", "fatalities": 3, "timestamp": 1750000000,
    } | other  # fmt: skip


def text(columns: Sequence[str], rows: Sequence[Row], *, header: bool = True, separator: str = ",") -> str:
    """A table as CSV, every field that needs it quoted."""
    lines = [separator.join(columns)] if header else []
    lines += [separator.join(_field(row.get(name, "")) for name in columns) for row in rows]
    return "\n".join(lines) + "\n"


def ged_file(path: Path, rows: Sequence[Row], **options: bool) -> Path:
    """A file in the columns of UCDP's GED."""
    path.write_text(text(GED_COLUMNS, rows, **options), encoding="utf-8")
    return path


def acled_file(path: Path, rows: Sequence[Row], encoding: str = "utf-8-sig") -> Path:
    """A file in the columns of ACLED's events, with a byte order mark."""
    path.write_text(text(ACLED_COLUMNS, rows), encoding=encoding)
    return path


def table(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    """A file of these columns and rows."""
    path.write_text(text(columns, [dict(zip(columns, row, strict=True)) for row in rows]), encoding=encoding)
    return path


def _field(value: object) -> str:
    written = str(value)
    return f'"{written.replace(chr(34), chr(34) * 2)}"' if any(sign in written for sign in ',;"\n') else written
