"""The result as JSON, in the file that ``--json`` names."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import typer

from turningpoint.errors import DataError, RunError
from turningpoint.files import refuse_place, write_file
from turningpoint.names import visible


def refuse_json_place(path: Path | None, *inputs: Path | None) -> None:
    """Refuse, before anything is computed, a file that cannot be written or that is one of the inputs.

    Raises
    ------
    ParameterError
        See `turningpoint.files.refuse_place`.
    """
    if path is not None:
        refuse_place(path, option="--json", inputs=[file for file in inputs if file is not None])


def tell(text: str, path: Path | None, document: Callable[[], Mapping[str, object]]) -> None:
    """Print a result, and store it where a file is named. What was computed is printed even if it cannot be stored.

    Raises
    ------
    DataError
        The file cannot be written; the text is printed by then.
    """
    try:
        if path is not None:
            write_json(path, document())
    finally:
        typer.echo(visible(text))


def write_json(path: Path, found: Mapping[str, object]) -> None:
    """Write a result, unrounded; a number that is not finite would be a defect of ours and is not written.

    Raises
    ------
    DataError
        The file cannot be written.
    """
    text = json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
    try:
        write_file(path, f"{text}\n")
    except RunError as error:
        raise DataError(f"{error}", remedy="Name another file.") from error
