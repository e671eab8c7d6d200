"""Monthly series for the tests of this folder."""

import numpy as np
import pandas as pd

from turningpoint.outcome import Outcome


def series(values, start="2015-01", freq="M"):
    """Make an outcome of these values."""
    times = pd.period_range(start, periods=len(values), freq=freq)
    return Outcome("events", "events", "events", "a simulation", "", times, np.asarray(values, dtype=float))
