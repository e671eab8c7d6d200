"""What happens when nothing more can be written to the terminal's place: a closed pipe, a full device."""

import contextlib
import os
import sys
from collections.abc import Iterator

CLOSED = 128 + 13
"""Exit status where the reader went away, as of a program that its signal SIGPIPE ends; it says nothing else."""
FULL = 2
"""Exit status where what should have been printed could not be: it must not read as 1, something changed or failed."""


@contextlib.contextmanager
def where_output_ends() -> Iterator[None]:
    """End silently where the reader of a pipe went away, and with one line where the device is full.

    Errors that name a file are about that file, not about the output, and go on.
    """
    before = sys.stdout, sys.stderr
    try:
        yield
    except SystemExit:
        if sys.stdout is before[0]:
            raise
        # typer saw the closed pipe, put streams in place that say nothing, and left with 1
        sys.stdout, sys.stderr = before
        _drop()
        raise SystemExit(CLOSED) from None
    except BrokenPipeError:
        _drop()
        raise SystemExit(CLOSED) from None
    except OSError as error:
        if error.filename is not None:
            raise
        with contextlib.suppress(OSError):
            sys.stderr.write(f"error: the output cannot be written: {error.strerror}.\n")
            sys.stderr.flush()
        _drop()
        raise SystemExit(FULL) from None


def _drop() -> None:
    """Send what is still in the streams nowhere, or the interpreter would fail with it on its way out."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
            continue
        with contextlib.suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
