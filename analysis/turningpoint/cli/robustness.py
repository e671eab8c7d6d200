# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint robustness``: how the finding on a file of one's own stands up."""

import typer

from turningpoint.choices import CHOICES
from turningpoint.cli import series_options as options
from turningpoint.cli.app import app
from turningpoint.cli.json_file import refuse_json_place, tell
from turningpoint.cli.terminal.waiting import waiting


@app.command()
def robustness(
    context: typer.Context,
    file: options.File,
    time: options.Time = None,
    outcome: options.Outcome = None,
    interventions: options.Interventions = None,
    time_end: options.TimeEnd = None,
    exposure: options.Exposure = None,
    population: options.Population = None,
    ramp: options.Ramp = CHOICES["ramp"].default,
    likelihood: options.LikelihoodChoice = CHOICES["likelihood"].default,
    harmonics: options.Harmonics = None,
    month_indicators: options.MonthIndicators = False,
    transition: options.Transition = 0,
    transition_before: options.TransitionBefore = 0,
    time_unit: options.TimeUnitChoice = None,
    confidence: options.Confidence = CHOICES["confidence"].default,
    replicates: options.Replicates = None,
    null_replicates: options.NullReplicates = CHOICES["null_replicates"].default,
    seed: options.Seed = None,
    rivals: options.Rivals = None,
    control: options.Control = None,
    allow_missing: options.AllowMissing = False,
    dates: options.Order = None,
    decimal: options.Decimal = None,
    sheet: options.Sheet = None,
    missing: options.MissingMarks = None,
    absent: options.Absent = None,
    group: options.Groups = None,
    total: options.Total = False,
    by: options.By = None,
    json_file: options.JsonFile = None,
) -> None:
    """Check the finding on columns of a CSV file: other dates, earlier dates, other specifications, the interval.

    The model is the calibrated one. Each check gives a light in words; that of the date holds, is not shown, is against
    or not available, the others hold, are open, fail or not available. For example:

      turningpoint robustness attacks.csv --time month --outcome attacks --intervention 2021-08

    Exit status: 0 done, whatever the checks say; 1 the model could not be fitted or did not converge; 2 the input
    cannot be used.
    """
    refuse_json_place(json_file, file)
    from turningpoint.its.analysis import analyse
    from turningpoint.its.from_csv import CHOICES, read_question
    from turningpoint.names import as_plain
    from turningpoint.outcome import own_outcome
    from turningpoint.reports.chapters.robustness.checks import STEPS, check, document
    from turningpoint.reports.chapters.robustness.verdict_block import verdict_text
    from turningpoint.robustness.control_countries import controlled
    from turningpoint.robustness.dates.other_events import other_events
    from turningpoint.robustness.dates.turns import turns_in_words
    from turningpoint.sources.own_files.choices import choices_from
    from turningpoint.sources.own_series import read_series

    if len(interventions or ()) != 1:
        raise typer.BadParameter("Give one intervention: its date is what is checked.", param_hint="--intervention")
    if control is not None and likelihood == "gaussian":
        raise typer.BadParameter(
            "Series are compared by ratios, which a gaussian outcome has not.", param_hint="--control"
        )
    if control is not None and time is None:
        raise typer.BadParameter(
            "A file of events has no control; name its column of times too.", param_hint="--control"
        )
    with waiting(f"1 of {STEPS + 1}: fitting the series"):
        asked = read_question(
            file,
            # options that are named like the fields of a specification are its fields
            {name: value for name, value in context.params.items() if name in CHOICES},
            time=time,
            outcome=outcome,
            exposure=exposure,
            population=population,
            allow_missing=allow_missing,
            time_end=time_end,
            reading=choices_from(context.params),
        )
        analysis = analyse(asked.outcome, asked.specification)
    against = None
    if control is not None and time is not None:
        read = read_series(
            file, time=time, outcome=control, allow_missing=allow_missing, time_end=time_end,
            choices=choices_from(context.params),
        )  # fmt: skip
        against = controlled(analysis.outcome, [own_outcome(read)], analysis.specification)
    known = None if rivals is None else other_events(analysis.outcome, analysis.level.when, rivals)
    with waiting("Checking the finding") as begin:
        near = [] if known is None else list(known[["date", "label"]].itertuples(index=False, name=None))
        checks = check(
            analysis, rivals=known, known=near, replicates=null_replicates,
            begun=lambda step, what: begin(f"{step + 1} of {STEPS + 1}: {what}"),
        )  # fmt: skip
    said = [asked.said] if asked.said else []
    said += [verdict_text(analysis.summary(), checks.lights())]
    if rivals is not None:
        said.append(as_plain(turns_in_words(checks.turns)) or "None of the rival events lies inside the series.")
    said += [against.summary()] if against is not None else []
    tell("\n".join(said), json_file, lambda: document(checks, against))
    if not analysis.fit.converged:
        raise typer.Exit(1)
