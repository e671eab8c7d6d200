# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint its``: the interrupted time series of a file of one's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from turningpoint.choices import CHOICES
from turningpoint.cli import series_options as options
from turningpoint.cli.app import app
from turningpoint.cli.json_file import refuse_json_place, tell
from turningpoint.cli.terminal.waiting import waiting
from turningpoint.errors import ParameterError


@app.command()
def its(
    context: typer.Context,
    file: options.File,
    time: options.Time = None,
    outcome: options.Outcome = None,
    interventions: options.Interventions = None,
    pulses: options.Pulses = None,
    time_end: options.TimeEnd = None,
    exposure: options.Exposure = None,
    population: options.Population = None,
    of: options.Of = None,
    per: options.Per = None,
    covariate: Annotated[
        list[str] | None, typer.Option(metavar="COL", help="Column of a covariate. May be repeated.")
    ] = None,
    ramp: options.Ramp = CHOICES["ramp"].default,
    likelihood: options.LikelihoodChoice = CHOICES["likelihood"].default,
    errors: options.Errors = CHOICES["errors"].default,
    pre_trend: options.PreTrendChoice = CHOICES["pre_trend"].default,
    harmonics: options.Harmonics = None,
    month_indicators: options.MonthIndicators = False,
    transition: options.Transition = 0,
    transition_before: options.TransitionBefore = 0,
    time_unit: options.TimeUnitChoice = None,
    horizon: Annotated[
        list[int] | None,
        typer.Option(metavar="H", help="Sum the excess over the first H periods too. May be repeated."),
    ] = None,
    equivalence: options.Equivalence = None,
    confidence: options.Confidence = CHOICES["confidence"].default,
    replicates: options.Replicates = None,
    certified: Annotated[
        bool | None,
        typer.Option(
            "--certificate/--no-certificate",
            help="Simulate how often the interval of the jump holds the truth on series like this one (calibrated "
            "errors). By default up to 1,500 periods: about a minute, and in proportion to the length.",
        ),
    ] = None,
    seed: options.Seed = None,
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
    """Fit an interrupted time series to columns of a CSV file and print level, slope and excess.

    A calibrated fit has what others would have reported beside it, and a certificate: whether its interval does
    what it says on simulated series like this one. Only the named columns are read and checked. For example:

      turningpoint its attacks.csv --time month --outcome attacks --intervention 2021-08

    Exit status: 0 done; 1 the model could not be fitted or did not converge; 2 the input cannot be used.
    """
    if not interventions and not pulses:
        raise typer.BadParameter(
            "Name the first period after, e.g. 2021-08, or an event that ends with --pulse.",
            param_hint="--intervention",
        )
    refuse_json_place(json_file, file)
    if of is not None:
        _share(context, file, of, horizon or (), json_file)
        return
    from turningpoint.cli.its_text import as_text, others
    from turningpoint.its.analysis import analyse, bound
    from turningpoint.its.answers.equivalence import region_of
    from turningpoint.its.from_csv import CHOICES, bound_document, document, read_question
    from turningpoint.its.long_series import CERTIFIED_UNASKED
    from turningpoint.reports.chapters.attacks.companion_fits import certificate
    from turningpoint.sources.own_files.choices import choices_from

    with waiting(f"1 of {1 + (certified is not False)}: fitting the series"):
        asked = read_question(
            file,
            # options that are named like the fields of a specification are its fields
            {name: value for name, value in context.params.items() if name in CHOICES},
            time=time,
            outcome=outcome,
            exposure=exposure,
            population=population,
            covariates=covariate or (),
            allow_missing=allow_missing,
            time_end=time_end,
            per=per,
            reading=choices_from(context.params),
        )
        region_of(equivalence, ratio=asked.specification.likelihood != "gaussian")  # refused before anything is fitted
        said = [asked.said] if asked.said else []
        bounded = bound(asked.outcome, asked.specification, covariates=asked.covariates)
        if bounded is not None:
            tell(
                "\n".join([*said, "Answers", *(f"- {one.summary()}" for one in bounded.answers)]),
                json_file,
                lambda: bound_document(bounded),
            )
            return
        analysis = analyse(asked.outcome, asked.specification, covariates=asked.covariates, horizons=horizon or ())
        beside = others(analysis)
    wanted = len(asked.outcome.times) <= CERTIFIED_UNASKED if certified is None else certified
    if certified is None and not wanted and beside is not None:  # a calibrated fit, which could have one
        said.append(f"Over {CERTIFIED_UNASKED:,} periods a certificate takes minutes or more: --certificate makes it.")
    with waiting("2 of 2: simulating series like this one for the certificate (--no-certificate leaves it out)"):
        found = certificate(analysis) if wanted else None
    told = as_text(analysis, found, beside, equivalence=equivalence)
    tell("\n\n".join([*said, told]), json_file, lambda: document(analysis, found, beside, equivalence=equivalence))
    if not analysis.fit.converged:
        raise typer.Exit(1)


OF_A_SHARE = ("file", "time", "outcome", "interventions", "of", "ramp", "harmonics", "horizon", "confidence", "seed")
"""Options that the share of a whole takes, beside those of reading."""


def _share(context: typer.Context, file: Path, of: str, horizon: Sequence[int], json_file: Path | None) -> None:
    """Tell what became of a share at a date, by the model of odds that the kill ratio over time has."""
    from turningpoint.cli.ratio_text import Names, over_time_text
    from turningpoint.killratio.from_csv import document, ratio_of_file
    from turningpoint.sources.own_files.choices import choices_from

    if context.params["time"] is None or context.params["outcome"] is None:
        raise ParameterError("a share needs its columns: --time MONTHS --outcome K --of N.")
    known = {*OF_A_SHARE, "allow_missing", "json_file", "dates", "decimal", "sheet", "missing", "absent", "group"}
    known |= {"total", "by"}
    chosen = context.params
    for name in chosen:
        source = context.get_parameter_source(name)
        if name not in known and source is not None and source.name == "COMMANDLINE":
            option = {"certified": "certificate", "pulses": "pulse"}.get(name, name).replace("_", "-")
            raise ParameterError(f"--{option} says nothing to a share (--of). Leave it out, or take --exposure {of}.")
    said: list[str] = []
    with waiting("1 of 1: fitting the share"):
        found = ratio_of_file(
            file,
            chosen["interventions"] or (),
            time=chosen["time"],
            militants=chosen["outcome"],
            security=of,
            whole=True,
            ramp=chosen["ramp"],
            harmonics=chosen["harmonics"] or 0,
            confidence=chosen["confidence"],
            horizons=horizon,
            seed=chosen["seed"],
            allow_missing=chosen["allow_missing"],
            reading=choices_from(chosen),
            told=said.append,
        )
    names = Names(chosen["outcome"], f"the rest of {of}", share=True)
    text = names.in_text(over_time_text(found))
    tell("\n\n".join([*filter(None, said), text]), json_file, lambda: names.in_document(document(found)))
