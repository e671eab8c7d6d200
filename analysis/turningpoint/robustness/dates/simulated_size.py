"""How often the set of dates misleads on simulated series, and how often it rules anything out: the kept table."""

from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.arrays import Array
from turningpoint.number_format import fixed, percent
from turningpoint.robustness import simulated_tables as kept
from turningpoint.robustness.dates.date_set import NEIGHBOURS, SHARE, above_most, rules_out, smallest_set
from turningpoint.robustness.dates.simulated_kinds import EVERY, SET, DateKind, asked_of, true_place
from turningpoint.sources.csv_table import count, one_of, text

LARGEST_FALSE = 0.07
"""Share of series whose set may miss a true break or corner while dates are ruled out."""
LARGEST_RULED, LARGEST_RULED_LONG, LONG = 0.10, 0.15, 0.8
"""Share in which anything may be ruled out where there is neither; more where the noise remembers as long."""
COLUMNS = (
    "number", "kind", "truth", *kept.SHARE, "false_exclusion", "holds_truth", "near", "mean_set", "limit",
    "refused", "use", "verdict",
)  # fmt: skip
TABLE = kept.FOLDER / "date_sets.csv"
"""What ``benchmarks/date_sets.py`` wrote."""


def wanted(one: DateKind) -> float:
    """Share of series of a kind in which the set may mislead."""
    if one.truth != "none":
        return LARGEST_FALSE
    return LARGEST_RULED_LONG if one.rho >= LONG else LARGEST_RULED


def summarise(one: DateKind, gain: Array) -> dict[str, object]:
    """Row of the table of a kind: hits are the series in which anything is ruled out.

    ``gain`` : (N, d) of every third date over no break.
    """
    asked = asked_of(one, np.full(one.kind.points, one.kind.mean))
    place = true_place(one, asked)
    ruled = rules_out(gain)
    inside = np.array([smallest_set(each) for each in gain])
    holds = inside[:, place] if place is not None else np.zeros(len(gain), dtype=bool)
    near = np.abs(gain.argmax(axis=1) - place) * EVERY <= NEIGHBOURS if place is not None else holds
    misled = ruled & ~holds
    return {
        "number": one.number,
        "kind": one.name,
        "truth": one.truth,
        **kept.share_of(int(ruled.sum()), len(gain)),
        "false_exclusion": float(misled.mean()),
        "holds_truth": float(holds.mean()),
        "near": float(near.mean()),
        "mean_set": float(inside.mean()),
        "limit": float(np.quantile(above_most(gain), 1 - wanted(one))),
        "refused": int((gain == 0).all(axis=1).sum()),
        "use": "set" if one.number <= SET else "judged",
        "verdict": "holds" if misled.mean() <= wanted(one) else "fails",
    }


def read_dates_table(path: Path = TABLE) -> pd.DataFrame:
    """Read the kept table, a row a kind of series; errors as `kept.read_simulated`."""
    kind = text(".+", "is no kind of series")
    cell = {"number": count(), "kind": kind, "truth": one_of("none", "corner", "break")}
    shares = {name: pa.Column(float) for name in ("false_exclusion", "holds_truth", "near", "mean_set", "limit")}
    return kept.read_simulated(path, cell, ["number"], **shares, refused=count(), use=one_of("set", "judged"))


DOUBLING = "straight, level × 2"
"""Kind of series by which power is told."""


def power_words(table: pd.DataFrame | None = None) -> str:
    """Say how often a doubling would have been told."""
    cells = read_dates_table() if table is None else table
    share = cells.loc[cells["kind"] == DOUBLING, "share"].iloc[0]
    return f"Power: of simulated series of 120 months whose level doubled, {percent(share)} rule dates out."


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say what the simulation found of the set."""
    cells = read_dates_table() if table is None else table
    none, there = cells[cells["truth"] == "none"], cells[cells["truth"] != "none"]
    broken = there[there["truth"] == "break"]
    failing = cells[cells["verdict"] == "fails"]["kind"].tolist()
    missed = f" More than wanted of: {'; '.join(failing)}." if failing else ""
    first = broken[broken["kind"] == DOUBLING].iloc[0]
    return (
        f"On {fixed(cells['series'].min(), 0)} simulated series a kind: where the course has "
        f"neither break nor corner, anything was ruled out in {kept.percents(none['share'])}; where it has one, the "
        f"true date was ruled out in {kept.percents(there['false_exclusion'])}. Where there was a break, dates were "
        f"ruled out in {kept.percents(broken['share'])}, of {first['kind']} in {percent(first['share'])}. The "
        f"{SHARE:.0%} set is wide where the break is small: there it holds on average {percent(first['mean_set'])} of "
        f"the dates.{missed}"
    )
