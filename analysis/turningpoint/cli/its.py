# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint its``: the interrupted time series of a file of one's own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from turningpoint.cli import series_options as options
from turningpoint.cli.app import app
from turningpoint.cli.json_file import refuse_json_place, tell
from turningpoint.cli.terminal.waiting import waiting
from turningpoint.errors import ParameterError

OF_A_SHARE = {
    "file", "time", "outcome", "interventions", "of", "ramp", "harmonics", "horizon", "confidence", "seed",
    "allow_missing", "json_file", *options.READING,
}  # fmt: skip
"""Options that the share of a whole takes."""


@app.command()
@options.takes(options.of_series(without=("null_replicates", "rivals", "control")))
def its(context: typer.Context, file: options.File, **chosen: Any) -> None:
    """Fit an interrupted time series to columns of a CSV file and print level, slope and excess.

    A calibrated fit has what others would have reported beside it, and a certificate: whether its interval does
    what it says on simulated series like this one. Only the named columns are read and checked. For example:

      turningpoint its attacks.csv --time month --outcome attacks --intervention 2021-08

    Exit status: 0 done; 1 the model could not be fitted or did not converge; 2 the input cannot be used.
    """
    if not chosen["interventions"] and not chosen["pulses"]:
        raise typer.BadParameter(
            "Name the first period after, e.g. 2021-08, or an event that ends with --pulse.",
            param_hint="--intervention",
        )
    refuse_json_place(chosen["json_file"], file)
    if chosen["of"] is not None:
        _share(file, chosen, options.written(context))
        return
    from turningpoint.cli.its_text import as_text, others
    from turningpoint.its.analysis import analyse, bound
    from turningpoint.its.from_csv import bound_document, document
    from turningpoint.its.long_series import CERTIFIED_UNASKED
    from turningpoint.reports.chapters.attacks.companion_fits import certificate

    certified = chosen["certified"]
    with waiting(f"1 of {1 + (certified is not False)}: fitting the series"):
        asked = options.question(file, chosen)
        said = [asked.said] if asked.said else []
        bounded = bound(asked.outcome, asked.specification, covariates=asked.covariates)
        if bounded is not None:
            answers = [f"- {one.summary()}" for one in bounded.answers]
            tell("\n".join([*said, "Answers", *answers]), chosen["json_file"], lambda: bound_document(bounded))
            return
        horizons = chosen["horizon"] or ()
        analysis = analyse(asked.outcome, asked.specification, covariates=asked.covariates, horizons=horizons)
        beside = others(analysis)
    wanted = len(asked.outcome.times) <= CERTIFIED_UNASKED if certified is None else certified
    if certified is None and not wanted and beside is not None:  # a calibrated fit, which could have one
        said.append(f"Over {CERTIFIED_UNASKED:,} periods a certificate takes minutes or more: --certificate makes it.")
    with waiting("2 of 2: simulating series like this one for the certificate (--no-certificate leaves it out)"):
        found = certificate(analysis) if wanted else None
    told = as_text(analysis, found, beside)
    tell("\n\n".join([*said, told]), chosen["json_file"], lambda: document(analysis, found, beside))
    if not analysis.fit.converged:
        raise typer.Exit(1)


def _share(file: Path, chosen: Mapping[str, Any], written: Mapping[str, str]) -> None:
    """Tell what became of a share at a date, by the model of odds that the kill ratio over time has."""
    from turningpoint.cli.ratio_text import Names, over_time_text
    from turningpoint.killratio.from_csv import document, ratio_of_file
    from turningpoint.sources.own_files.choices import choices_from

    if chosen["time"] is None or chosen["outcome"] is None:
        raise ParameterError("a share needs its columns: --time MONTHS --outcome K --of N.")
    of = chosen["of"]
    for name, flag in written.items():
        if name not in OF_A_SHARE:
            raise ParameterError(f"{flag} says nothing to a share (--of). Leave it out, or take --exposure {of}.")
    said: list[str] = []
    with waiting("1 of 1: fitting the share"):
        found = ratio_of_file(
            file,
            chosen["interventions"] or (),
            militants=chosen["outcome"],
            security=of,
            whole=True,
            harmonics=chosen["harmonics"] or 0,
            horizons=chosen["horizon"] or (),
            reading=choices_from(chosen),
            told=said.append,
            **{name: chosen[name] for name in ("time", "ramp", "confidence", "seed", "allow_missing")},
        )
    names = Names(chosen["outcome"], f"the rest of {of}", share=True)
    text = names.in_text(over_time_text(found))
    tell("\n\n".join([*filter(None, said), text]), chosen["json_file"], lambda: names.in_document(document(found)))
