"""The golden results of R for the ratio of two Poisson rates, read from what R printed."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "poisson_rate_ratio"
NUMBER = r"[-+]?\d+\.?\d*(?:e[-+]?\d+)?"


@dataclass(frozen=True)
class Example:
    """One textbook example: the data, and R's answers as text (so that the printed digits are known)."""

    name: str
    data: tuple[int, float, int, float]
    ratio: str
    intervals: dict[tuple[str, float], tuple[str, str]]


def examples() -> list[Example]:
    """Every example of the golden output."""
    with (FOLDER / "data.csv").open(encoding="utf-8") as file:
        rows = {row["example"]: row for row in csv.DictReader(file)}
    parts = re.split(r"^# (\w+)$", (FOLDER / "reference_output.txt").read_text(encoding="utf-8"), flags=re.M)[1:]
    return [_example(name, rows[name], text) for name, text in zip(parts[::2], parts[1::2], strict=True)]


def _example(name: str, row: dict[str, str], text: str) -> Example:
    def after(label: str, count: int) -> tuple[str, ...]:
        found = re.search(rf"(?<![\w.-]){re.escape(label)}\s+((?:{NUMBER}\s+){{{count}}})", text)
        assert found, f"{label!r} is not in the golden output of {name}"
        return tuple(found.group(1).split())

    def ends(label: str) -> tuple[str, str]:
        low, high = after(label, 2)
        return low, high

    return Example(
        name,
        (int(row["count1"]), float(row["exposure1"]), int(row["count2"]), float(row["exposure2"])),
        after("ratio", 1)[0],
        {
            ("exact", 0.95): ends("central 95% CI"),
            ("score", 0.95): ends("score 95% CI"),
            ("wald-log", 0.95): ends("wald-log 95% CI"),
            ("wald-log", 0.90): ends("wald-log 90% CI"),
            ("mid-p", 0.95): ends("mid-p central 95% CI"),
        },
    )


def printed(text: str) -> float:
    """Half a unit of the last digit printed."""
    mantissa, _, exponent = text.partition("e")
    return 0.5 * 10 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
