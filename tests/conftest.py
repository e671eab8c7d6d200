"""What every test stands on: figures are drawn without a window, and what Hypothesis tries is the same each time."""

import os

import matplotlib as mpl
from hypothesis import settings

# Not by MPLBACKEND: kernels that tests start would inherit it and show no figure.
mpl.use("agg")

settings.register_profile("reproducible", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "reproducible"))
