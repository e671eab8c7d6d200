"""Kill ratios from UCDP's deaths by side: one more like-for-like row, year by year."""

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.killratio.publishers.published_ratios import COLUMNS, exact_ratio, ratio_table
from turningpoint.sources.embedded import ucdp_sides
from turningpoint.sources.embedded.catalogue import table_info

BASIS = "government_against_militants"
BASIS_TITLE = "lethal events, government against militants"
MAX_UNKNOWN_SHARE = 0.5


def ucdp_ratios(
    sides: pd.DataFrame, *, max_unknown_share: float = MAX_UNKNOWN_SHARE, confidence: float = 0.95
) -> pd.DataFrame:
    """Yearly kill ratios of state-based conflict in Pakistan, as UCDP counts the dead of each side.

    A year is left out when the deaths of unknown side are more than a stated share of the deaths of both known
    sides: there the ratio is an artefact of who could be told apart (2008 and 2009 above all).

    Columns as `published_ratios.like_for_like`, and unknown (deaths of unknown side in the year).

    Parameters
    ----------
    sides : as `turningpoint.sources.embedded.ucdp_sides.read_sides` returns them.
    max_unknown_share : largest admissible deaths_unknown / (deaths_state + deaths_militant); infinity keeps all.
    confidence : of the exact conditional interval, which takes one death as one event.

    >>> table = ucdp_ratios(ucdp_sides.read_sides()).set_index("year")
    >>> table.loc[2021, ["militants", "security"]].tolist(), 2009 in table.index
    ([190, 192], False)
    """
    if not max_unknown_share >= 0:
        raise ParameterError(f"max_unknown_share is {max_unknown_share}: give zero or more.")
    table = table_info(ucdp_sides.NAME)
    reference = {
        "publisher": table.short_title,
        "basis": BASIS,
        "derived": False,
        "reports": 1,
        "report_title": table.title,
        "report_date": "",
        "url": table.link,
        "definition_note": table.one_row,
    }
    yearly = sides.assign(year=sides["month"].dt.year).groupby("year")
    sums = yearly[["deaths_militant", "deaths_state", "deaths_unknown"]].sum()
    known = sums["deaths_militant"] + sums["deaths_state"]
    rows = [
        {**reference, "year": year, **exact_ratio(militants, security, confidence), "unknown": unknown}
        for year, militants, security, unknown in sums[sums["deaths_unknown"] <= max_unknown_share * known].itertuples()
    ]
    found = ratio_table(rows, [*COLUMNS, "unknown"])
    return found.assign(restated_low=found["ratio"], restated_high=found["ratio"])
