"""Count a made-up file of 400,000 events in UCDP's columns, beside what people do: pandas read_csv and groupby.

Each way runs in a process of its own, in turns; processor time and the largest memory are the process's, with all
imports. Ratios are printed and never asserted: ``python -m benchmarks.event_files [EVENTS]``.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.timing import header, line, machine, on_one_core
from turningpoint.sources.event_files.formats import GED_COLUMNS

EVENTS, ROUNDS = 400_000, 3
FASTER, SMALLER = 3, 3
PANDAS = """
import sys, pandas as pd
frame = pd.read_csv(sys.argv[1], low_memory=False)
frame.groupby(["country", frame["date_start"].str[:7]]).size().to_csv(sys.argv[2])
"""
OURS = """
import sys
from turningpoint.cli import app
sys.argv = ["turningpoint", "events", sys.argv[1], "--country", "all", "--out", sys.argv[2]]
app()
"""
TEXTS = {"source_article": 160, "source_headline": 90, "source_original": 40, "where_description": 60}
"""Letters of the columns that make a row of GED as long as it is."""


def write(path: Path, events: int) -> None:
    """Write events of 80 countries over 36 years, a tenth of them with quotation marks and commas in their source."""
    draws = np.random.default_rng(1989)
    days = np.datetime64("1989-01-01") + draws.integers(0, 36 * 365, events)
    places = {name: i for i, name in enumerate(GED_COLUMNS)}
    row = ["1"] * len(GED_COLUMNS)
    row[places["code_status"]] = "Clear"
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(GED_COLUMNS) + "\n")
        for i, (day, country) in enumerate(zip(days, draws.integers(0, 80, events), strict=True)):
            row[places["id"]], row[places["country"]] = str(i), f"Country {country}"
            row[places["date_start"]] = row[places["date_end"]] = f"{day} 00:00:00.000"
            for name, letters in TEXTS.items():  # as in the real file, hardly a text stands twice
                row[places[name]] = f"{i} {'x' * letters}"
            if i % 10 == 0:
                row[places["source_article"]] = f'"""{i}, b"",{"x" * 150}"'
            file.write(",".join(row) + "\n")


def measure(code: str, *arguments: Path) -> tuple[float, float]:
    """Processor seconds and largest memory in MB of a process that runs this code."""
    with subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the process ended with {process.returncode}.")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Run both in turns and print what was found beside what is wanted."""
    on_one_core()
    print(machine())
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "made_up.csv"), Path(folder, "out.csv")
        write(path, events)
        header(f"{events:,} events, {path.stat().st_size / 1e6:,.0f} MB, by month")
        found = [(measure(OURS, path, out), measure(PANDAS, path, out)) for _ in range(ROUNDS)]
    ours, theirs = ([statistics.median(run[side][what] for run in found) for what in (0, 1)] for side in (0, 1))
    line("turningpoint events, processor time", f"{ours[0]:.1f} s")
    line("pandas read_csv and groupby", f"{theirs[0]:.1f} s")
    times = theirs[0] / ours[0]
    line("times as fast", f"{times:.1f}", f"{FASTER}", met=times >= FASTER)
    line("turningpoint events, largest memory", f"{ours[1]:,.0f} MB")
    line("pandas read_csv and groupby", f"{theirs[1]:,.0f} MB")
    line("as little", f"1/{theirs[1] / ours[1]:.1f}", f"1/{SMALLER}", met=theirs[1] >= SMALLER * ours[1])


if __name__ == "__main__":
    main()
