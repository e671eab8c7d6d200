"""Kill ratios from published figures: both sides from one report, on one basis.

The rule (one row a publisher, basis and year):

1. A row is fit when it counts deaths of militants or of security forces in the whole of Pakistan in a calendar year, on
   a basis that may form a ratio (`BASES`), and is not marked as floor, disputed, misprint or of unclear period. The
   article whose claims are judged is no evidence for them: its rows are left out.
2. A report (publisher, title, date) counts when it holds one number for each side on one basis. Where a report prints
   attacks and operations apart for both sides and not their sum, the sum is derived and marked so.
3. Of several such reports the latest dated one counts, undated reports last. A date known to the month or year only
   stands behind every full date in it. A printed number goes before a derived one.
4. The range of restatements holds the ratio of every report with both sides, and the chosen one with either number in
   the place of which a report prints another alone. Two reports that hold both sides are never mixed.

Every row of deaths by side that was not used is listed with the reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.poisson_ratio import checked_confidence, poisson_rate_ratio
from turningpoint.sources.embedded.published_figures import (
    ARTICLE,
    UNFIT,
    latest_first,
    whole_counts,
    whole_where_all_are,
)

BASES: dict[str, str] = {
    "attacks": "attacks only",
    "operations": "operations only",
    "attacks_and_operations": "attacks and operations",
    "official_or_monitor_total": "official or monitor's total, content not stated",
}
SIDES = {
    "killed_militants": "militants",
    "killed_militants_ops": "militants",
    "killed_security": "security",
    "killed_security_ops": "security",
}
COLUMNS = (
    "publisher", "basis", "year", "militants", "security", "ratio", "low", "high", "restated_low", "restated_high",
    "derived", "reports", "report_title", "report_date", "url", "definition_note",
)  # fmt: skip
_CELL = ["publisher", "basis", "period"]
_REPORT = [*_CELL, "report_title", "report_date"]
_PRINTED = ["publisher", "period", "report_title", "report_date"]
COMBINED = "attacks_and_operations"
_PARTS = ["attacks", "operations"]


@dataclass(frozen=True, eq=False)
class Selection:
    """What the rule of this module makes of the published figures: ``ratios``, one row a publisher, basis and year.

    Their columns: publisher, basis, year, militants, security (deaths a year), ratio, low, high (interval; NaN open),
    restated_low, restated_high (range over restatements of a single quantity), derived, reports (how many hold both
    sides), report_title, report_date, url, definition_note.

    ``passed_over`` : the rows of deaths by side that were not used, with a column ``reason``, and in ``used_instead``
    the report whose numbers stand for that publisher, basis and year (empty where there is none).
    """

    ratios: pd.DataFrame
    passed_over: pd.DataFrame


def like_for_like(figures: pd.DataFrame, **choices: Any) -> pd.DataFrame:
    """Yearly kill ratios by publisher and basis, both sides from one report; ``choices`` are those of `select`.

    >>> from turningpoint.sources.embedded.published_figures import read_published_figures
    >>> table = like_for_like(read_published_figures(), bases=["attacks_and_operations"])
    >>> table.loc[(table["publisher"] == "PICSS") & (table["year"] == 2020), "ratio"].round(2).tolist()
    [1.2]
    """
    return select(figures, **choices).ratios


def select(figures: pd.DataFrame, *, bases: Sequence[str] = tuple(BASES), confidence: float = 0.95) -> Selection:
    """Apply the rule of this module: the ratios, and every row that was passed over with the reason.

    Each ratio is on one of the ``bases``, none is mixed. The interval is the exact conditional one, which takes one
    death as one event.
    """
    _check_bases(bases, set(figures["basis"]))
    checked_confidence(confidence)
    rows = figures[figures["quantity"].isin(SIDES)].copy()
    rows["side"] = rows["quantity"].map(SIDES)
    rows["reason"] = unfit(rows, bases)
    fit = whole_counts(rows[rows["reason"] == ""])
    pairs = _pairs(fit, derive=COMBINED in bases)
    chosen = _choose(pairs)
    rows.loc[fit.index, "reason"] = _unused(fit, pairs, chosen)
    titles = chosen.set_index(_CELL)["report_title"].to_dict()
    rows["used_instead"] = [titles.get(cell, "") for cell in rows[_CELL].itertuples(index=False, name=None)]
    passed_over = whole_where_all_are(rows[rows["reason"] != ""]).drop(columns="side").reset_index(drop=True)
    return Selection(_with_ranges(chosen, fit, pairs, confidence), passed_over)


def _check_bases(bases: Sequence[str], there: set[str]) -> None:
    """Refuse a basis that does not exist, may not form a ratio, or mixes several."""
    if isinstance(bases, str):
        raise ParameterError(f"bases is the text {bases!r}: give a list, like [{bases!r}].")
    for basis in bases:
        if basis in BASES:
            continue
        parts = [part.strip() for part in re.split(r"[+&/,]| and ", basis)]
        if len(parts) > 1 and set(parts) <= set(BASES):
            raise ParameterError(
                f"the basis {basis!r} mixes {' and '.join(parts)}: a kill ratio is on one basis. List them one by one "
                f"for a ratio each, or ask for {COMBINED!r}, which one report must print or give in its parts."
            )
        problem = "cannot form a kill ratio" if basis in there else "does not exist"
        raise ParameterError(f"the basis {basis!r} {problem}: choose from {', '.join(BASES)}.")


def unfit(rows: pd.DataFrame, bases: Sequence[str]) -> pd.Series:
    """Why a row cannot form a yearly ratio at all; empty where it can."""
    reasons = pd.Series("", index=rows.index)
    for failing, reason in (
        (rows["measure"] != "count", "not a count"),
        (rows["geography"] != "Pakistan", "not the whole country"),
        ((rows["period_kind"] != "year") | ~rows["period"].str.fullmatch(r"\d{4}"), "not a calendar year"),
        (rows["report_title"] == ARTICLE, "the article whose claims are judged"),
        (~rows["basis"].isin(bases), "basis " + rows["basis"] + " forms no ratio here"),
        (rows["quality"].isin(UNFIT), "marked as " + rows["quality"].str.replace("_", " ")),
    ):
        reasons = reasons.mask((reasons == "") & failing, reason)
    return reasons


def _pairs(fit: pd.DataFrame, *, derive: bool) -> pd.DataFrame:
    """Reports that hold one number for each side on one basis, and the sums of their parts."""
    one_value = fit.groupby([*_REPORT, "side"])["value"].transform("nunique") == 1
    once = fit[one_value].drop_duplicates([*_REPORT, "side"])
    militants, security = (once.loc[once["side"] == side, [*_REPORT, "value"]] for side in ("militants", "security"))
    printed = militants.merge(security, on=_REPORT, suffixes=("_militants", "_security"))
    printed = printed.rename(columns={"value_militants": "militants", "value_security": "security"})
    printed = printed.assign(derived=False)
    if not derive:
        return printed
    parts = printed[printed["basis"].isin(_PARTS)].groupby(_PRINTED)
    sums = parts[["militants", "security"]].sum()[parts["basis"].nunique() == len(_PARTS)]
    has_sum = printed[printed["basis"] == COMBINED].set_index(_PRINTED).index
    sums = sums[~sums.index.isin(has_sum)].reset_index().assign(basis=COMBINED, derived=True)
    return pd.concat([printed, sums[printed.columns]], ignore_index=True)


def _choose(pairs: pd.DataFrame) -> pd.DataFrame:
    """One report a publisher, basis and year; printed before derived, undated last."""
    ordered = latest_first(pairs).sort_values("derived", kind="stable")
    return ordered.drop_duplicates(_CELL).sort_values(_CELL, ignore_index=True)


def _unused(fit: pd.DataFrame, pairs: pd.DataFrame, chosen: pd.DataFrame) -> pd.Series:
    """Why a fit row was not used; empty where it was."""
    values = fit.groupby([*_REPORT, "side"])["value"].transform("nunique")
    keys = pd.MultiIndex.from_frame(fit[_REPORT])
    derived = chosen[chosen["derived"]]
    used = [chosen.loc[~chosen["derived"], _REPORT], *(derived.assign(basis=part)[_REPORT] for part in _PARTS)]
    reasons = pd.Series("the report does not print the other side on this basis", index=fit.index)
    reasons = reasons.mask(values > 1, "the report prints two different numbers")
    in_pair = keys.isin(pd.MultiIndex.from_frame(pairs[_REPORT]))
    reasons = reasons.mask(in_pair, "another report of this publisher was chosen by its date")
    return reasons.mask(keys.isin(pd.MultiIndex.from_frame(pd.concat(used))), "")


def exact_ratio(militants: int, security: int, confidence: float) -> dict[str, float | None]:
    """Numbers of a row: deaths of each side, their ratio, and the exact conditional interval."""
    found = poisson_rate_ratio(militants, 1, security, 1, methods=["exact"], confidence=confidence)
    ends = {"ratio": found.estimate, "low": found.intervals[0].low, "high": found.intervals[0].high}
    return {"militants": militants, "security": security, **ends}


def ratio_table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Table of such rows; without any it has its columns."""
    numbers = ("ratio", "low", "high", "restated_low", "restated_high")
    return pd.DataFrame(rows, columns=list(columns)).astype(dict.fromkeys(numbers, float))


