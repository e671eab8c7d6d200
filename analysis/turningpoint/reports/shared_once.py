"""Work that several notebooks of one run ask for is done once: the first computes, the others wait and read."""

import hashlib
import pickle
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from filelock import FileLock

from turningpoint.files import write_file
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.reports.notebook_output import run_folder
from turningpoint.robustness.dates.date_set import DateSet, date_set

Found = TypeVar("Found")


def once(compute: Callable[[], Found], *key_parts: object) -> Found:
    """Compute something once a run; outside a run simply compute it.

    Inside a run the result lies under ``parts/once`` of the run's folder, from which the run removes it in the end. A
    second kernel that asks meanwhile waits. An error is not kept: who asks next computes again.

    Parameters
    ----------
    compute : gives a result that can be pickled.
    key_parts : all that the result depends on, a name for the work first: texts, numbers, tuples or frozen dataclasses
        of these, arrays, outcomes. The code of the package does not change within a run.
    """
    folder = run_folder()
    if folder is None:
        return compute()
    kept = folder / "parts" / "once" / f"{_digest(key_parts)}.pickle"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(kept.with_suffix(".lock")):
        if not kept.exists():
            write_file(kept, pickle.dumps(compute()))
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]


def date_set_once(outcome: Outcome, specification: Specification) -> DateSet:
    """Give the set of dates, as `turningpoint.robustness.dates.date_set.date_set` does, computed once a run."""
    return once(lambda: date_set(outcome, specification), "date_set", outcome, specification)


def _digest(key_parts: tuple[object, ...]) -> str:
    digest = hashlib.sha256()
    for part in key_parts:
        for piece in (part.labels, part.values, part.exposure) if isinstance(part, Outcome) else (part,):
            content = repr(piece).encode()
            if isinstance(piece, np.ndarray):  # numpy shortens the text of a long one
                content = f"{piece.dtype} {piece.shape} ".encode() + piece.tobytes()
            digest.update(f"{len(content)}:".encode() + content)
    return digest.hexdigest()
