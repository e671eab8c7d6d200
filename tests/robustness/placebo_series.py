"""Series for tests of placebos."""

import numpy as np
import pandas as pd

from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome

SPECIFICATION = Specification(("2010-01",), harmonics=1)


def series(jump=1.0, *, months=300, start="1990-01", seed=1, mean=12.0):
    """Monthly counts with a jump in January 2010."""
    times = pd.period_range(start, periods=months, freq="M")
    random = np.random.default_rng(seed)
    level = np.where(times >= pd.Period("2010-01"), jump, 1.0) * mean
    return Outcome("events", "events", "events per month", "simulated", "", times, random.poisson(level).astype(float))
