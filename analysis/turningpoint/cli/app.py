"""The application: what every command shares."""

import codecs
import io
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from turningpoint import __version__
from turningpoint.cli.terminal.output_ends import where_output_ends
from turningpoint.cli.terminal.stop_signals import Stopped, stop_signals
from turningpoint.errors import TurningpointError
from turningpoint.names import as_plain, visible

_PLAIN = {"\N{MINUS SIGN}": "-"}
"""What is written instead of a sign that the terminal's encoding lacks: a lost minus would turn a number round."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Settings of linear algebra, read when numpy is imported, which no command does before it runs."""


def _in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign, "?") for sign in lacking), error.end


codecs.register_error("turningpoint", _in_plain_signs)


class _Commands(TyperGroup):
    """Turns the errors of the package into a message and an exit status: 2 for bad input, 1 for a failed run."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Start; a sign that the terminal's encoding lacks becomes a plain one or a question mark, not a traceback.

        Linear algebra gets one thread unless the environment says otherwise: matrices here are small, and threads only
        wait for one another.
        """
        for name in _THREADS:
            os.environ.setdefault(name, "1")
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="turningpoint")
        with where_output_ends():
            return super().main(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        """Run a command; no traceback for an error that was foreseen, nor for Ctrl-C or another signal to stop."""
        try:
            with stop_signals():
                return super().invoke(ctx)
        except TurningpointError as error:
            said, status = f"error: {visible(as_plain(str(error)))}", error.exit_status
        except MemoryError:
            said, status = "error: there is not enough memory for this. Use fewer or coarser periods.", 1
        except Stopped as stopped:
            said, status = "interrupted: nothing was changed.", stopped.exit_status
        typer.echo(said, err=True)
        raise typer.Exit(status)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Did something change at that date, by how much, and how sure can we be?",
)


@app.callback(invoke_without_command=True)
def _main(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        typer.echo(f"turningpoint {__version__}")
        raise typer.Exit
