"""Every yearly kill ratio there is, beside the claimed ones: the table behind the figure."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.killratio.one_period.cluster_factor import BAND, factors_by_year
from turningpoint.killratio.one_period.clustered_intervals import with_clustered
from turningpoint.killratio.publishers.claimed_ratios import claimed_ratios
from turningpoint.killratio.publishers.published_ratios import BASES, exact_ratio, like_for_like, ratio_table
from turningpoint.killratio.publishers.ucdp_ratios import BASIS, BASIS_TITLE, ucdp_ratios

CLAIMED = "as claimed"
COMPARED = tuple(basis for basis in BASES if basis != "operations")
BASIS_TITLES = {**BASES, BASIS: BASIS_TITLE, CLAIMED: CLAIMED}


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
    sorted by publisher, basis and year. UCDP's rows have that year's cluster factor, never below 1, in factor_low and
    factor_high alike; all others the band that is borrowed from them. Rows of basis ``as claimed`` are claims; the
    second number of one of them is not of security forces alone.

    Parameters
    ----------
    figures, sides, claims : as the readers in `turningpoint.sources` return them.
    bases : of the published figures, some of `published_ratios.BASES`. Operations alone are left out unless
        asked for: in them hardly anyone but militants dies, whatever happens in the country.
    first_year : earlier years are left out (UCDP's unknown deaths spoil 2008 and 2009).
    confidence : of all intervals.
    """
    published = like_for_like(figures, bases=bases, confidence=confidence)
    ucdp = ucdp_ratios(sides, confidence=confidence)
    rows = [
        {
            **exact_ratio(claim.ratio.militants, claim.ratio.security, confidence),
            "publisher": claim.claimed_by,
            "basis": CLAIMED,
            "year": claim.year,
            "report_title": f"{claim.claim}: {claim.statement}",
            "report_date": "",
            "url": "",
        }
        for claim in claimed_ratios(claims, confidence=confidence)
    ]
    claimed = ratio_table(rows, [name for name in _COLUMNS if name != "basis_title"])
    claimed = claimed.assign(restated_low=claimed["ratio"], restated_high=claimed["ratio"])
    together = pd.concat([frame for frame in (published, ucdp, claimed) if len(frame)], ignore_index=True)
    together["basis_title"] = together["basis"].map(BASIS_TITLES)
    together = together.loc[together["year"] >= first_year, list(_COLUMNS)]
    together = together.sort_values(["publisher", "basis", "year"], ignore_index=True)
    by_year = factors_by_year(sides, first_year=first_year).dropna(subset="factor").set_index("year")["factor"].clip(1)
    known = by_year.to_dict()
    factors = [
        (known[year], known[year]) if basis == BASIS and year in known else BAND
        for basis, year in zip(together["basis"], together["year"], strict=True)
    ]
    return with_clustered(together, factors, confidence=confidence)


_COLUMNS = (
    "publisher", "basis", "basis_title", "year", "militants", "security", "ratio", "low", "high", "restated_low",
    "restated_high", "report_title", "report_date", "url",
)  # fmt: skip
