"""Which columns of a table hold numbers as text, rounded for reading: none of a file that says it is unrounded."""

import re

import pandas as pd

_NUMBER = r"[+−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?"
_ENDS = rf"{_NUMBER} (?:to {_NUMBER}|or (?:more|less))"
_FORMATTED = re.compile(rf"[×÷] {_NUMBER}|{_ENDS}|{_NUMBER} \({_ENDS}\)|{_NUMBER} : {_NUMBER}|{_NUMBER}%?")
_YEARS = re.compile(r"(?:19|20)\d\d to (?:19|20)\d\d")


def formatted_columns(frame: pd.DataFrame) -> list[str]:
    """Columns of a table read as text where most cells that are not empty are rounded numbers in words."""
    found = []
    for name in frame.columns:
        cells = [str(cell) for cell in frame[name] if str(cell) not in ("", "–", "nan")]
        written = [cell for cell in cells if _FORMATTED.fullmatch(cell) and not _YEARS.fullmatch(cell)]
        plain = [cell for cell in written if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", cell)]
        if len(written) > len(cells) / 2 and len(plain) < len(written):
            found.append(str(name))
    return found
