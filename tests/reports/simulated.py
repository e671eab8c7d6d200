"""A made-up outcome for tests of wording."""

import numpy as np
import pandas as pd

from turningpoint.outcome import Outcome


def simulated(bend=0.0, level=1.0, seed=1, n=120, at=79):
    years = (np.arange(n) - at) / 12
    mean = 30 * np.exp(bend * np.minimum(years, 0) ** 2 + np.log(level) * (years >= 0))
    return Outcome(
        name="events",
        label="events of a made-up kind",
        unit="events per month",
        source="simulation",
        geography="Nowhere",
        times=pd.period_range("2015-01", periods=n, freq="M"),
        values=np.random.default_rng(seed).poisson(mean).astype(float),
    )
