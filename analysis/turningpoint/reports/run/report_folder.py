"""The place of a report: one run at a time, written beside it and moved in when complete.

Beside ``NAME`` a run keeps ``.NAME.lock`` (held while it runs), ``.NAME.partial-PID`` (being written) and for an
instant ``.NAME.previous-PID`` (the report being replaced). Whoever holds the lock may clean up after killed runs,
because no other run can be alive.
"""

import errno
import glob
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from turningpoint.errors import InputError, RunError
from turningpoint.reports.settings.scope import notice_in

_KNOWN = {
    "index.html", "methods.html", "data.html", "cite.bib", "cite.json", "notebooks", "figures", "pictures", "tables",
    "parts", "results.json", "manifest.json", "report.pdf", "tables.xlsx",
}  # fmt: skip
_ENDINGS = {".ipynb", ".svg", ".png", ".csv", ".tex", ".jsonl", ".pickle"}
_IGNORED = {".DS_Store", ".ipynb_checkpoints", "Thumbs.db"}


@dataclass(frozen=True)
class Place:
    """A report's folder, claimed by this run, and the ``partial`` one that it writes into, which begins empty."""

    folder: Path
    partial: Path

    @property
    def failed(self) -> Path:
        """Where a failed run is kept."""
        return self.folder.with_name(self.folder.name + ".failed")

    def move_in(self) -> None:
        """Put the complete run in the report's place, and remove what a failed run before it left."""
        _replace(self.folder, self.partial)
        _remove(self.failed)

    def move_figures_in(self) -> None:
        """Put the run's figures in the place of the report's and leave everything else of the report as it is."""
        self.folder.mkdir(exist_ok=True)
        (self.partial / "figures").mkdir(exist_ok=True)
        _swap(self.folder / "figures", self.partial / "figures", self.partial / "figures-before")

    def keep_failed(self) -> Path:
        """Keep the run as failed, beside the report, in place of an earlier failed one."""
        _replace(self.failed, self.partial)
        return self.failed


@contextmanager
def claim(output: Path) -> Iterator[Place]:
    """Claim a report's folder for the length of a block; what the block leaves in ``partial`` is removed.

    Raises
    ------
    InputError
        Another run writes into the folder, it cannot be written, or it holds something no report made.
    RunError
        The block could not write, as on a full disk; nothing of the run is kept.
    """
    folder = settled(output)
    name = folder.name
    refuse_strangers(folder)  # before a lock is left beside what is not ours
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        Path(tempfile.mkdtemp(prefix=f".{name}.probe-", dir=folder.parent)).rmdir()  # a lock would wait, not tell
        lock = FileLock(folder.parent / f".{name}.lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise InputError(
            f"another run is writing into {folder}. Wait until it is done, or choose another folder with --output."
        ) from None
    except OSError as error:
        raise _unwritable(folder, error) from error
    partial = folder.parent / f".{name}.partial-{os.getpid()}"
    place = Place(folder, partial)
    try:
        try:
            _recover(folder)
            refuse_strangers(folder)
            refuse_strangers(place.failed)
            partial.mkdir()
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            yield place
        except OSError as error:
            where = f" on the disk of {folder.parent}" if error.errno == errno.ENOSPC else f": {error.filename}"
            before = " The previous report is untouched." if folder.exists() else ""
            said = f"the report {folder} could not be written: {error.strerror or error}{where}.{before}"
            raise RunError(said) from error
    finally:
        _remove(partial)
        lock.release()


def settled(output: Path) -> Path:
    """The folder with links followed; what no report can replace is refused."""
    try:
        folder = output.resolve()
        loops = folder.is_symlink()
    except (OSError, RuntimeError):  # older Pythons raise RuntimeError for a link that leads to itself
        loops, folder = True, output
    if loops:
        raise InputError(f"the output folder {output} is a link that leads nowhere. Choose another with --output.")
    if not folder.name:
        raise InputError(f"the output folder {output} is the root of a file system. Choose a folder in it.")
    return folder


def _unwritable(folder: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"the output folder {folder} cannot be written: {reason}. Choose another with --output.")


def _recover(folder: Path) -> None:
    """Undo what killed runs left half done. Only for whoever holds the lock."""
    name = glob.escape(folder.name)
    leftovers = sorted(folder.parent.glob(f".{name}.previous-*"), key=lambda path: path.stat().st_mtime)
    if leftovers and not folder.exists():
        leftovers.pop().rename(folder)
    for path in [*leftovers, *folder.parent.glob(f".{name}.partial-*")]:
        shutil.rmtree(path)


def _replace(target: Path, source: Path) -> None:
    """Move a folder to the place of another, which is removed."""
    previous = target.parent / f".{target.name}.previous-{os.getpid()}"
    _swap(target, source, previous)
    _remove(previous)


def _swap(target: Path, source: Path, aside: Path) -> None:
    """Move ``source`` to ``target``; at every moment the old or the new stands whole there or in ``aside``."""
    try:
        if target.exists():
            target.rename(aside)
        source.rename(target)
    except BaseException:
        if aside.exists() and not target.exists():
            aside.rename(target)
        raise


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def refuse_full(folder: Path) -> None:
    """Refuse to put a report that is not whole in the place of one that is.

    Raises
    ------
    InputError
        The folder holds a full report.
    """
    if _is_report(folder) and not notice_in(_content(folder / "results.json") or ()):
        raise InputError(
            f"the output folder {folder} holds a full report, which one that is not whole never replaces. "
            "Choose another folder with --output, or leave --output away."
        )


def refuse_strangers(folder: Path) -> None:
    """Refuse to replace a folder that holds anything but a report."""
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise InputError(f"the output folder {folder} is a file. Choose another with --output.")
    if os.path.ismount(folder):
        raise InputError(f"the output folder {folder} is a mount point and cannot be replaced. Choose a folder in it.")
    entries = sorted(path for path in folder.iterdir() if path.name not in _IGNORED)
    strangers = [path for path in entries if path.name not in _KNOWN]
    for known in entries:
        if known.is_dir() and not strangers:
            inside = (path for path in known.rglob("*") if not _IGNORED & set(path.parts))
            strangers += [path for path in inside if path.is_dir() or path.suffix not in _ENDINGS]
    if not entries or (_is_report(folder) and not strangers):
        return
    shown = ", ".join(str(path.relative_to(folder)) for path in (strangers or entries)[:4])
    raise InputError(
        f"the output folder {folder} holds what no report made ({shown}), which would be lost. "
        "Move that away, or choose another folder with --output."
    )


def _is_report(folder: Path) -> bool:
    """Whether a folder is a report of ours, by its manifest or its results."""
    manifest, results = (_content(folder / name) for name in ("manifest.json", "results.json"))
    if isinstance(manifest, dict) and (not manifest or "input_hash" in manifest):
        return True
    return isinstance(results, list) and (not results or "id" in results[0])


def _content(path: Path) -> Any:
    """What a file of JSON holds; None where it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
