"""One interrupted time series from outcome to effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.its.design import Design, build_design
from analysis.its.diagnostics import Diagnostics, diagnose
from analysis.its.effects import Effect, effects
from analysis.its.estimators import fit_design
from analysis.its.fit import Fit
from analysis.its.specification import Specification
from analysis.outcome import Outcome
from analysis.timeline import PERIODS_PER_YEAR
from analysis.wording import confidence_label


@dataclass(frozen=True, eq=False)
class Analysis:
    """Outcome, choices, and everything that follows from them."""

    outcome: Outcome
    specification: Specification
    design: Design
    fit: Fit
    effects: tuple[Effect, ...]
    diagnostics: Diagnostics

    def effect(self, name: str, *, when: str | None = None, horizon: int | None = None) -> Effect:
        """Find one effect by name; the last horizon and the first intervention by default.

        Raises
        ------
        KeyError
            There is no such effect in this analysis.
        """
        when = when or self.design.interventions[0]
        found = [e for e in self.effects if (e.name, e.when) == (name, when) and horizon in (None, e.horizon)]
        if not found:
            raise KeyError(f"{name} at {when} is not among {sorted({e.name for e in self.effects})}")
        return max(found, key=lambda e: e.horizon or 0)

    @property
    def slope(self) -> Effect | None:
        """The slope ratio of the first intervention, or None in a design without a ramp."""
        return next((e for e in self.effects if e.name.startswith("slope_ratio")), None)

    @property
    def transition(self) -> tuple[str, str] | None:
        """First and last period left out around the first intervention, or None."""
        left_out = np.flatnonzero(self.design.transition)
        names = self.outcome.labels
        return (names[left_out[0]], names[left_out[-1]]) if len(left_out) else None

    def to_frame(self) -> pd.DataFrame:
        """Give the series with its fit: period, value, fitted, counterfactual with its interval, phase."""
        design, fit = self.design, self.fit
        rows = design.counterfactual
        half = fit.quantile(self.specification.confidence) * np.sqrt(
            np.einsum("ij,jk,ik->i", rows, fit.covariance, rows)
        )
        after = design.post
        phase = np.select([design.transition, after], ["transition", "after"], "before")
        blank = np.where(after, 1.0, np.nan)
        return pd.DataFrame(
            {
                "period": self.outcome.labels,
                "value": self.outcome.values,
                "fitted": fit.mean,
                "counterfactual": fit.counterfactual_mean * blank,
                "counterfactual_low": fit.counterfactual_mean * np.exp(-half) * blank,
                "counterfactual_high": fit.counterfactual_mean * np.exp(half) * blank,
                "phase": phase,
            }
        )

    def summary(self) -> str:
        """Say in plain English what was found, with intervals and the verdict on the pre-trend."""
        level, excess = self.effect("level_ratio"), self.effect("relative_excess")
        digits = 1 if level.estimate >= 1 else 2
        label = confidence_label(level.confidence)
        return (
            f"In {level.when} itself {level.estimate:.{digits}f} times the expected number ({label} "
            f"{level.interval(digits)}); over the {excess.horizon} {self.outcome.period}s from then on, "
            f"{excess.estimate + 1:.{digits}f} times the expected total ({excess.interval(digits, plus=1)}). "
            f"{self.diagnostics.curvature.summary()}"
        )


def analyse(
    outcome: Outcome,
    specification: Specification,
    *,
    covariates: Mapping[str, NDArray[np.float64]] | None = None,
    horizons: Sequence[int] = (),
) -> Analysis:
    """Fit the model of a specification to an outcome and derive its effects.

    Excess is given at one and two years (where the series is long enough), at ``horizons`` (periods from the first
    intervention on) and at its end.

    Raises
    ------
    DesignError, FitError, ParameterError
        See ``build_design``, ``fit_design`` and ``effects``.
    """
    design = build_design(
        outcome.times,
        specification,
        observed=outcome.observed,
        exposure=outcome.exposure,
        covariates=covariates,
    )
    fit = fit_design(outcome.values, design, specification)
    return Analysis(
        outcome=outcome,
        specification=specification,
        design=design,
        fit=fit,
        effects=tuple(
            effects(
                fit,
                confidence=specification.confidence,
                horizons=(*horizons, *_horizons(design, outcome)),
                unit=_summed(outcome),
            )
        ),
        diagnostics=diagnose(fit),
    )


def _summed(outcome: Outcome) -> str:
    """Unit of a sum over periods: ``events`` where one value is in ``events per month``."""
    return outcome.unit.partition(" per ")[0]


def _horizons(design: Design, outcome: Outcome) -> list[int]:
    after = len(design.times) - design.positions[0]
    per_year = PERIODS_PER_YEAR.get(outcome.frequency)
    wanted = [round(per_year), round(2 * per_year)] if per_year and per_year > 1 else []
    return [horizon for horizon in wanted if horizon <= after]
