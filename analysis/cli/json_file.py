"""A result written to a file in strict JSON."""

import json
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import DataError


def write_json(path: Path, found: Mapping[str, object]) -> None:
    """Write a result, unrounded; a number that is not finite would be a defect of ours and is not written.

    Raises
    ------
    DataError
        The file cannot be written.
    """
    text = json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
    try:
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror}.", file=path, remedy="Name another file.") from error
