# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint report``, ``figures`` and ``compare``: reports are built and compared."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from turningpoint.cli.app import app
from turningpoint.errors import ParameterError
from turningpoint.names import visible

if TYPE_CHECKING:
    from turningpoint.reports.run.run import Step
    from turningpoint.reports.settings.editions import Edition

EditionName = Annotated[str, typer.Argument(help="Named set of parameters in reports/editions.toml.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Set a parameter; may be given several times. `turningpoint parameters` lists them.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Folder of the report (DIR/index.html). By default reports/EDITION, with the settings behind the name.",
    ),
]
Jobs = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Notebooks executed at once. By default one a processor.")
]


@app.command()
def report(
    edition: EditionName = "default",
    settings: Settings = None,
    output: Output = None,
    jobs: Jobs = None,
    force: Annotated[bool, typer.Option("--force", help="Build it even if it is up to date.")] = False,
) -> None:
    """Build the report of an edition, or say that it is up to date.

    For example:

      turningpoint report

      turningpoint report --set country=MLI --set intervention=2020-08 --output reports/mali

      turningpoint report --set data=attacks.csv --set data_outcome=attacks --set intervention=2021-08

    Exit status: 0 done or up to date; 1 a notebook failed (the previous report is untouched); 2 the input cannot be
    used (nothing was started).
    """
    chosen, folder = _chosen(edition, settings, output)
    parameters = chosen.parameters()  # before the slower imports: a wrong name is told at once
    from turningpoint.reports.run.run import run_report
    from turningpoint.reports.run.run_state import Request

    request = Request(parameters, folder, edition=chosen.name, title=chosen.title)
    with _Progress() as progress:
        result = run_report(request, jobs=jobs, force=force, progress=progress)
    if not result.ran:
        typer.echo(f"{result.folder.name} is up to date.")
    for sentence in result.manifest["headlines"]:
        typer.echo(f"\n{_plain(sentence)}")
    typer.echo(f"\n{result.page}")


@app.command()
def figures(
    edition: EditionName = "default", settings: Settings = None, output: Output = None, jobs: Jobs = None
) -> None:
    """Draw the figures of a report again, and leave the rest of it as it is.

    The report then counts as out of date unless the figures came out the same byte for byte.
    """
    chosen, folder = _chosen(edition, settings, output)
    parameters = chosen.parameters()
    from turningpoint.reports.run.run import run_figures
    from turningpoint.reports.run.run_state import Request

    request = Request(parameters, folder, edition=chosen.name, title=chosen.title)
    with _Progress() as progress:
        drawn = run_figures(request, jobs=jobs, progress=progress)
    typer.echo(f"\n{drawn}")


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of a report, or its results.json.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The one to compare with it.")],
    tolerance: Annotated[
        float, typer.Option(min=0.0, help="Relative difference of two numbers that counts as the same.")
    ] = 1e-6,
    every: Annotated[bool, typer.Option("--all", help="Print every difference, a line each.")] = False,
    page: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write what changed as a page to read.")
    ] = None,
) -> None:
    """Say what changed from one report to another: results, and the data of figures and tables of two folders.

    In at most 30 lines: verdicts first, then the largest changes.

    Exit status: 0 nothing changed; 1 something did; 2 one of the two cannot be read.
    """
    from turningpoint.files import refuse_place, write_file
    from turningpoint.reports.changes.summary import LINES, summary_of
    from turningpoint.reports.run.compare_reports import compare_reports

    if page is not None:
        refuse_place(page, option="--html", inputs=(old, new, old / "results.json", new / "results.json"))
    differences = compare_reports(old, new, tolerance=tolerance)
    summary = summary_of(old, new, differences)
    if page is not None:
        from turningpoint.reports.changes.page import changes_page

        write_file(page, changes_page(summary, old=str(old), new=str(new), tolerance=tolerance))
    for difference in differences if every else ():
        typer.echo(visible(str(difference)))
    if not differences:
        typer.echo("\n".join([*map(visible, summary.notices), f"No difference beyond a relative {tolerance:g}."]))
        return
    lines = summary.lines(LINES - 1)
    if len(differences) > len(lines):
        lines.append(f"All {len(differences):,} differences: --all. As a page: --html FILE.")
    for line in lines:
        typer.echo(visible(line))
    raise typer.Exit(1)


def _chosen(name: str, settings: list[str] | None, output: Path | None) -> "tuple[Edition, Path]":
    """The edition with the settings in place, and the folder of its report."""
    from turningpoint.reports.settings.editions import edition, folder_of

    values: dict[str, object] = {}
    for text in settings or ():
        key, equals, value = text.partition("=")
        key = key.strip()
        if not equals or not key:
            raise ParameterError(f"--set {text!r}: write NAME=VALUE, for example --set country=MLI.")
        if key in values:
            raise ParameterError(f"--set {key} is given twice. Give it once.")
        values[key] = value
    chosen = edition(name).with_values(values) if values else edition(name)
    return chosen, output or folder_of(name, values)


def _plain(markdown: str) -> str:
    """Markdown without its marks, for a terminal."""
    without_links = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown)
    without_marks = re.sub(r"\*\*|`|(?<!\w)[*_](?=\w)|(?<=[\w.,)])[*_](?!\w)", "", without_links)
    return visible(re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), without_marks))  # see names.as_markup


class _Progress:
    """One line a notebook; a bar below them on a terminal only."""

    def __enter__(self) -> "_Progress":
        from rich.console import Console
        from rich.progress import Progress

        class Heard(Console):
            def on_broken_pipe(self) -> None:
                raise BrokenPipeError  # as of any other output; rich would leave with 1, as of a notebook that failed

        self.console = Heard(highlight=False, soft_wrap=True)
        self.bar = Progress(console=self.console, transient=True, disable=not self.console.is_terminal)
        self.task = self.bar.add_task("notebooks", total=None)
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def __call__(self, step: "Step") -> None:
        seconds = f" in {step.seconds:.1f} s" if step.status != "skipped" else ""
        self.console.print(f"{step.notebook}: {step.status}{seconds}", markup=False)
        self.bar.update(self.task, total=step.total, completed=step.finished)
