"""The kill ratio over time of a file of one's own, and its result as a document for machines."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from turningpoint.killratio.one_period.clustered_intervals import checked_factor
from turningpoint.killratio.over_time.ratio import SEED, RatioOverTime, ratio_over_time
from turningpoint.plain_document import to_plain
from turningpoint.sources.own_deaths import read_deaths


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
    **columns: Any,
) -> RatioOverTime:
    """Say what happened to the kill ratio of a CSV file at one or more dates.

    Parameters
    ----------
    cluster_factor : of every month, 1 or more; None estimates it from the months together with the noise.
    interventions, ramp, harmonics, confidence, horizons, seed : see `ratio.ratio_over_time`.
    path, columns : see `own_deaths.read_deaths`; ``time``, ``militants`` and ``security`` must be named.

    Raises
    ------
    InputError
        The file, its series or the choices cannot be used; the message names the place and the way out.

    Examples
    --------
    >>> ratio_of_file(Path("absent.csv"), ["2021-08"], time="month", militants="killed", security="lost")
    Traceback (most recent call last):
    turningpoint.errors.DataError: absent.csv: there is no such file. Check the path.
    """
    deaths = read_deaths(path, **columns)
    if cluster_factor is not None:
        deaths = deaths.assign(factor=checked_factor(cluster_factor))
    return ratio_over_time(
        deaths,
        interventions,
        harmonics=harmonics,
        ramp=ramp,
        confidence=confidence,
        horizons=horizons,
        seed=SEED if seed is None else seed,
    )


def document(found: RatioOverTime) -> dict[str, Any]:
    """Turn a kill ratio over time into plain lists and dictionaries, unrounded; what does not exist is None.

    Keys: those of `RatioOverTime`, with ``effects`` and ``naive`` as lists of their fields, ``points`` as before and
    after, and ``course`` as a list of months.
    """
    plain: dict[str, Any] = to_plain(found)
    return {**plain, "points": dict(zip(("before", "after"), found.points, strict=True))}
