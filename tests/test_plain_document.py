"""What leaves for machines is strict JSON, however deep it stands."""

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd

from turningpoint.plain_document import to_plain


@dataclass(frozen=True)
class Inner:
    when: pd.Period
    values: np.ndarray


def test_a_dataclass_is_plain_however_deep_its_numbers_stand():
    inner = Inner(pd.Period("2021-08", freq="M"), np.array([1.5, np.inf]))
    table = pd.DataFrame({"count": [3], "known": [True], "ratio": [np.nan], "month": [inner.when]})
    found = to_plain({"inner": (inner,), "table": table, "number": np.int64(4), "none": None, "never": pd.NaT})
    assert json.loads(json.dumps(found, allow_nan=False)) == {
        "inner": [{"when": "2021-08", "values": [1.5, None]}],
        "table": [{"count": 3, "known": True, "ratio": None, "month": "2021-08"}],
        "number": 4,
        "none": None,
        "never": None,
    }
