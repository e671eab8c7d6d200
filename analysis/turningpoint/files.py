"""Files of the user's: read up to a size, written whole or not at all, and never over what was read."""

import os
import secrets
import select
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import IO

from turningpoint.errors import DataError, ParameterError, RunError

PATIENCE = 10.0
"""Seconds to wait for a pipe that nobody writes to."""
LARGEST = 50_000_000
"""Bytes of a file that are read at most: a hundred times the largest series that can be fitted."""


def read_bytes(path: Path, *, largest: int = LARGEST, remedy: str = "") -> bytes:
    """Read a file, or a stream that ends, in memory that is bounded; ``remedy`` is what to do where it is too large.

    A `DataError` where there is no such file, or it is a folder, not readable, or of more than ``largest`` bytes.
    """
    with opened(path) as (file, before):
        regular = stat.S_ISREG(before.st_mode)
        try:
            content = _all_of(file, largest, path, pipe=not regular)
        except (OSError, ValueError) as error:
            raise DataError(f"the file cannot be read ({reason(error)}).", file=path) from error
        after = os.fstat(file.fileno())
    if regular and (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise DataError("the file was changed while it was read.", file=path, remedy="Run it again when it is at rest.")
    if len(content) > largest:
        problem = f"the file is larger than {largest / 1e6:,.0f} MB, which is read at most."
        raise DataError(problem, file=path, remedy=remedy)
    return content


@contextmanager
def opened(path: Path) -> Iterator[tuple[FileIO, os.stat_result]]:
    """Open a file, or a stream, for reading without a buffer, and give it with what the system says of it.

    A `DataError` where there is no such file, it is a folder or not readable.
    """
    try:
        # not blocking, so that a pipe which nobody writes to is not waited for
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as error:
        raise DataError("there is no such file.", file=path, remedy="Check the path.") from error
    except (OSError, ValueError) as error:
        raise DataError(f"the file cannot be read ({reason(error)}).", file=path) from error
    facts = os.fstat(descriptor)
    if stat.S_ISDIR(facts.st_mode):
        os.close(descriptor)
        raise DataError("this is a folder, not a file.", file=path, remedy="Give the file itself.")
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        yield file, facts


def wait_for_pipe(file: IO[bytes], path: Path) -> None:
    """Wait until something comes through a pipe; a `DataError` where nothing does for `PATIENCE`."""
    if not select.select([file], [], [], PATIENCE)[0]:
        raise DataError(
            f"nothing came through this pipe for {PATIENCE:.0f} seconds.",
            file=path,
            remedy="Start what writes to it, or give a file.",
        )


def _all_of(file: IO[bytes], largest: int, path: Path, *, pipe: bool) -> bytes:
    """Read to the end, or a byte past what is read at most."""
    blocks, size = [], 0
    while size <= largest:
        if pipe:
            wait_for_pipe(file, path)
        if not (block := file.read(min(largest + 1 - size, 1_000_000))):
            break
        blocks.append(block)
        size += len(block)
    return b"".join(blocks)


def refuse_place(path: Path, *, option: str, inputs: Iterable[Path] = ()) -> None:
    """Refuse a file that could not be written once all is computed, or that would take the place of an input.

    Parameters
    ----------
    path : where the file is to stand.
    option : how the user named it, like ``--json``.
    inputs : files that are read; a symbolic or hard link to one is the same file.

    A `ParameterError` where it is one of the inputs, a folder, in no folder, or may not be written.
    """
    try:
        if same := [one for one in inputs if path.exists() and one.exists() and path.samefile(one)]:
            raise ParameterError(
                f"{option} {path} is the file that is read ({same[0]}); it would be overwritten. Name another file."
            )
        target = path.resolve()
        if target.is_dir():
            raise ParameterError(f"{option} {path} is a folder. Name a file in it.")
        if not target.parent.is_dir():
            raise ParameterError(
                f"{option} {path} cannot be written: there is no folder {path.parent}. Make it, or name another."
            )
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError("the file may not be written")
        if not _in_place(target):
            beside = _beside(target)
            os.close(os.open(beside, _NEW, 0o666))
            beside.unlink()
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
        raise ParameterError(f"{option} {path} cannot be written: {reason(error)}. Name another file.") from error


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file beside its place and move it in when it is complete; text in UTF-8, line ends as they are.

    What stood there before stays until then. A symbolic link is followed; what is no regular file (a terminal, a pipe)
    is written to as it is.

    A `RunError` where it cannot be written: nothing is left of it, and its folder and the reason are named.
    """
    try:
        raw = content.encode("utf-8") if isinstance(content, str) else content
        target = path.resolve()
        if _in_place(target):
            with target.open("wb", buffering=0) as file:
                file.write(raw)
            return
        beside = _beside(target)
        try:
            with os.fdopen(os.open(beside, _NEW, 0o666), "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())  # a full disk may be told only now
            if target.exists():
                beside.chmod(stat.S_IMODE(target.stat().st_mode))
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except (OSError, ValueError, RuntimeError) as error:
        raise RunError(f"{path.name} cannot be written to the folder {path.parent}: {reason(error)}.") from error


def reason(error: Exception) -> str:
    """Say why the system refused, in its own words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _beside(target: Path) -> Path:
    """A name in the same folder, and so on the same disk, that nobody has."""
    return target.with_name(f".turningpoint-{os.getpid()}-{secrets.token_hex(4)}")


def _in_place(target: Path) -> bool:
    """Whether there is something that must not be replaced by a file: a device or a pipe."""
    return target.exists() and not target.is_file()
