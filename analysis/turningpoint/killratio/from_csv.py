"""The kill ratio of a file of one's own, over time or of a period of it, and its result as a document for machines."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.clustered_intervals import checked_factor
from turningpoint.killratio.one_period.months_as_clusters import memory_by_year
from turningpoint.killratio.one_period.period_ratio import PeriodRatio, change_of_months, ratio_of_months
from turningpoint.killratio.one_period.ratio import RatioChange, ratio_change, ratio_intervals
from turningpoint.killratio.over_time.ratio import SEED, RatioOverTime, ratio_over_time
from turningpoint.plain_document import to_plain
from turningpoint.sources.own_deaths import read_own_deaths


def ratio_of_file(
    path: Path,
    interventions: Sequence[str],
    *,
    cluster_factor: float | None = None,
    ramp: bool = True,
    harmonics: int = 0,
    confidence: float = 0.95,
    horizons: Sequence[int] = (),
    seed: int | None = None,
    told: Callable[[str], object] = str,
    **columns: Any,
) -> RatioOverTime:
    """Say what happened to the kill ratio of a CSV file at one or more dates.

    Parameters
    ----------
    cluster_factor : of every month, 1 or more; None estimates it from the months together with the noise.
    interventions, ramp, harmonics, confidence, horizons, seed : see `ratio.ratio_over_time`.
    told : takes the sentence that says how the file was read.
    path, columns : see `own_deaths.read_own_deaths`; ``time``, ``militants`` and ``security`` must be named.

    An `InputError` says why the file, its series or the choices cannot be used, with the place and the way out.

    >>> ratio_of_file(Path("absent.csv"), ["2021-08"], time="month", militants="killed", security="lost")
    Traceback (most recent call last):
    turningpoint.errors.DataError: absent.csv: there is no such file. Check the path.
    """
    own = read_own_deaths(path, **columns)
    told(own.said)
    deaths = own.months
    if cluster_factor is not None:
        deaths = deaths.assign(factor=checked_factor(cluster_factor))
    return ratio_over_time(
        deaths,
        [own.when(when) for when in interventions],
        harmonics=harmonics,
        ramp=ramp,
        confidence=confidence,
        horizons=horizons,
        seed=SEED if seed is None else seed,
        halves=bool(columns.get("means")),
    )


def ratio_of_period(
    path: Path,
    period: tuple[str, str],
    *,
    versus: tuple[str, str] | None = None,
    cluster_factor: float | None = None,
    confidence: float = 0.95,
    told: Callable[[str], object] = str,
    **columns: Any,
) -> tuple[PeriodRatio, RatioChange | None]:
    """Kill ratio of the months of a period of a CSV file, and its change against an earlier period of it.

    Parameters
    ----------
    period, versus : first and last month, ``YYYY-MM``, both inclusive; the two may not share a month.
    cluster_factor : of both periods, 1 or more; by default quarters or months stand for clusters (`period_clusters`).
        Whether months show no autocorrelation is judged over all years of the file.
    confidence : of all intervals.
    told : takes the sentence that says how the file was read.
    path, columns : see `own_deaths.read_own_deaths`; ``time``, ``militants`` and ``security`` must be named.

    An `InputError` says why the file or a period cannot be used, with the place and the way out.
    """
    own = read_own_deaths(path, **columns)
    told(own.said)
    deaths = own.months
    both = ["militants", "security"]
    known = memory_by_year(*deaths[both].to_numpy(dtype=float).T)
    rows = [_months(deaths, ends) for ends in (period, versus) if ends is not None]
    if any((months[both].sum() % 1).any() for months in rows):
        raise ParameterError(
            "the halves of a period add up to half a death, which has no exact interval. Take one edition for the "
            "months of a period, or ask about a date (--intervention)."
        )
    if len(rows) > 1 and set(rows[0].index) & set(rows[1].index):
        raise ParameterError("the two periods share months. Set periods apart from each other.")
    found = [ratio_of_months(months, known=known, confidence=confidence) for months in rows]
    if cluster_factor is None:
        return found[0], change_of_months(found[1], found[0]) if versus else None
    given: dict[str, Any] = {"confidence": confidence, "factors": [cluster_factor]}
    pairs = [(one.ratio.militants, one.ratio.security) for one in found]
    reason = f"the cluster factor of {cluster_factor:g} was given"
    ratio = PeriodRatio(ratio_intervals(*pairs[0], **given), None, None, reason)
    return ratio, ratio_change(pairs[1], pairs[0], **given) if versus else None


def _months(deaths: pd.DataFrame, ends: tuple[str, str]) -> pd.DataFrame:
    """Rows of a period; refuse one that reaches beyond the file, or is none."""
    months = pd.PeriodIndex(deaths["month"])
    try:
        first, last = (pd.Period(end, freq="M") for end in ends)
    except ValueError as error:
        raise ParameterError(f"the period {':'.join(ends)} is not of months: write 2021-01:2021-12.") from error
    if not months.min() <= first <= last <= months.max():
        raise ParameterError(
            f"the period {':'.join(ends)} is not within the file, {months.min()} to {months.max()}: give its first "
            "and its last month, in order."
        )
    chosen: pd.DataFrame = deaths.loc[(months >= first) & (months <= last)]
    return chosen


def document(found: RatioOverTime) -> dict[str, Any]:
    """Turn a kill ratio over time into plain lists and dictionaries, unrounded; what does not exist is None.

    Keys: those of `RatioOverTime`, with ``effects`` and ``naive`` as lists of their fields, ``points`` as before and
    after, and ``course`` as a list of months.
    """
    plain: dict[str, Any] = to_plain(found)
    return {**plain, "points": dict(zip(("before", "after"), found.points, strict=True))}
