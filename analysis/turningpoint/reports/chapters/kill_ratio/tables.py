"""The tables of the kill-ratio part: rounded for reading, and unrounded where columns were put together."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

import pandas as pd

from turningpoint.killratio.misreporting.tipping_points import TippingPoints
from turningpoint.killratio.one_period.borrowed_band import BandOrigin
from turningpoint.killratio.one_period.clustered_intervals import METHOD
from turningpoint.killratio.one_period.ratio import OnePeriodRatio, as_odds
from turningpoint.killratio.publishers.all_ratios import CLAIMED
from turningpoint.killratio.publishers.decomposition import Decomposition
from turningpoint.number_format import confidence_label, fixed, interval, ratio, table_of


def intervals_table(ratios: dict[str, OnePeriodRatio]) -> pd.DataFrame:
    """Set the intervals of several ratios side by side, those for clustered deaths first: one column a ratio."""
    methods = [one.title.capitalize() for found in list(ratios.values())[-1:] for one in found.every]
    columns = {
        name: [
            f"{found.militants:,} : {found.security:,}",
            ratio(found.estimate),
            *(interval(one.low, one.high, decimals=2) for one in found.every),
        ]
        for name, found in ratios.items()
    }
    return pd.DataFrame({"": ["Militants : security", "Ratio", *methods], **columns})


def intervals_frame(ratios: dict[str, OnePeriodRatio]) -> pd.DataFrame:
    """Give the same unrounded: one row a ratio and method."""
    rows = [
        {
            "ratio_of": name, "militants": found.militants, "security": found.security, "method": one.title,
            "estimate": found.estimate, "low": one.low, "high": one.high,
        }
        for name, found in ratios.items()
        for one in found.every
    ]  # fmt: skip
    return pd.DataFrame(rows)


_COUNTED: dict[str, Callable[[dict[str, Any]], str]] = {
    "Year": lambda row: str(row["year"]),
    "Militants : security": lambda row: f"{row['militants']:,} : {row['security']:,}",
}


def publishers_table(table: pd.DataFrame, *, confidence: float) -> pd.DataFrame:
    """Round the table of yearly ratios: who, basis, year, numbers, ratio, both intervals, range of restatements."""
    columns: dict[str, Callable[[dict[str, Any]], str]] = {
        "Publisher": itemgetter("publisher"),
        "Basis": itemgetter("basis_title"),
        **_COUNTED,
        "Ratio": lambda row: fixed(row["ratio"], 2),
        "Clusters": _clusters,
        f"{confidence_label(confidence)}, clusters": partial(_ends, of="clustered_"),
        "At the lower factor": _narrow,
        "Each death independent": _ends,
        "Restated": lambda row: "–" if row["restated_low"] == row["restated_high"] else _ends(row, "restated_"),
    }
    return table_of(table, columns)


def _clusters(row: dict[str, Any]) -> str:
    """Name what stands for clusters: the period's own, or the ends of a band."""
    if row["clusters"] != METHOD:
        return f"its {row['clusters']}"
    low, high = row["factor_low"], row["factor_high"]
    return f"factor {low:.3g}" if low == high else f"factor {low:.3g} to {high:.3g}"


def _narrow(row: dict[str, Any]) -> str:
    if row["factor_low"] == row["factor_high"]:
        return "–"
    return interval(row["clustered_low_narrow"], row["clustered_high_narrow"], decimals=2)


def factors_table(origin: BandOrigin) -> pd.DataFrame:
    """Round the cluster factors of UCDP's years, from which the band is borrowed."""
    columns = {
        **_COUNTED,
        "Events": lambda row: f"{row['events']:,}",
        "Factor by events": lambda row: fixed(row["by_events"], 1),
        "By months": lambda row: fixed(row["by_months"], 1),
        "By quarters": lambda row: fixed(row["by_quarters"], 1),
        "Autocorrelation of months": lambda row: fixed(row["autocorrelation"], 2),
    }
    return table_of(origin.years, columns)


def _ends(row: dict[str, Any], of: str = "") -> str:
    return interval(row[f"{of}low"], row[f"{of}high"], decimals=2)


