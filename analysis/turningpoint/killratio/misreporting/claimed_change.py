"""Tipping points and bias analysis of the claimed change of the kill ratio, and of every change like for like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from turningpoint.killratio.misreporting.bias_analysis import BiasAnalysis, bias_analysis
from turningpoint.killratio.misreporting.priors import Prior, default_priors, priors_frame, toll_prior
from turningpoint.killratio.misreporting.tipping_points import TippingPoints, tipping_curve, tipping_points
from turningpoint.killratio.publishers.all_ratios import ratios_by_publisher
from turningpoint.killratio.publishers.decomposition import Decomposition, decompose
from turningpoint.killratio.publishers.like_for_like import security_tolls, split_claims, split_like_for_like

CLAIMED_CASE = "As claimed"
TOLLS_CASE = "As claimed, the second numbers held against others' tolls"


@dataclass(frozen=True, eq=False)
class Doubts:
    """What it would take, for the claimed change first and then each publisher's.

    In ``bias`` the claimed one is followed by the same with priors that let its second numbers be those of other
    publishers. ``curves`` : as `tipping_points.tipping_curve` returns them, for militants killed in the later year.
    """

    tipping: tuple[TippingPoints, ...]
    bias: tuple[BiasAnalysis, ...]
    curves: pd.DataFrame

    def tipping_frame(self) -> pd.DataFrame:
        """Tidy table of every tipping point."""
        return pd.concat([found.to_frame() for found in self.tipping], ignore_index=True)

    def bias_frame(self) -> pd.DataFrame:
        """Tidy table of every corrected quantity, with the shares of draws in ``reversed_share``."""
        frames = [found.to_frame().assign(reversed_share=found.reversed_share) for found in self.bias]
        return pd.concat(frames, ignore_index=True)

    def priors_frame(self) -> pd.DataFrame:
        """Tidy table of every prior and its reason, by case."""
        return pd.concat([priors_frame(found.priors, found.case) for found in self.bias], ignore_index=True)


def doubts(
    claims: pd.DataFrame,
    figures: pd.DataFrame,
    sides: pd.DataFrame,
    *,
    seed: int,
    priors: Mapping[str, Prior] | None = None,
    correlation: float = 0.5,
    factors: Sequence[float] | None = None,
    grid: Sequence[float] | None = None,
    draws: int = 20_000,
    confidence: float = 0.95,
) -> Doubts:
    """Ask of the claimed change, and of every publisher's, what it would take for it to vanish.

    ``grid`` is that of `tipping_points.tipping_curve`, the other choices those of `bias_analysis.bias_analysis`; each
    case draws from a stream of its own.
    """
    base = dict(default_priors() if priors is None else priors)
    cases = _cases(claims, figures, sides)
    plan = [(split.case, split, base) for split in cases]
    plan.insert(1, (TOLLS_CASE, cases[0], _against_tolls(cases[0], base, figures, sides)))
    seeds = [int(stream.generate_state(1)[0]) for stream in np.random.SeedSequence(seed).spawn(len(plan))]
    judged: dict[str, Any] = {"factors": factors, "confidence": confidence}
    drawn: dict[str, Any] = {"correlation": correlation, "draws": draws, **judged}
    bias = tuple(
        bias_analysis(split.earlier, split.later, seed=own, case=case, years=split.years, priors=used, **drawn)
        for own, (case, split, used) in zip(seeds, plan, strict=True)
    )
    tipping = tuple(
        tipping_points(split.earlier, split.later, case=split.case, years=split.years, **judged) for split in cases
    )
    curves = [tipping_curve(split.earlier, split.later, case=split.case, grid=grid, **judged) for split in cases]
    some = [curve for curve in curves if len(curve)]
    return Doubts(tipping, bias, pd.concat(some, ignore_index=True) if some else curves[0])


def _cases(claims: pd.DataFrame, figures: pd.DataFrame, sides: pd.DataFrame) -> tuple[Decomposition, ...]:
    """Give the claimed change as printed, and every change like for like between the same years or years near them."""
    split = split_claims(claims, figures, sides)[0]
    like = split_like_for_like(ratios_by_publisher(figures, sides, claims), split.years)
    return (decompose(CLAIMED_CASE, split.years, split.earlier, split.later), *like.splits)


def _against_tolls(
    claimed: Decomposition, base: Mapping[str, Prior], figures: pd.DataFrame, sides: pd.DataFrame
) -> dict[str, Prior]:
    """Priors that let the claimed second numbers be what others print; as they are where nobody prints a toll."""
    priors = dict(base)
    for when, year, pair in zip(("earlier", "later"), claimed.years, (claimed.earlier, claimed.later), strict=True):
        tolls = [int(toll) for toll in security_tolls(figures, sides, year)["security"] if toll > 0]
        if tolls and pair[1]:
            priors[f"security_{when}"] = toll_prior(pair[1], tolls, f"the claimed {pair[1]:,} of {year}")
    return priors
