"""A temporary folder of a run, and what killed runs left of theirs."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "turningpoint-"
LOCK = "lock"
LONGEST = 60
"""Bytes that the path of the folder around it may have: a socket in it may have 107."""


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a temporary folder with a short path for the length of a block; a lock in it says that its maker lives."""
    remove_leftovers()
    made = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=_around()))
    folder = made.with_name(made.name.removeprefix("."))
    try:
        with FileLock(made / LOCK):
            made.rename(folder)  # under this name it is seen by others, who find it locked
            yield folder
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers() -> None:
    """Remove the folders whose makers were killed: nobody holds their lock."""
    for lock in _around().glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError, Timeout), FileLock(lock, timeout=0):
            shutil.rmtree(lock.parent, ignore_errors=True)


def _around() -> Path:
    """The usual folder of temporary files, or a shorter one where its path is too long for sockets."""
    usual = tempfile.gettempdir()
    short = "/tmp"
    return Path(short if len(os.fsencode(usual)) > LONGEST and os.access(short, os.W_OK) else usual)
