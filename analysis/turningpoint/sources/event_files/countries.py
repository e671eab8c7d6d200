"""Which rows of an event file are of a country: its ISO 3166 code, or its name in the words of each publisher."""

from functools import cache

from turningpoint.sources.countries import STATE_BEGAN, country_names

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
"""Code → names that UCDP, ACLED and GTD write in the place of the one in UCDP's table of country months here."""


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
