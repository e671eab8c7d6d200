"""The golden series of linear models with autocorrelated errors, and what R printed for them."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.its.model.design import Design

FOLDER = Path(__file__).resolve().parents[1] / "golden"
MONTHS = ("feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TRAFFIC = ("t", "wkends", "unem", "spdlaw", "beltlaw")
BARIUM = ("lchempi", "lgas", "lrtwex", "befile6", "affile6", "afdec6")


def output(folder: str) -> str:
    """All that R printed."""
    return (FOLDER / folder / "reference_output.txt").read_text(encoding="utf-8")


def below(text: str, heading: str, end: str = r"\Z") -> str:
    """What follows the first match of ``heading``, up to the first match of ``end`` after it."""
    found = re.search(heading, text, re.M)
    assert found, f"{heading!r} was not printed"
    rest = text[found.end() :]
    return rest[: re.search(end, rest, re.M).start()]


def numbers(text: str, label: str) -> list[float]:
    """Numbers on the first line that starts with ``label``."""
    found = re.search(rf"^ *{re.escape(label)}[ \t]+(.*)$", text, re.M)
    assert found, f"{label!r} was not printed"
    return [float(number) for number in found[1].split()]


def table(text: str, labels: tuple[str, ...]) -> Array:
    """(k, columns) numbers on the lines that start with each label."""
    return np.array([numbers(text, label) for label in labels])


def series(folder: str, outcome: str, columns: tuple[str, ...], start: str) -> tuple[Array, Design]:
    """Outcome and design of a published model: a constant and columns of the data, as R's formula has them."""
    data = pd.read_csv(FOLDER / folder / "data.csv")
    n = len(data)
    design = Design(
        times=pd.period_range(start, periods=n, freq="M"),
        terms=("(Intercept)", *columns),
        matrix=np.column_stack([np.ones(n), data[list(columns)].to_numpy(float)]),
        intervention_terms=(),
        interventions=(),
        positions=(),
        offset=np.zeros(n),
        transition=np.zeros(n, dtype=bool),
        used=np.ones(n, dtype=bool),
        time_unit="period",
    )
    return data[outcome].to_numpy(float), design


def traffic(outcome: str) -> tuple[Array, Design, str]:
    """California's traffic accidents: outcome, design, and what R printed of this outcome."""
    values, design = series("traffic2", outcome, (*TRAFFIC, *MONTHS), "1981-01")
    return values, design, below(output("traffic2"), rf"^====  {outcome} ", r"^====|^trend\+months")


def barium() -> tuple[Array, Design, str]:
    """Imports of barium chloride: outcome, design, and what R printed."""
    return *series("barium", "lchnimp", BARIUM, "1978-02"), output("barium")
