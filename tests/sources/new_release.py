"""A copy of the project in which UCDP's table is of a made-up release that reaches twelve months further.

To run tests under it: ``python -m tests.sources.new_release FOLDER``, then in FOLDER ``PYTHONPATH=analysis python -m
pytest tests/…`` with the interpreter of `.venv`. What fails there should be golden numbers and nothing else.
"""

import csv
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from turningpoint.sources.embedded.catalogue import describe, table_info
from turningpoint.sources.embedded.ucdp_country_months import NAME

ROOT = Path(__file__).parents[2]
LEFT_OUT = (".git", ".venv*", "__pycache__", ".*_cache", "*.egg-info", ".hypothesis", "html")


@dataclass(frozen=True)
class NewRelease:
    """The copy; version and last month of its table, and the version before."""

    root: Path
    version: str
    end: str
    before: str


def make_new_release(root: Path, *, parts: tuple[str, ...]) -> NewRelease:
    """Copy parts of the project to a folder, and replace table and sidecar as CONTRIBUTING says; nothing else."""
    for part in parts:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            (root / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, root / part)
    info = table_info(NAME)
    version, last = f"{int(info.version.split('.')[0]) + 1}.1", info.coverage_end[:4]
    table, sidecar = (root / "data" / f"{NAME}.{ending}" for ending in ("csv", "toml"))
    _repeat_year(table, last)
    facts = describe(table)
    lines = []
    for line in sidecar.read_text(encoding="utf-8").splitlines():
        name = line.partition(" = ")[0]
        if name in ("version", "title", "short_title"):
            lines.append(line.replace(info.version, version))
        else:
            lines.append(f"{name} = {json.dumps(facts[name])}" if name in facts else line)
    sidecar.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return NewRelease(root, version, f"{int(last) + 1}-12", info.version)


def _repeat_year(table: Path, last: str) -> None:
    """Add a year to a table by country and month: that of before once more."""
    with table.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    when = header.index("month")
    new = [[*row[:when], f"{int(last) + 1}{row[when][4:]}", *row[when + 1 :]] for row in rows if row[when][:4] == last]
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *sorted([*rows, *new])])


if __name__ == "__main__":
    everything = tuple(path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.suffix != ".egg")
    made = make_new_release(Path(sys.argv[1]).resolve(), parts=everything)
    print(f"{made.root}: release {made.version}, to {made.end}")  # noqa: T201 - a command
