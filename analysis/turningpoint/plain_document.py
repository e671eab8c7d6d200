"""A result as plain lists and dictionaries, unrounded: what JSON can hold."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd


def to_plain(value: Any) -> Any:
    """Turn a dataclass, a table or whatever holds them into plain lists and dictionaries, however deep they stand.

    A dataclass becomes its fields by name, a table a list of its rows, an array a list, a period its label. A number
    that is not finite becomes None: strict JSON has no word for it.

    >>> to_plain({"rows": pd.DataFrame({"at": [2021], "ratio": [float("nan")]}), "ends": (np.float64(0.5), math.inf)})
    {'rows': [{'at': 2021, 'ratio': None}], 'ends': [0.5, None]}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, pd.DataFrame):
        return to_plain(value.astype(object).to_dict(orient="records"))
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [to_plain(item) for item in value]
    if isinstance(value, pd.Period):
        return str(value)
    if isinstance(value, np.generic):
        value = value.item()
    return None if value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)) else value