def counted_table(counted: pd.DataFrame) -> pd.DataFrame:
    """Say what each publisher counts: who is a militant, who security forces, where civilians stand."""
    shown = counted[["publisher", "basis_title", "militant", "security", "civilians"]]
    return shown.set_axis(["Publisher", "Basis", "Militants", "Security forces", "Civilians"], axis=1)


_PARTS = {
    "militants": "Militants killed",
    "security": "Security forces killed",
    "definition_later": "Second number, later year",
    "definition_earlier": "Second number, earlier year",
}


def parts_table(splits: Sequence[Decomposition]) -> pd.DataFrame:
    """Set the parts of several changes side by side, as factors that multiply to the whole."""
    columns: dict[str, Callable[[dict[str, Any]], str]] = {
        "Whose numbers": itemgetter("case"),
        "Years": lambda row: f"{row['year_earlier']} to {row['year_later']}",
        "From": lambda row: as_odds(row["ratio_earlier"]),
        "To": lambda row: as_odds(row["ratio_later"]),
        "Times": lambda row: fixed(row["change"], 2),
        **{words: partial(_factor, kind=kind) for kind, words in _PARTS.items()},
    }
    return table_of(parts_frame(splits), columns)


def parts_frame(splits: Sequence[Decomposition]) -> pd.DataFrame:
    """Give the same unrounded; a factor below 1 is what the table writes as a division."""
    rows = [
        {
            "case": split.case, "year_earlier": split.years[0], "year_later": split.years[1],
            "ratio_earlier": split.earlier[0] / split.earlier[1], "ratio_later": split.later[0] / split.later[1],
            "change": split.change, **dict.fromkeys(_PARTS), **{part.kind: part.factor for part in split.parts},
        }
        for split in splits
        if split.change is not None
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _factor(row: dict[str, Any], kind: str) -> str:
    factor = row[kind]
    if pd.isna(factor):
        return "–"
    return f"× {fixed(factor, 2)}" if factor >= 1 else f"÷ {fixed(1 / factor, 2)}"


def tipping_table(found: Sequence[TippingPoints]) -> pd.DataFrame:
    """Say for every change by what factor militants killed must be overstated, or security forces understated."""
    levers = {"militants_later": "militants overstated", "security_later": "security forces understated"}
    goals = {"reversal": "No reversal", "noise": "Within noise"}

    def factors(case: TippingPoints, goal: str, lever: str) -> str:
        return _span([point.factor for point in case.points if (point.goal, point.lever) == (goal, lever)])

    columns: dict[str, Callable[[TippingPoints], str]] = {
        "Whose numbers": attrgetter("case"),
        "Change": lambda case: "–" if case.change is None else f"{fixed(case.change, 2)} times",
    }
    for lever, title in levers.items():
        columns |= {f"{words}: {title}": partial(factors, goal=goal, lever=lever) for goal, words in goals.items()}
    return table_of(found, columns)


def _span(found: Sequence[float | None]) -> str:
    """Write one tipping factor, or the span of two.

    >>> _span([4.6358, 3.576]), _span([1.49, 1.0]), _span([1.0, 1.0]), _span([None])
    ('3.58 to 4.64', '1.00 (as it is) to 1.49', 'as it is', '–')
    """
    factors = [factor for factor in found if factor is not None]
    if factors and all(factor == 1 for factor in factors):
        return "as it is"
    ends = sorted({fixed(factor, 2) for factor in factors}, key=float)
    return " to ".join(f"{end} (as it is)" if float(end) == 1 else end for end in ends) or "–"


def priors_table(priors: pd.DataFrame) -> pd.DataFrame:
    """Round the priors on misreporting: which number, by what factor the true one differs, and why."""
    found = priors[["low", "middle", "high"]].itertuples(index=False)
    points = [" – ".join(fixed(point, 2) for point in row) for row in found]
    shown = priors.assign(points=points)[["case", "words", "shape", "points", "reason"]]
    columns = ["Whose numbers", "Number", "Shape", "Printed as a multiple of the true number", "Reason"]
    return shown.set_axis(columns, axis=1)


def passed_table(passed: pd.DataFrame) -> pd.DataFrame:
    """Count the rows that were passed over, by reason."""
    return passed["reason"].value_counts().rename_axis("Reason").reset_index(name="Rows")


def counted_only(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out the claims of a table of yearly ratios."""
    return table[table["basis"] != CLAIMED]
