"""The one name for an array of numbers; its shape stands in the docstring of whoever takes or gives it."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
