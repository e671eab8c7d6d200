"""A sign of life while something is computed: on a terminal at once, elsewhere in a line where it takes long."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

SILENT = 5.0
"""Seconds without a word at most where standard error is no terminal."""


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done on standard error; the function given says what has begun in its stead.

    A terminal shows it with the time it takes, and nothing is left of it. A file or a pipe gets a line for each thing
    that takes longer than `SILENT`.
    """
    if not sys.stderr.isatty():
        line = _Line()
        line(what)
        try:
            yield line
        finally:
            line.stop()
        return
    from rich.console import Console  # noqa: PLC0415 - commands import what they need
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what)
        yield lambda begun: shown.update(task, description=begun)


class _Line:
    """Writes what has begun where it is not over within the time."""

    def __init__(self) -> None:
        self.timer: threading.Timer | None = None

    def __call__(self, what: str) -> None:
        self.stop()
        self.timer = threading.Timer(SILENT, self._write, (what, sys.stderr))
        self.timer.daemon = True
        self.timer.start()

    def stop(self) -> None:
        if self.timer is not None:
            self.timer.cancel()

    @staticmethod
    def _write(what: str, stream: TextIO) -> None:
        stream.write(f"{what} …\n")
        stream.flush()
