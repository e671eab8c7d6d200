"""The tables of the kill-ratio part, rounded for reading."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.killratio.misreporting.tipping_points import TippingPoints
from turningpoint.killratio.one_period.ratio import OnePeriodRatio, as_odds
from turningpoint.killratio.publishers.all_ratios import CLAIMED
from turningpoint.killratio.publishers.decomposition import Decomposition
from turningpoint.number_format import confidence_label, fixed, interval, ratio


def intervals_table(ratios: dict[str, OnePeriodRatio]) -> pd.DataFrame:
    """Set the intervals of several ratios side by side, those for clustered deaths first: one column a ratio."""
    columns: dict[str, list[str]] = {}
    methods: list[str] = []
    for name, found in ratios.items():
        frame = found.to_frame()
        methods = [str(method).capitalize() for method in frame["method"]]
        ends = [
            interval(*(None if pd.isna(row[end]) else float(row[end]) for end in ("low", "high")), decimals=2)
            for row in frame.to_dict("records")
        ]
        columns[name] = [f"{found.militants:,} : {found.security:,}", ratio(found.estimate), *ends]
    return pd.DataFrame({"": ["Militants : security", "Ratio", *methods], **columns})


def publishers_table(table: pd.DataFrame, *, confidence: float) -> pd.DataFrame:
    """Round the table of yearly ratios: who, basis, year, numbers, ratio, both intervals, range of restatements."""
    label = confidence_label(confidence)
    return pd.DataFrame(
        {
            "Publisher": table["publisher"],
            "Basis": table["basis_title"],
            "Year": table["year"].astype(str),
            "Militants : security": _pairs(table),
            "Ratio": [fixed(value, 2) for value in table["ratio"]],
            f"{label}, clusters": _ends(table, "clustered_low", "clustered_high"),
            "Each death independent": _ends(table, "low", "high"),
            "Restated": [
                "–" if low == high else f"{fixed(low, 2)} to {fixed(high, 2)}"
                for low, high in zip(table["restated_low"], table["restated_high"], strict=True)
            ],
        }
    )


def counted_table(counted: pd.DataFrame) -> pd.DataFrame:
    """Say what each publisher counts: who is a militant, who security forces, where civilians stand."""
    return pd.DataFrame(
        {
            "Publisher": counted["publisher"],
            "Basis": counted["basis_title"],
            "Militants": counted["militant"],
            "Security forces": counted["security"],
            "Civilians": counted["civilians"],
        }
    )


def parts_table(splits: Sequence[Decomposition]) -> pd.DataFrame:
    """Set the parts of several changes side by side, as factors that multiply to the whole."""
    rows = []
    for split in splits:
        if split.change is None:
            continue
        rows.append(
            {
                "Whose numbers": split.case,
                "Years": f"{split.years[0]} to {split.years[1]}",
                "From": as_odds(split.earlier[0] / split.earlier[1]),
                "To": as_odds(split.later[0] / split.later[1]),
                "Times": fixed(split.change, 2),
                **{title: _factor(split, kind) for kind, title in _PARTS.items()},
            }
        )
    return pd.DataFrame(rows)


_PARTS = {
    "militants": "Militants killed",
    "security": "Security forces killed",
    "definition_later": "Second number, later year",
    "definition_earlier": "Second number, earlier year",
}


def _factor(split: Decomposition, kind: str) -> str:
    if not any(part.kind == kind for part in split.parts):
        return "–"
    factors = [part.factor for part in split.parts if part.kind == kind]
    return f"× {fixed(factors[0], 2)}" if factors[0] >= 1 else f"÷ {fixed(1 / factors[0], 2)}"


def tipping_table(found: Sequence[TippingPoints]) -> pd.DataFrame:
    """Say for every change by what factor militants killed must be overstated, or security forces understated."""
    rows = []
    for case in found:
        row = {"Whose numbers": case.case, "Change": "–" if case.change is None else f"{fixed(case.change, 2)} times"}
        for lever, title in (
            ("militants_later", "militants overstated"),
            ("security_later", "security forces understated"),
        ):
            for goal, words in (("reversal", "No reversal"), ("noise", "Within noise")):
                factors = [point.factor for point in case.points if (point.goal, point.lever) == (goal, lever)]
                row[f"{words}: {title}"] = _span([factor for factor in factors if factor is not None])
        rows.append(row)
    return pd.DataFrame(rows)


def _span(factors: Sequence[float]) -> str:
    """Write one tipping factor, or the span of two.

    >>> _span([4.6358, 3.576]), _span([1.49, 1.0]), _span([1.0, 1.0]), _span([])
    ('3.58 to 4.64', '1.00 (as it is) to 1.49', 'as it is', '–')
    """
    if not factors:
        return "–"
    ends = sorted({fixed(factor, 2) for factor in factors}, key=float)
    if all(factor == 1 for factor in factors):
        return "as it is"
    return " to ".join(f"{end} (as it is)" if float(end) == 1 else end for end in ends)


def priors_table(priors: pd.DataFrame) -> pd.DataFrame:
    """Round the priors on misreporting: which number, by what factor the true one differs, and why."""
    return pd.DataFrame(
        {
            "Whose numbers": priors["case"],
            "Number": priors["words"],
            "Shape": priors["shape"],
            "Printed as a multiple of the true number": [
                f"{fixed(low, 2)} – {fixed(middle, 2)} – {fixed(high, 2)}"
                for low, middle, high in zip(priors["low"], priors["middle"], priors["high"], strict=True)
            ],
            "Reason": priors["reason"],
        }
    )


def passed_table(passed: pd.DataFrame) -> pd.DataFrame:
    """Count the rows that were passed over, by reason."""
    return passed["reason"].value_counts().rename_axis("Reason").reset_index(name="Rows")


def counted_only(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out the claims of a table of yearly ratios."""
    rows: pd.DataFrame = table.loc[table["basis"] != CLAIMED]
    return rows


def _pairs(table: pd.DataFrame) -> list[str]:
    return [f"{m:,} : {s:,}" for m, s in zip(table["militants"], table["security"], strict=True)]


def _ends(table: pd.DataFrame, low: str, high: str) -> list[str]:
    return [interval(a, b, decimals=2) for a, b in zip(table[low], table[high], strict=True)]
