"""Countries: their codes, their names here and in the words of each publisher, and from when each was a state."""

from difflib import get_close_matches
from functools import cache

from turningpoint.errors import ParameterError
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.ucdp_country_months import NAME, read_country_months

STATE_BEGAN = {
    "ARM": "1991-12", "AZE": "1991-12", "BIH": "1992-04", "ERI": "1993-05", "GEO": "1991-12", "HRV": "1992-04",
    "KGZ": "1991-08", "MDA": "1991-08", "MKD": "1991-11", "NAM": "1990-03", "SSD": "2011-07", "TJK": "1991-09",
    "UKR": "1991-12", "UZB": "1991-08",
}  # fmt: skip
"""Month in which a state of the table began, where that was after 1989-01. Before it UCDP places events in the state
to which the land belonged, so that an absent month is not a zero. Serbia stands for Yugoslavia, Germany and Yemen for
their predecessors. Gleditsch & Ward (1999), International Interactions 25(4), doi:10.1080/03050629908434958."""

OTHER_NAMES = {
    "BIH": ("Bosnia-Herzegovina",),
    "BOL": ("Bolivia",),
    "CIV": ("Ivory Coast",),
    "COD": ("DR Congo (Zaire)", "Democratic Republic of Congo", "DR Congo"),
    "COG": ("Republic of Congo", "Republic of the Congo"),
    "CPV": ("Cape Verde",),
    "DOM": ("Dominican Republic",),
    "IRN": ("Iran",),
    "KHM": ("Cambodia (Kampuchea)",),
    "KOR": ("South Korea",),
    "LAO": ("Laos",),
    "MDA": ("Moldova",),
    "MDG": ("Madagascar (Malagasy)",),
    "MKD": ("Macedonia, FYR", "Macedonia"),
    "MMR": ("Myanmar (Burma)",),
    "PRK": ("North Korea",),
    "PSE": ("Palestine", "West Bank and Gaza Strip", "State of Palestine"),
    "ROU": ("Rumania",),
    "RUS": ("Russia", "Russia (Soviet Union)"),
    "SRB": ("Serbia (Yugoslavia)",),
    "SWZ": ("Kingdom of eSwatini (Swaziland)", "Swaziland"),
    "SYR": ("Syria",),
    "TUR": ("Turkey", "Turkiye"),
    "TZA": ("Tanzania",),
    "USA": ("United States of America",),
    "VEN": ("Venezuela",),
    "VNM": ("Vietnam", "Vietnam (North Vietnam)"),
    "YEM": ("Yemen (North Yemen)",),
    "ZWE": ("Zimbabwe (Rhodesia)",),
}
"""Code → names that UCDP, ACLED and GTD write in the place of the one in UCDP's table of country months."""


def country_names() -> dict[str, str]:
    """ISO3 code → name, for every country with an event in the table, names in the order of speech.

    >>> country_names()["IRN"]
    'Islamic Republic of Iran'
    """
    frame = read_country_months()[["iso3", "country"]].drop_duplicates()
    names = {}
    for iso3, name in frame.itertuples(index=False, name=None):
        head, _, tail = name.partition(", ")
        names[iso3] = f"{tail} {head}".removeprefix("The ") if tail else name
    return names


def country_name(iso3: str) -> str:
    """Name of a country by its ISO 3166-1 alpha-3 code in capitals; for an unknown one the nearest is suggested.

    >>> country_name("MLI")
    'Mali'
    """
    names = country_names()
    if iso3 not in names:
        near = nearest_country(iso3, names)
        hint = f"Did you mean {near} ({names[near]})? " if near else ""
        raise ParameterError(
            f"unknown country {iso3!r}: {table_info(NAME).short_title} has no event there under this code. {hint}"
            "Countries are given by their ISO3 code; `turningpoint data` lists them."
        )
    return names[iso3]


def nearest_country(text: str, names: dict[str, str]) -> str:
    """Code of the country whose code or name is nearest to a text, or an empty text.

    >>> nearest_country("Mali", {"MLI": "Mali", "MWI": "Malawi"})
    'MLI'
    """
    by_name = {name.lower(): code for code, name in names.items()}
    wanted = text.strip().lower()
    if wanted.upper() in names:
        return wanted.upper()
    if inside := [code for name, code in by_name.items() if wanted in name.split()]:
        return inside[0]
    if near := get_close_matches(wanted, by_name, n=1, cutoff=0.75):
        return by_name[near[0]]
    codes = get_close_matches(wanted.upper(), names, n=1, cutoff=0.65)
    return codes[0] if codes else ""


def state_began(iso3: str) -> str:
    """First month in which an absent row of the table is a true zero for this country, YYYY-MM."""
    return max(STATE_BEGAN.get(iso3, ""), table_info(NAME).coverage_start)


def names_of(country: str) -> frozenset[str]:
    """All that may stand in a row of this country, in small letters: its code and names, or the text itself.

    >>> sorted(names_of("yem"))
    ['yem', 'yemen', 'yemen (north yemen)']
    """
    wanted = country.strip()
    code = wanted.upper()
    known = country_names()
    names = [wanted, *OTHER_NAMES.get(code, ()), *([known[code]] if code in known else [])]
    return frozenset(name.casefold() for name in names)


def began(country: str) -> int:
    """First day of the state that a row names, as YYYYMMDD; 0 where it was one before 1989.

    >>> began("South Sudan"), began("Pakistan")
    (20110701, 0)
    """
    return _began().get(country.casefold(), 0)


@cache
def _began() -> dict[str, int]:
    return {name: int(month.replace("-", "") + "01") for code, month in STATE_BEGAN.items() for name in names_of(code)}
