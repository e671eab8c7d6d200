"""Figures drawn anew from what a report kept of them: what each was drawn from, with the drawing code as it is now."""

import json
import pickle
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt

from turningpoint.reports.run.input_hashes import Inputs, file_hash
from turningpoint.reports.run.manifest import MANIFEST

PICTURES = "pictures"


def kept_pictures(report: Path, inputs: Inputs) -> tuple[list[Path], str]:
    """What a report kept of its figures, if all of it is there, unchanged, and of the same settings and data.

    The files, and an empty text; or none, and the reason in a clause.
    """
    try:
        manifest: dict[str, Any] = json.loads((report / MANIFEST).read_text(encoding="utf-8"))
        made_of, outputs = (manifest["parameters"], manifest["data"]), manifest["outputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return [], "there is no report yet"
    if made_of != (inputs.parameters, inputs.data):
        return [], "the report is of other settings or data"
    drawn = {Path(name).stem for name in outputs if name.startswith("figures/")}
    files = [report / PICTURES / f"{name}.pickle" for name in sorted(drawn)]
    for file in files:
        # nothing is read that the run itself did not write
        if not file.is_file() or outputs.get(f"{PICTURES}/{file.name}") != file_hash(file):
            return [], f"what {file.stem} was drawn from is not kept"
    return files, ""


def redraw(files: list[Path], folder: Path) -> str:
    """Draw every picture anew into a folder; gives the reason in a clause where the code has moved on too far."""
    from turningpoint.reports.notebook_output import figure_files  # noqa: PLC0415 - IPython is slow to import

    folder.mkdir(exist_ok=True)
    for file in files:
        try:
            picture = pickle.loads(file.read_bytes())()
        except (AttributeError, ImportError, TypeError, pickle.UnpicklingError) as error:
            return f"what {file.stem} was drawn from does not fit the code any more ({error})"
        for ending, content in figure_files(picture).items():
            (folder / f"{file.stem}.{ending}").write_bytes(content)
        plt.close(picture.figure)
    return ""
