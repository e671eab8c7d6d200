"""Every yearly kill ratio there is, beside the claimed ones: the table behind the figure."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.borrowed_band import FIRST_YEAR, borrowed_band, memory_of_years
from turningpoint.killratio.one_period.cluster_factor import cluster_factor, months_of
from turningpoint.killratio.one_period.clustered_intervals import clustered_interval, with_clustered
from turningpoint.killratio.one_period.period_ratio import PeriodRatio, ratio_of_months
from turningpoint.killratio.publishers.claimed_ratios import claimed_ratios
from turningpoint.killratio.publishers.published_ratios import BASES, COLUMNS, exact_ratio, like_for_like, ratio_table
from turningpoint.sources.embedded import ucdp_sides
from turningpoint.sources.embedded.catalogue import table_info

BASIS = "government_against_militants"
MAX_UNKNOWN_SHARE = 0.5
CLAIMED = "as claimed"
COMPARED = tuple(basis for basis in BASES if basis != "operations")
BASIS_TITLES = {**BASES, BASIS: "lethal events, government against militants", CLAIMED: CLAIMED}


def ratios_by_publisher(
    figures: pd.DataFrame,
    sides: pd.DataFrame,
    claims: pd.DataFrame,
    *,
    bases: Sequence[str] = COMPARED,
    first_year: int = 2010,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Yearly kill ratios of every publisher on every basis, UCDP's sides, and the claimed ratios, in one tidy table.

    The table has publisher, basis, basis_title, year, militants, security, ratio, low, high (exact conditional, one
    death taken as one event), restated_low, restated_high, report_title, report_date, url, and the columns of
    `clustered_intervals.with_clustered`, whose clustered_low and clustered_high are the interval a reader should use;
    sorted by publisher, basis and year. UCDP's rows have the clusters of their own year (`period_clusters`), and in
    factor_low and factor_high alike the factor to which they come; all others the ends of the band that is borrowed
    from UCDP's years (`borrowed_band`). Rows of basis ``as claimed`` are claims; the second number of one of them is
    not of security forces alone.

    Of the bases of the published figures operations alone are left out unless asked for: in them hardly anyone but
    militants dies, whatever happens in the country. UCDP's unknown deaths spoil 2008 and 2009, before ``first_year``.
    """
    published = like_for_like(figures, bases=bases, confidence=confidence)
    ucdp = ucdp_ratios(sides, confidence=confidence)
    rows = []
    for claim in claimed_ratios(claims, confidence=confidence):
        row = {"publisher": claim.claimed_by, "basis": CLAIMED, "year": claim.year, "report_date": "", "url": ""}
        row |= exact_ratio(claim.ratio.militants, claim.ratio.security, confidence)
        rows.append(row | {"report_title": f"{claim.claim}: {claim.statement}"})
    claimed = ratio_table(rows, [name for name in _COLUMNS if name != "basis_title"])
    claimed = claimed.assign(restated_low=claimed["ratio"], restated_high=claimed["ratio"])
    together = pd.concat([frame for frame in (published, ucdp, claimed) if len(frame)], ignore_index=True)
    together["basis_title"] = together["basis"].map(BASIS_TITLES)
    together = together.loc[together["year"] >= first_year, list(_COLUMNS)]
    together = together.sort_values(["publisher", "basis", "year"], ignore_index=True)
    own = ucdp_years(sides, first_year=first_year, confidence=confidence)
    keyed = together[["basis", "year", "militants", "security"]].itertuples(index=False, name=None)
    intervals = [
        own[year].ratio.clustered
        if basis == BASIS and year in own
        else [clustered_interval(militants, security, factor, confidence=confidence) for factor in borrowed_band()]
        for basis, year, militants, security in keyed
    ]
    return with_clustered(together, intervals)


def ucdp_years(
    sides: pd.DataFrame, *, first_year: int = FIRST_YEAR, confidence: float = 0.95
) -> dict[int, PeriodRatio]:
    """Kill ratio of every year of UCDP's deaths by side, with the clusters of its own quarters or months.

    Whether months show no autocorrelation is judged over all years together. Of a last year that is cut short there are
    the months up to the last one, and events or the borrowed band where these are too few.
    """
    known, last, found = memory_of_years(sides, first_year=first_year), sides["month"].max(), {}
    for year in range(max(first_year, sides["month"].min().year), last.year + 1):
        start, end = f"{year}-01", str(min(last, pd.Period(f"{year}-12", freq="M")))
        months = months_of(sides, start, end)
        factor = cluster_factor(months)
        found[year] = ratio_of_months(months, known=known, event_factor=factor, confidence=confidence)
    return found


_COLUMNS = (
    "publisher", "basis", "basis_title", "year", "militants", "security", "ratio", "low", "high", "restated_low",
    "restated_high", "report_title", "report_date", "url",
)  # fmt: skip


def ucdp_ratios(
    sides: pd.DataFrame, *, max_unknown_share: float = MAX_UNKNOWN_SHARE, confidence: float = 0.95
) -> pd.DataFrame:
    """Yearly kill ratios of state-based conflict in Pakistan, as UCDP counts the dead of each side.

    A year is left out when the deaths of unknown side are more than a stated share of the deaths of both known
    sides: there the ratio is an artefact of who could be told apart (2008 and 2009 above all).

    Columns as `published_ratios.like_for_like`, and unknown (deaths of unknown side in the year).
    ``max_unknown_share`` is the largest admissible deaths_unknown / (deaths_state + deaths_militant).

    >>> table = ucdp_ratios(ucdp_sides.read_sides()).set_index("year")
    >>> table.loc[2021, ["militants", "security"]].tolist(), 2009 in table.index
    ([190, 192], False)
    """
    if not max_unknown_share >= 0:
        raise ParameterError(f"max_unknown_share is {max_unknown_share}: give zero or more.")
    table = table_info(ucdp_sides.NAME)
    reference = {"publisher": table.short_title, "basis": BASIS, "derived": False, "reports": 1}
    reference |= {"report_title": table.title, "report_date": "", "url": table.link, "definition_note": table.one_row}
    yearly = sides.assign(year=sides["month"].dt.year).groupby("year")
    sums = yearly[["deaths_militant", "deaths_state", "deaths_unknown"]].sum()
    known = sums["deaths_militant"] + sums["deaths_state"]
    rows = [
        {**reference, "year": year, **exact_ratio(militants, security, confidence), "unknown": unknown}
        for year, militants, security, unknown in sums[sums["deaths_unknown"] <= max_unknown_share * known].itertuples()
    ]
    found = ratio_table(rows, [*COLUMNS, "unknown"])
    return found.assign(restated_low=found["ratio"], restated_high=found["ratio"])
