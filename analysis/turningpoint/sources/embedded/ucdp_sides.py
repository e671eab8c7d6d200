"""UCDP GED for Pakistan: the dead of each side in fighting between government and militants, of an earlier release."""

import pandas as pd

from turningpoint.sources.csv_table import Rule, count, month, schema, text, with_months
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "ucdp_ged_pakistan_sides_month"
FATA = "Federally Administered Tribal Areas"
KHYBER_PAKHTUNKHWA = "Khyber Pakhtunkwa province"  # spelt as UCDP spells it
COMBINED = "Khyber Pakhtunkhwa with the former FATA"
KEY = ["month", "province", "militant_group"]
DEATHS = ["deaths_state", "deaths_militant", "deaths_civilian", "deaths_unknown"]
SOME_EVENTS: dict[str, Rule] = {"events is 0, but a row stands for at least one event": lambda rows: rows["events"] > 0}


def _squares_fit(side: str) -> dict[str, Rule]:
    """The sum of squares over the events lies between the even spread and all deaths in one event."""

    def fits(rows: pd.DataFrame) -> pd.Series:
        square = rows[f"deaths_{side}"] ** 2
        return rows[f"sumsq_{side}"].between(square / rows["events"], square)

    return {f"sumsq_{side} cannot be the sum of squares of deaths_{side} over these events": fits}


SCHEMA = schema(
    {
        "month": month(),
        "province": text(".*\\S.*", "is no name"),
        "militant_group": text(".*\\S.*", "is no name"),
        "events": count(),
        **{deaths: count() for deaths in (*DEATHS, "deaths_best")},
        **{sums: count() for sums in ("sumsq_state", "sumsq_militant", "sumprod_state_militant")},
    },
    key=KEY,
    rules={
        **SOME_EVENTS,
        "deaths_best is not the sum of the deaths of state, militants, civilians and unknown": (
            lambda rows: rows["deaths_best"] == rows[DEATHS].sum(axis=1)
        ),
        **_squares_fit("state"),
        **_squares_fit("militant"),
        "sumprod_state_militant is larger than the sums of squares allow": (
            lambda rows: rows["sumprod_state_militant"] ** 2 <= rows["sumsq_state"] * rows["sumsq_militant"]
        ),
    },
)


def read_sides() -> pd.DataFrame:
    """Read deaths by side, month, province and militant group.

    State-based conflict with the Government of Pakistan as one side. The release is an earlier one than that of the
    table of all countries (it ends a few months after August 2021), and must not be joined to it. Absent rows are true
    zeros. ``deaths_unknown`` is so large in 2008 and 2009 that a kill ratio of those years is an artefact. FATA is a
    province of its own here although it was merged into Khyber Pakhtunkhwa in May 2018: `combine_fata` adds the two.

    Columns: month (Period M), province, militant_group, events, deaths_state, deaths_militant, deaths_civilian,
    deaths_unknown, deaths_best (per month), and over the events of the row the sums of squares sumsq_state,
    sumsq_militant and of products sumprod_state_militant (deaths squared).

    References
    ----------
    Sundberg & Melander (2013), J. Peace Research 50(4), doi:10.1177/0022343313484347.
    """
    return read_embedded(NAME, SCHEMA, with_months)


def combine_fata(sides: pd.DataFrame) -> pd.DataFrame:
    """Add the former tribal areas (FATA) to Khyber Pakhtunkhwa, before and after the merger of May 2018.

    Counts, and the sums of squares and products over events, add up; the province is then named `COMBINED`.

    >>> frame = combine_fata(read_sides())
    >>> frame["province"].str.contains("Khyber|Tribal").sum() == (frame["province"] == COMBINED).sum()
    np.True_
    """
    names = sides["province"].replace({FATA: COMBINED, KHYBER_PAKHTUNKHWA: COMBINED})
    return sides.assign(province=names).groupby(KEY, as_index=False, sort=True).sum()
