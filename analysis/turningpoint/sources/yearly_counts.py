"""How far sources agree on the number of attacks: yearly counts side by side, and their growth."""

import numpy as np
import pandas as pd

from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.published_figures import attack_counts
from turningpoint.sources.embedded.ucdp_country_months import NAME, read_country_months

COUNTED = {
    "UCDP": "lethal conflict events by either side",
    "PICSS": "militant attacks, lethal or not",
    "PIPS": "terrorist attacks, lethal or not",
}
"""What each source counts, in the order in which they are shown."""


def yearly_counts(country: str) -> pd.DataFrame:
    """Yearly counts of every embedded source for a country, from the first published year to the last of any.

    One row a source and year: year, source, count, observed. A year without a printed figure is not observed (count
    NaN); a year of UCDP without an event is zero. Empty for a country with UCDP alone: there is nothing to compare.

    >>> yearly_counts("PAK").query("source == 'UCDP' and year == 2024")["count"].tolist()
    [687.0]
    >>> yearly_counts("MLI").empty
    True
    """
    if country != "PAK":
        return pd.DataFrame(columns=["year", "source", "count", "observed"])
    published = {name: _published(name) for name in COUNTED if name != "UCDP"}
    first = min(int(series.index.min()) for series in published.values())
    together = {"UCDP": _ucdp(country), **published}
    last = max(int(series.index.max()) for series in together.values())
    years = pd.RangeIndex(first, last + 1)
    counts = {name: together[name].reindex(years).to_numpy() for name in COUNTED}
    each = [pd.DataFrame({"year": years, "source": name, "count": found}) for name, found in counts.items()]
    return pd.concat(each, ignore_index=True).assign(observed=lambda frame: frame["count"].notna())


def growth(counts: pd.DataFrame) -> pd.DataFrame:
    """Growth of each source from the common trough to the last year that all of them have.

    The trough is the year with the lowest geometric mean among those in which every source has a figure. ``counts``
    are not empty; found are source, first_year, last_year, first_count, last_count, growth (last over first).
    """
    complete = counts.pivot_table(index="year", columns="source", values="count").dropna()
    first = int(complete.index[np.log(complete.to_numpy()).sum(axis=1).argmin()])
    last = int(complete.index.max())
    rows = [(name, first, last, *complete.loc[[first, last], name]) for name in COUNTED if name in complete]
    frame = pd.DataFrame(rows, columns=["source", "first_year", "last_year", "first_count", "last_count"])
    return frame.assign(growth=frame["last_count"] / frame["first_count"])


def _published(publisher: str) -> pd.Series:
    figures = attack_counts(publisher, "year")
    return pd.Series(figures["value"].to_numpy(dtype=float), index=figures["period"].astype(str).str[:4].astype(int))


def _ucdp(country: str) -> pd.Series:
    info = table_info(NAME)
    months = read_country_months()
    months = months[months["iso3"] == country]
    years = range(int(info.coverage_start[:4]), int(info.coverage_end[:4]) + 1)
    return months.groupby(months["month"].dt.year)["events"].sum().reindex(years, fill_value=0).astype(float)
