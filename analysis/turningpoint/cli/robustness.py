# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint robustness``: how the finding on a file of one's own stands up."""

from typing import Any

import typer

from turningpoint.cli import series_options as options
from turningpoint.cli.app import app
from turningpoint.cli.json_file import refuse_json_place, tell
from turningpoint.cli.terminal.waiting import waiting

NOT_TAKEN = ("pulses", "of", "per", "covariate", "errors", "pre_trend", "horizon", "equivalence", "certified")


@app.command()
@options.takes(options.of_series(without=NOT_TAKEN))
def robustness(file: options.File, **chosen: Any) -> None:
    """Check the finding on columns of a CSV file: other dates, earlier dates, other specifications, the interval.

    The model is the calibrated one. Each check gives a light in words; that of the date holds, is not shown, is against
    or not available, the others hold, are open, fail or not available. For example:

      turningpoint robustness attacks.csv --time month --outcome attacks --intervention 2021-08

    Exit status: 0 done, whatever the checks say; 1 the model could not be fitted or did not converge; 2 the input
    cannot be used.
    """
    refuse_json_place(chosen["json_file"], file)
    from turningpoint.its.analysis import analyse
    from turningpoint.names import as_plain
    from turningpoint.outcome import own_outcome
    from turningpoint.reports.chapters.robustness.checks import STEPS, check, document
    from turningpoint.reports.chapters.robustness.verdict_block import verdict_text
    from turningpoint.robustness.control_countries import controlled
    from turningpoint.robustness.dates.other_events import other_events
    from turningpoint.robustness.dates.turns import turns_in_words
    from turningpoint.sources.own_files.choices import choices_from
    from turningpoint.sources.own_series import read_series

    control, rivals = chosen["control"], chosen["rivals"]
    if len(chosen["interventions"] or ()) != 1:
        raise typer.BadParameter("Give one intervention: its date is what is checked.", param_hint="--intervention")
    if control is not None and chosen["likelihood"] == "gaussian":
        raise typer.BadParameter(
            "Series are compared by ratios, which a gaussian outcome has not.", param_hint="--control"
        )
    if control is not None and chosen["time"] is None:
        raise typer.BadParameter(
            "A file of events has no control; name its column of times too.", param_hint="--control"
        )
    with waiting(f"1 of {STEPS + 1}: fitting the series"):
        asked = options.question(file, chosen)
        analysis = analyse(asked.outcome, asked.specification)
    against = None
    if control is not None:
        columns = {name: chosen[name] for name in ("time", "time_end", "allow_missing")}
        read = read_series(file, outcome=control, choices=choices_from(chosen), **columns)
        against = controlled(analysis.outcome, [own_outcome(read)], analysis.specification)
    known = None if rivals is None else other_events(analysis.outcome, analysis.level.when, rivals)
    with waiting("Checking the finding") as begin:
        near = [] if known is None else list(known[["date", "label"]].itertuples(index=False, name=None))
        checks = check(
            analysis, rivals=known, known=near, replicates=chosen["null_replicates"],
            begun=lambda step, what: begin(f"{step + 1} of {STEPS + 1}: {what}"),
        )  # fmt: skip
    said = [asked.said] if asked.said else []
    said += [verdict_text(analysis.summary(), checks.lights())]
    if rivals is not None:
        said.append(as_plain(turns_in_words(checks.turns)) or "None of the rival events lies inside the series.")
    said += [against.summary()] if against is not None else []
    tell("\n".join(said), chosen["json_file"], lambda: document(checks, against))
    if not analysis.fit.converged:
        raise typer.Exit(1)