def _with_ranges(chosen: pd.DataFrame, fit: pd.DataFrame, pairs: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Ratios with interval, range over restatements and reference; see `select`."""
    rows = []
    for row in chosen.to_dict("records"):
        militants, security = row["militants"], row["security"]
        cell, same = (table[(table[_CELL] == [row[name] for name in _CELL]).all(axis=1)] for table in (fit, pairs))
        in_pair = pd.MultiIndex.from_frame(cell[_PRINTED]).isin(pd.MultiIndex.from_frame(same[_PRINTED]))
        alone = cell[~in_pair]
        restated = [(value, security) for value in alone.loc[alone["side"] == "militants", "value"]]
        restated += [(militants, value) for value in alone.loc[alone["side"] == "security", "value"]]
        restated += [(militants, security), *zip(same["militants"], same["security"], strict=True)]
        ratios = [killed / lost for killed, lost in restated if lost]
        reference = fit[(fit[_PRINTED] == [row[name] for name in _PRINTED]).all(axis=1)].iloc[0]
        about = {name: row[name] for name in COLUMNS if name in row} | exact_ratio(militants, security, confidence)
        about |= {"year": int(row["period"]), "reports": len(same), **reference[["url", "definition_note"]]}
        rows.append(about | {"restated_low": min(ratios, default=None), "restated_high": max(ratios, default=None)})
    return ratio_table(rows, COLUMNS)
