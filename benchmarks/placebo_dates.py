"""Simulate how often an effect stands out among those at earlier dates; keep the table.

Takes about a quarter of an hour on one core.
"""

import numpy as np
import pandas as pd

from benchmarks.kept import command_of, in_processes, keep, options
from turningpoint.robustness.placebos.simulated_dates import (
    CHUNK,
    COLUMNS,
    KINDS,
    LARGEST_SIZE,
    SERIES,
    TABLE,
    run_chunk,
    summarise,
)

MEANING = {
    "number": "of the kind, its seed",
    "kind": "course before (straight 0.95 a year, quadratic) and what changes at the date",
    "truth": "what there is to find: a break, or none",
    "series": "simulated series of 150 months, 15 events a month before, latent standard deviation 0.3, memory 0.4",
    "hits": "series in which 5% or fewer of the dates, the real one counted, have an effect as clear in its direction",
    "share": "hits over series: the size, or the power",
    "low": "lower 99% Monte Carlo bound of the share (Wilson, one-sided)",
    "high": "upper 99% bound",
    "dates": "mean number of placebo dates",
    "windows_apart": "windows of them that share no month",
    "mean_power": "mean of the power that stands beside the rank: what a doubling planted at the dates would give",
    "wanted": "largest share wanted without a change; 0 where it is only stated",
    "verdict": f"holds: at most {LARGEST_SIZE:.0%} without a change",
}


def main(arguments: list[str] | None = None) -> None:
    """Simulate every kind, write table and sidecar, and print what was found."""
    chosen = options(__doc__ or "", arguments, table=TABLE, series=SERIES, chunk=CHUNK)
    chunks = chosen.series // CHUNK
    tasks = [(one.number, chosen.seed, chunk) for one in KINDS for chunk in range(chunks)]
    done, seconds = in_processes(run_chunk, tasks, chosen.workers)
    rows = [summarise(one, np.concatenate(done[at * chunks : (at + 1) * chunks])) for at, one in enumerate(KINDS)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).round(dict.fromkeys(("share", "low", "high", "mean_power"), 5))
    first = run_chunk(KINDS[1].number, chosen.seed, 0, 3)
    keep(
        table, chosen.output, title="How often an effect stands out among those at earlier dates, by simulation",
        one_row="one kind of series", meaning=MEANING,
        command=command_of("placebo_dates", chosen, series=SERIES), seed=chosen.seed, seconds=seconds,
        check={"kind": KINDS[1].number, "size": 3, "shares": [round(float(one), 6) for one in first[:, 0]]},
    )  # fmt: skip
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
