# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint report``, ``figures`` and ``compare``: reports are built and compared."""

import os
import shutil
import webbrowser
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turningpoint.cli.app import app
from turningpoint.cli.report_text import LINES, Progress, answers_text, plain, plan_text
from turningpoint.cli.series_options import Texts, flag, option, takes
from turningpoint.cli.terminal.waiting import waiting
from turningpoint.errors import ParameterError
from turningpoint.names import visible

if TYPE_CHECKING:
    from turningpoint.reports.run.run_state import Request

EditionName = Annotated[str, typer.Argument(help="Named set of parameters in reports/editions.toml.")]
OF_ANY_RUN = {
    "settings": option(
        Texts, "NAME=VALUE",
        "Set a parameter; may be given several times. `turningpoint parameters` lists them.",
        "--set",
    ),
    "output": option(
        Path | None, "DIR",
        "Folder of the report (DIR/index.html). By default reports/EDITION, with the settings behind the name.",
    ),
    "jobs": option(int | None, "N", "Notebooks executed at once. By default one a processor.", min=1),
}  # fmt: skip
"""What a report and its figures take."""
OPTIONS = {
    **OF_ANY_RUN,
    "force": flag("Build it even if it is up to date.", "--force"),
    "only": option(Texts, "NN", "Run this notebook alone, e.g. 02; may be repeated. Not a full report."),
    "quick": flag("A draft with the fewest replicates allowed. Not a full report.", "--quick"),
    "dry_run": flag("Say what would be run, where to and about how long; write nothing.", "--dry-run"),
    "show": flag("Open the page in the browser when it is there.", "--open"),
}


@app.command()
@takes(OPTIONS)
def report(edition: EditionName = "default", **chosen: Any) -> None:
    """Build the report of an edition, or say that it is up to date.

    For example:

      turningpoint report

      turningpoint report --set country=MLI --set intervention=2020-08 --output reports/mali

      turningpoint report --set data=attacks.csv --set data_outcome=attacks --set intervention=2021-08

    What --only and --quick make goes to a folder of its own (reports/default.quick), says in page, manifest and
    results that it is not the full report, and never replaces one.

    Exit status: 0 done or up to date; 1 a notebook failed (the previous report is untouched); 2 the input cannot be
    used (nothing was started).
    """
    request = _request(edition, chosen)
    dry_run, jobs, force = (chosen[name] for name in ("dry_run", "jobs", "force"))
    if chosen["show"] and not dry_run:
        _refuse_without_browser(request.output)
    from turningpoint.reports.run.run_state import NOTEBOOKS
    from turningpoint.reports.settings.scope import Scope, chosen_notebooks

    only = chosen["only"]
    scope = Scope(chosen_notebooks(only, NOTEBOOKS.glob("*.ipynb")) if only else (), chosen["quick"])
    folder = request.output if chosen["output"] else request.output.with_name(request.output.name + scope.ending)
    request = replace(request, output=folder, scope=scope)
    if dry_run:
        from turningpoint.reports.run.plan import plan_of

        typer.echo("\n".join(plan_text(plan_of(request, jobs=jobs or os.cpu_count() or 1, force=force))))
        return
    from turningpoint.reports.run.run import run_report

    with Progress() as progress:
        result = run_report(request, jobs=jobs, force=force, progress=progress)
    if not result.ran:
        typer.echo(f"{result.folder.name} is up to date.")
    notice = result.manifest.get("scope", "")
    before = ["", visible(notice)] if notice else [""]
    told = answers_text(
        result.manifest.get("finding", {}), width=shutil.get_terminal_size().columns, most=LINES - len(before) - 1
    )
    for sentence in () if told else result.manifest["headlines"]:  # a report without any answer has sentences
        told += [plain(sentence)]
    typer.echo("\n".join([*before, *told, str(result.page)]))
    if chosen["show"] and not webbrowser.open(result.page.resolve().as_uri()):
        typer.echo(f"The browser did not open. The page is {result.page}", err=True)


def _refuse_without_browser(folder: Path) -> None:
    """Refuse to open a page where nothing can show it, before anything is computed."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        raise ParameterError(
            f"--open: no browser was found here. Leave it away and open {folder / 'index.html'} yourself, "
            "or name a browser in the environment variable BROWSER."
        ) from None


@app.command()
@takes(OF_ANY_RUN)
def figures(edition: EditionName = "default", **chosen: Any) -> None:
    """Draw the figures of a report again, and leave the rest of it as it is.

    The report then counts as out of date unless the figures came out the same byte for byte.
    """
    request = _request(edition, chosen)
    from turningpoint.reports.run.run import run_figures

    with Progress() as progress:
        drawn = run_figures(request, jobs=chosen["jobs"], progress=progress)
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
    with waiting("Comparing every number of the two reports"):
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


def _request(name: str, chosen: Mapping[str, Any]) -> "Request":
    """What is asked of the edition of a name with the settings in place, and the folder of its report."""
    from turningpoint.reports.settings.editions import edition, folder_of

    values: dict[str, object] = {}
    for text in chosen["settings"] or ():
        key, equals, value = text.partition("=")
        key = key.strip()
        if not equals or not key:
            raise ParameterError(f"--set {text!r}: write NAME=VALUE, for example --set country=MLI.")
        if key in values:
            raise ParameterError(f"--set {key} is given twice. Give it once.")
        values[key] = value
    asked = edition(name).with_values(values) if values else edition(name)
    parameters = asked.parameters()  # before the slower imports: a wrong name is told at once
    from turningpoint.reports.run.run_state import Request

    return Request(parameters, chosen["output"] or folder_of(name, values), edition=asked.name, title=asked.title)
