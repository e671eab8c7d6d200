"""Simulated deaths of two sides for tests."""

import numpy as np
import pandas as pd

from turningpoint.killratio.over_time.simulated_deaths import Cell, Clusters, design_of, simulate

SMALL = Clusters(3.0, 2.0, 15.0)


def table(points=60, *, change=False, rho=0.4, seed=1, clusters=SMALL, factor=True):
    """Months, deaths of each side, cluster factors; the intervention stands after two thirds of the months."""
    cell = Cell(0, points, points - 2 * points // 3, rho, clusters, change, True)
    drawn = simulate(cell, design_of(cell), 1, np.random.default_rng(seed))
    frame = pd.DataFrame(
        {
            "month": pd.period_range("2015-01", periods=points, freq="M"),
            "militants": drawn.militants[0].astype(int),
            "security": drawn.security[0].astype(int),
            "factor": drawn.factor[0],
        }
    )
    return frame if factor else frame.drop(columns="factor")


def jump():
    """Sixty months of deaths as a file has them; those of militants triple after three years."""
    rng = np.random.default_rng(5)
    months = pd.period_range("2016-01", periods=60, freq="M").astype(str)
    killed = rng.poisson(np.where(np.arange(60) < 36, 20, 60))
    return pd.DataFrame({"month": months, "killed": killed, "lost": rng.poisson(20, 60), "counted": "attacks"})
