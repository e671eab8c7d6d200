"""The checks of one analysis, and the lights they light: the same for a report and for a file of one's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import pandas as pd

from turningpoint.errors import DataError, DesignError, FitError
from turningpoint.its import Analysis, Certificate
from turningpoint.its.model.design import MINIMUM_POINTS
from turningpoint.names import plain_frame
from turningpoint.outcome import Outcome
from turningpoint.plain_document import to_plain
from turningpoint.reports.chapters.attacks.companion_fits import certificate
from turningpoint.reports.shared_once import date_set_once
from turningpoint.robustness.control_countries import Controlled
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.robustness.dates.simulated_size import power_words
from turningpoint.robustness.dates.turns import Turn, turns_at, turns_frame
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.robustness.placebos.placebo import Placebo
from turningpoint.robustness.specifications.grid import Grid
from turningpoint.robustness.specifications.joint_test import Specifications, grid_around, specifications
from turningpoint.robustness.straight_model import require_null
from turningpoint.robustness.traffic_lights import (
    RULES,
    Light,
    certificate_light,
    date_light,
    placebo_light,
    specifications_light,
)

Found = TypeVar("Found")
STEPS = 4
"""What is done one after the other for a series alone: dates, earlier dates, specifications, the certificate."""


@dataclass(frozen=True)
class Checks:
    """What was checked: the date, placebos, many specifications, the certificate of the interval of the jump.

    A check that does not apply is None, and ``missing`` says why under its light's name. ``turns`` are those at rival
    events, none where none is known.
    """

    analysis: Analysis
    dates: DateSet | None
    in_time: Placebo | None
    in_space: Placebo | None
    many: Specifications | None
    certificate: Certificate | None
    missing: Mapping[str, str]
    turns: tuple[Turn, ...] = ()

    def lights(self) -> tuple[Light, ...]:
        """Light one a check, in the order of ``RULES``; one that was not made says why."""
        lit: dict[str, Light] = {}
        confidence, when = self.analysis.specification.confidence, self.analysis.level.when
        if self.dates is not None:
            lit["Date"] = date_light(self.dates.stands(when), words=where_it_stands(self.dates, when))
        for name, found, figure in (
            ("Placebo in time", self.in_time, "figure-placebo_dates"),
            ("Placebo in space", self.in_space, "figure-placebo_countries"),
        ):
            if found is not None:
                share, count, words = found.share(), found.placebos(), found.brief()
                lit[name] = placebo_light(name, share, count, confidence=confidence, words=words, figure=figure)
        if self.many is not None:
            level, slope = self.many.of("level"), self.many.of("slope")
            lit["Specifications"] = specifications_light(
                p_level=level.p_median, p_slope=slope.p_median,
                p_share=min(1.0, 2 * min(level.p_significant, slope.p_significant)),
                confidence=self.many.confidence, words=self.many.brief(),
            )  # fmt: skip
        made = self.certificate
        words = made.brief() if made else "The interval has no certificate; its part says why."
        lit["Certificate"] = certificate_light(made.certified if made else None, words=words)
        return tuple(lit.get(name) or Light(name, "not available", self.missing[name]) for name in RULES)


def check(
    analysis: Analysis,
    *,
    whole: Outcome | None = None,
    outcomes: dict[str, Outcome] | None = None,
    grid: Grid | None = None,
    countries: Callable[[], Placebo] | None = None,
    rivals: pd.DataFrame | None = None,
    known: Sequence[tuple[str, str]] = (),
    replicates: int = 99,
    seed: int | None = None,
    begun: Callable[[int, str], None] = lambda step, what: None,
) -> Checks:
    """Make the checks of an analysis of a series inside its window, with one intervention.

    ``whole`` is the series, all there is, for placebo dates; outcomes and grid are those of the specifications, by
    default the series alone, in windows around its own; ``countries`` gives the placebo in space, without which that
    light is not available; ``rivals`` are the events at which the turn is fitted too (``other_events``), ``known``
    those of the whole series, period and name, near which no date is a placebo;
    ``replicates``, 19 or more, are the series simulated under each null; ``begun`` is told the number of each of the
    ``STEPS`` and what it does.
    """
    asked, series = analysis.specification, analysis.outcome
    missing: dict[str, str] = {}

    def attempt(name: str, words: str, work: Callable[[], Found]) -> Found | None:
        try:
            return work()
        except (DataError, DesignError, FitError) as error:
            missing[name] = f"{words}: {error}"
            return None

    require_null(replicates, asked.confidence)
    begun(1, "comparing all dates of a break, and other events")
    dates = attempt("Date", "Dates cannot be compared", lambda: date_set_once(series, asked))
    turns = () if rivals is None else turns_at(series, asked, rivals, trim=MINIMUM_POINTS)
    begun(2, "trying earlier dates, at which nothing happened")
    earlier = partial(placebo_dates, whole or series, asked, known=known)
    in_time = attempt("Placebo in time", "There are no placebo dates", earlier)
    in_space = many = None
    if countries is None:
        missing["Placebo in space"] = "The series stands alone: there are no other countries to compare with."
    else:
        in_space = attempt("Placebo in space", "There are no placebo countries", countries)
    begun(3, f"trying other specifications on {replicates} simulated series")
    if asked.likelihood == "gaussian":
        missing["Specifications"] = "Many specifications are tried for counts only."
    elif not series.covered.all() or series.exposure is not None:
        missing["Specifications"] = "Many specifications are tried for series without gaps and exposure only."
    else:
        everything = {series.name: series} if outcomes is None else outcomes
        around = grid or grid_around(everything, series.labels[0], series.labels[-1])
        null = {"replicates": replicates, "seed": asked.seed if seed is None else seed}
        tried = partial(specifications, everything, series, asked, around, **null)
        many = attempt("Specifications", "No specifications could be tried", tried)
    begun(4, "simulating series like this one for the certificate")
    return Checks(analysis, dates, in_time, in_space, many, certificate(analysis), missing, turns)


def document(checks: Checks, control: Controlled | None = None) -> dict[str, Any]:
    """Turn the checks into plain lists and dictionaries, unrounded.

    Keys: ``level`` (the effect checked), ``lights`` (name, state, words, rule), ``date_set`` (summary, ruled_out,
    bound, largest of every third date over three in four, no_break, trim, every, best_single_break, spans, dates with
    log_evidence over no break, weight, one_break and inside; None where there is none), ``turns`` (events with level,
    slope and the smallest level found; empty where none is known), ``placebos`` (time and space: share, placebos,
    either, power, rule, series, windows; None), ``control`` (rows, weights; None without one), ``specifications``
    (asked, failed, and of every effect, over all and by the course before, the fields of
    `turningpoint.robustness.specifications.joint_test.Joint`; None), ``certified``.
    """
    dates, many, certified = checks.dates, checks.many, checks.certificate
    plain = {
        "level": vars(checks.analysis.level),
        "lights": [
            {"name": light.name, "state": light.state, "words": light.words, "rule": RULES[light.name]}
            for light in checks.lights()
        ],
        "date_set": dates and {
            "summary": dates.summary(), "ruled_out": dates.rules_out, "bound": dates.bound, "largest": dates.largest,
            "no_break": dates.no_break, "trim": dates.trim, "every": dates.every,
            "best_single_break": dates.best_single, "spans": dates.spans(), "dates": dates.to_frame(),
        },
        "turns": plain_frame(turns_frame(checks.turns)),
        "placebos": {
            name: one and {
                "share": one.share(), "either": one.share(either=True), "power": one.power(),
                "placebos": one.placebos(), "windows": one.windows, "rule": one.rule, "series": one.series,
                "rows": one.frame,
            }
            for name, one in (("time", checks.in_time), ("space", checks.in_space))
        },
        "specifications": many and {
            "asked": many.asked, "failed": len(many.failed), "effects": many.joint, "by_trend": many.by_trend,
        },
        "control": control and {"rows": control.frame, "weights": control.weights},
        "certified": certified and certified.certified,
    }  # fmt: skip
    return {key: to_plain(value) for key, value in plain.items()}


def where_it_stands(found: DateSet, when: str) -> str:
    """Say which dates are possible, and whether the intervention's is among them; without any, with what power."""
    power = "" if found.rules_out else f" {power_words()}"
    return f"{found.summary()} {found.about(when)}{power}"
