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
