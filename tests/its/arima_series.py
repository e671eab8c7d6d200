"""The series of R's own ARIMA examples, designs for them, and what R printed."""

from functools import cache

import numpy as np
import pandas as pd

from tests.its.golden import FOLDER, below, output
from turningpoint.arrays import Array
from turningpoint.its.model.design import Design

HOLES = np.array([7, 8, 60, *range(100, 105), *range(171, 177), 190]) - 1
"""The months that the R script empties."""
LAW = 169
"""Position of February 1983, the first month of the seat-belt law."""


@cache
def _data() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "arima" / "data.csv")


def r_series(name: str) -> Array:
    """One series of R's package datasets, NaN where it has a hole."""
    return _data().query("series == @name")["value"].to_numpy(float)


def drivers(*, holes: bool = False, logarithm: str = "log10") -> Array:
    """Logarithm of car drivers killed or seriously injured in Great Britain, monthly from January 1969."""
    values = getattr(np, logarithm)(r_series("UKDriverDeaths"))
    values[HOLES if holes else []] = np.nan
    return values


def seat_belt_columns(*names: str) -> dict[str, Array]:
    """Columns as the R script has them: step, ramp in months, petrol, trend in months, month_2, …."""
    t = np.arange(192)
    columns = {
        "trend": t - LAW,
        "step": t >= LAW,
        "ramp": np.maximum(t - LAW, 0),
        "petrol": r_series("PetrolPrice"),
        "log_petrol": np.log(r_series("PetrolPrice")),
        **{f"month_{m}": t % 12 + 1 == m for m in range(2, 13)},
    }
    wanted = [name for name in columns if name in names or (name.startswith("month_") and "months" in names)]
    return {name: np.asarray(columns[name], dtype=float) for name in wanted}


def design_of(values: Array, columns: dict[str, Array], *, at: int = LAW) -> Design:
    """An intercept and columns; step and ramp are those of an intervention at a position."""
    n = len(values)
    terms = tuple(term for term in ("step", "ramp") if term in columns)
    return Design(
        times=pd.period_range("1969-01", periods=n, freq="M"),
        terms=("intercept", *columns),
        matrix=np.column_stack([np.ones(n), *columns.values()]),
        intervention_terms=terms,
        interventions=("1983-02",) if terms else (),
        positions=(at,) if terms else (),
        offset=np.zeros(n),
        transition=np.zeros(n, dtype=bool),
        used=np.isfinite(values),
        time_unit="period",
    )


def printed(name: str) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Estimate and standard error of each parameter, σ² and log-likelihood."""
    block = below(output("arima"), rf"^{name} ", r"^$|\Z")
    sigma2, log_likelihood = (float(block.split()[i]) for i in (1, 3))
    rows = [line.split() for line in block.splitlines()[2:]]
    return {row[0]: (float(row[1]), float(row[2])) for row in rows}, sigma2, log_likelihood
