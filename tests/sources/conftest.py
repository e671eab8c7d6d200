import csv

import pytest

from turningpoint.sources.csv_table import DATA


@pytest.fixture
def altered(tmp_path):
    """Copy the first rows of an embedded table with cells changed, and give the path of the copy.

    ``cells`` maps (line as an editor counts it, column) to the new text.
    """

    def make(name, cells, rows=40):
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))[: rows + 1]
        for (line, column), text in cells.items():
            lines[line - 1][lines[0].index(column)] = text
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        return path

    return make


@pytest.fixture
def written(tmp_path):
    """Write text or bytes to a file, and give its path."""

    def write(content, name="own.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
