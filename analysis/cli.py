# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""The command ``turningpoint``."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from analysis.errors import ParameterError, TurningpointError

if TYPE_CHECKING:
    from analysis.reports.editions import Edition
    from analysis.reports.run import Step


class _Commands(TyperGroup):
    """Turns the errors of the package into a message and an exit status: 2 for bad input, 1 for a failed run."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; no traceback for an error that was foreseen, nor for Ctrl-C."""
        try:
            return super().invoke(ctx)
        except TurningpointError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(error.exit_status) from None
        except KeyboardInterrupt:
            typer.echo("interrupted: nothing was changed.", err=True)
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Did something change at that date, by how much, and how sure can we be?",
)

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


@app.callback(invoke_without_command=True)
def _main(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"turningpoint {installed('turningpoint')}")
        raise typer.Exit


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
    from analysis.reports.run import Request, run_report

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
    from analysis.reports.run import Request, run_figures

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
) -> None:
    """List what changed from one report to another: results, and the data of figures and tables of two folders.

    Exit status: 0 nothing changed; 1 something did; 2 one of the two cannot be read.
    """
    from analysis.reports.compare import compare_reports

    differences = compare_reports(old, new, tolerance=tolerance)
    for difference in differences:
        typer.echo(str(difference))
    if differences:
        raise typer.Exit(1)
    typer.echo(f"No difference beyond a relative {tolerance:g}.")


@app.command()
def parameters() -> None:
    """List the parameters of a report: type, range, default, help."""
    from analysis.reports.parameter_table import parameter_table

    for row in parameter_table():
        default = str(row.default).lower() if isinstance(row.default, bool) else row.default
        typer.echo(f"{row.name} = {default if default != '' else '(empty)'}{f' {row.unit}' if row.unit else ''}")
        typer.echo(f"    {row.help}.\n    {row.kind}: {row.allowed}")


@app.command()
def data(
    countries: Annotated[bool, typer.Option("--countries", help="List the countries of each source as well.")] = False,
) -> None:
    """List the data there is: tables with coverage and licence, sources and outcomes of a report."""
    from analysis.sources.catalogue import catalogue
    from analysis.sources.offer import OUTCOMES, SOURCES
    from analysis.sources.states import country_names

    typer.echo("TABLES\n")
    for table in catalogue():
        typer.echo(f"{table.path.name}: {table.title}")
        typer.echo(f"    {table.coverage}, {table.rows:,} rows; one row is {table.one_row}")
        typer.echo(f"    {table.producer}, {table.version}; licence: {table.licence}")
        if table.link:
            typer.echo(f"    {table.link}")
    typer.echo("\nSOURCES (parameter source)\n")
    for source in SOURCES.values():
        begin, end = source.coverage
        typer.echo(f"{source.name}: {source.title}")
        places = ", ".join(source.only) or f"{len(source.countries)} countries"
        typer.echo(f"    {begin} to {end}, by {source.frequency}; {places}; outcomes: {', '.join(source.outcomes)}")
    typer.echo("\nOUTCOMES (parameter outcome)\n")
    for name, kind in OUTCOMES.items():
        typer.echo(f"{name}: {kind.label}\n    The source {kind.definition}.")
    typer.echo("\nCOUNTRIES (parameter country)\n")
    names = country_names()
    if countries:
        for code, country in names.items():
            typer.echo(f"{code} {country}")
    else:
        typer.echo(f"{', '.join(names)}\n\n`turningpoint data --countries` gives their names.")


def _chosen(name: str, settings: list[str] | None, output: Path | None) -> "tuple[Edition, Path]":
    """The edition with the settings in place, and the folder of its report."""
    from analysis.reports.editions import edition, folder_of

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
    return re.sub(r"\*\*|`|(?<!\w)[*_](?=\w)|(?<=[\w.,)])[*_](?!\w)", "", without_links)


class _Progress:
    """One line a notebook; a bar below them on a terminal only."""

    def __enter__(self) -> "_Progress":
        from rich.console import Console
        from rich.progress import Progress

        self.console = Console(highlight=False, soft_wrap=True)
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


if __name__ == "__main__":
    app()
