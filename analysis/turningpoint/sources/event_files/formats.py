"""The formats in which people hold events and counts of events, as data: one entry a format, known by its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

PERIODS = ("day", "week", "month", "quarter", "year")
"""What can be counted by, from fine to coarse."""

GED_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""Columns of UCDP's own CSV, in its order: Candidate 24.0.1 was published without a header line."""


@dataclass(frozen=True)
class Format:
    """How one publisher writes events. Names of columns are in small letters; a file may write them in any case.

    Attributes
    ----------
    name : short name, as the sidecar records it.
    title : what it is, in words.
    needed : the columns by which it is known; a file that has all of them is of this format.
    date : columns of the date: one with a whole date, or year, month and perhaps day, in this order.
    end : column of the last day; empty where there is none.
    country, code : columns of the country's name and of its ISO 3166 code; empty where there is none.
    key : columns that together name a row; no two rows may agree in all of those that the file has.
    counts : column of the number of events, where a row is a count already; empty where a row is one event.
    finest : the finest period that the rows can be counted by.
    precision : column that says how exactly the date is known.
    coarse : period → the value of ``precision`` from which a date is known to that period or worse.
    words : plain word → the columns it means in a filter.
    apart : columns over whose values nothing may be summed, because these overlap.
    holes : years that the publisher lost; their periods are missing, not zero.
    marks : column and first letters of its values that mark a preliminary row.
    undated : whether rows without a date are known to occur; elsewhere such a row is one whose fields have slipped.
    everywhere : whether all countries are covered from the file's first date on, so that an absent period is a zero.
    offers : filters that people use with it; none is applied unasked.
    terms : what may be done with the file.
    """

    name: str
    title: str
    needed: tuple[str, ...]
    date: tuple[str, ...]
    end: str = ""
    country: str = "country"
    code: str = ""
    key: tuple[str, ...] = ()
    counts: str = ""
    finest: str = "day"
    precision: str = ""
    coarse: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: tuple[str, ...] = ()
    holes: tuple[int, ...] = ()
    marks: tuple[str, str] = ("", "")
    undated: bool = True
    everywhere: bool = False
    offers: tuple[str, ...] = ()
    terms: str = ""


_ACLED_TERMS = "ACLED's terms do not allow its data to be handed on: keep the file, publish counts and name the source."

_counts = partial(Format, counts="events", terms=_ACLED_TERMS)
"""A file of ACLED's counts."""

UCDP_GED = Format(
    name="ucdp-ged",
    title="UCDP Georeferenced Event Dataset, one row an event with at least one death",
    needed=("id", "relid", "type_of_violence", "side_a", "side_b", "country", "date_prec", "date_start", "best"),
    date=("date_start",),
    end="date_end",
    code="iso3",
    key=("id",),
    precision="date_prec",
    coarse={"day": 2, "week": 3, "month": 4, "quarter": 5, "year": 5},
    words={
        "actor": ("side_a", "side_b"),
        "province": ("adm_1",),
        "kind": ("type_of_violence",),
        "status": ("code_status",),
        "precision": ("date_prec",),
        "place": ("where_prec",),
        "clarity": ("event_clarity",),
    },
    marks=("code_status", "check"),
    everywhere=True,
    undated=False,
    offers=("code_status=Clear", "where_prec<=4", "date_prec<=3"),
    terms="UCDP publishes it under CC BY 4.0: cite the release.",
)

ACLED_EVENTS = Format(
    name="acled-events",
    title="ACLED, one row an event",
    needed=("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "country", "fatalities"),
    date=("event_date",),
    code="iso3",
    key=("event_id_cnty",),
    precision="time_precision",
    coarse={"day": 2, "week": 2, "month": 3},
    words={
        "actor": ("actor1", "actor2", "assoc_actor_1", "assoc_actor_2"),
        "province": ("admin1",),
        "kind": ("event_type",),
        "precision": ("time_precision",),
        "place": ("geo_precision",),
    },
    undated=False,
    offers=("disorder_type~Political violence", "time_precision<=2", "geo_precision<=2"),
    terms=_ACLED_TERMS,
)

ACLED_WEEKLY = _counts(
    name="acled-weekly",
    title="ACLED's weekly aggregates, one row a week (named by the Saturday on which it begins), region and kind",
    needed=("week", "country", "admin1", "event_type", "sub_event_type", "events", "fatalities"),
    date=("week",),
    key=("week", "region", "country", "admin1", "disorder_type", "event_type", "sub_event_type", "id"),
    finest="week",
    words={"province": ("admin1",), "kind": ("event_type",)},
    offers=("disorder_type~Political violence",),
)

ACLED_COUNTRY_MONTH = _counts(
    name="acled-country-month",
    title="ACLED's counts by country and month",
    needed=("country", "month", "year", "events"),
    date=("year", "month"),
    key=("country", "year", "month"),
    finest="month",
)

ACLED_COUNTRY_YEAR = _counts(
    name="acled-country-year",
    title="ACLED's counts by country and year",
    needed=("country", "year", "events"),
    date=("year",),
    key=("country", "year"),
    finest="year",
)

HDX_MONTHLY = _counts(
    name="hdx-monthly",
    title="ACLED's monthly counts as the Humanitarian Data Exchange serves them",
    needed=("country", "iso3", "month", "year", "events"),
    date=("year", "month"),
    code="iso3",
    key=("country", "iso3", "admin1", "admin2", "admin1 pcode", "admin2 pcode", "year", "month"),
    finest="month",
    words={"province": ("admin1",)},
)

HDX_HAPI = _counts(
    name="hdx-hapi",
    title="counts of the Humanitarian API (HAPI) of the Humanitarian Data Exchange",
    needed=("location_code", "event_type", "events", "fatalities", "reference_period_start", "reference_period_end"),
    date=("reference_period_start",),
    end="reference_period_end",
    country="location_code",
    code="location_code",
    key=(
        "location_code",
        "provider_admin1_name",
        "provider_admin2_name",
        "admin1_code",
        "admin1_name",
        "admin2_code",
        "admin2_name",
        "admin_level",
        "event_type",
        "reference_period_start",
    ),
    finest="month",
    words={"province": ("admin1_name",), "kind": ("event_type",)},
    apart=("event_type", "admin_level"),  # violence against civilians is political violence, too
)

GTD = Format(
    name="gtd",
    title="Global Terrorism Database, one row an attack",
    needed=("eventid", "iyear", "imonth", "iday", "country_txt", "gname", "nkill"),
    date=("iyear", "imonth", "iday"),
    country="country_txt",
    key=("eventid",),
    words={
        "actor": ("gname", "gname2", "gname3"),
        "province": ("provstate",),
        "kind": ("attacktype1_txt",),
        "clarity": ("doubtterr",),
        "place": ("specificity",),
    },
    holes=(1993,),
    everywhere=True,
    offers=("doubtterr=0",),
    terms="The terms of GTD do not allow its data to be handed on: keep the file, publish counts and name the source.",
)

FORMATS = (
    UCDP_GED, ACLED_EVENTS, ACLED_WEEKLY, ACLED_COUNTRY_MONTH, ACLED_COUNTRY_YEAR, HDX_MONTHLY, HDX_HAPI, GTD,
)  # fmt: skip
"""Every format there is; a file that fits several is of the one with the most needed columns."""


def of_ones_own(date: str) -> Format:
    """Describe an event file of another format: one row an event, with a column of dates."""
    title = f"an event file of another format, one row an event, dated by its column {date!r}"
    columns = (date.strip().lower(),)
    return Format("own-events", title, needed=columns, date=columns, code="iso3")
