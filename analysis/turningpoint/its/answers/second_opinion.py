"""Other methods on the same question, a line each: blocks with t, and conformal inference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.its.answers.answer import Answer
from turningpoint.its.answers.conformal import conformal
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.scale import RATIOS
from turningpoint.its.model.season import periods_of_year
from turningpoint.number_format import confidence_label, decimals_for, fixed, interval, p_value
from turningpoint.outcome import Outcome
from turningpoint.timeline import frequency

BLOCKS = 4
"""Blocks on either side, as Ibragimov and Müller advise for few."""
YEARS_BEFORE = 3
"""Years before that the conformal line is laid through."""
CONFORMAL = "conformal blocks"
APPLIES_NOT = "a sum, or a period without a value of its own, lies in the range it needs"


@dataclass(frozen=True)
class SecondOpinion:
    """What another method says beside an answer.

    ``answer`` is the answer's name. ``reason`` says why it does not apply, ``difference`` what sets it apart where it
    does not agree with the answer; both are empty otherwise. Estimate and ends are in the answer's unit.
    """

    answer: str
    method: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    confidence: float = 0.95
    ratio: bool = True
    reason: str = ""
    difference: str = ""

    def summary(self) -> str:
        """Say it in one sentence."""
        if self.reason:
            return f"{self.answer}, {self.method}: does not apply, as {self.reason}."
        places = decimals_for(self.estimate, self.low, self.high)
        if self.ratio and max(abs(end or 0.0) for end in (self.estimate, self.low, self.high)) < 10:
            places = 2
        shown = "" if self.estimate is None else f"{fixed(self.estimate, places)} "
        found = f"{shown}({confidence_label(self.confidence)} {interval(self.low, self.high, decimals=places)}"
        p = "" if self.p_value is None else f", p of no change {p_value(self.p_value)}"
        behind = f"; {self.difference}" if self.difference else ""
        return f"{self.answer}, {self.method}: {found}{p}){behind}."


def second_opinions(
    outcome: Outcome, fit: Fit, answers: Sequence[Answer], *, confidence: float
) -> tuple[SecondOpinion, ...]:
    """Ask other methods about the answers: blocks with t before and after, conformal inference on the first year.

    Ibragimov and Müller (2010), doi:10.1198/jbes.2009.08046; Chernozhukov, Wüthrich and Zhu (2021),
    doi:10.1080/01621459.2021.1920957. Both need one value in every period.
    """
    by_name = {answer.name: answer for answer in answers}
    year, at = periods_of_year(outcome.times), fit.design.positions[0]
    kind = "periods" if frequency(outcome.times) == "index" else "months"
    found = []
    for name, periods in ((f"before_after.{kind}_12", year), (f"before_after.{kind}_24", 2 * year)):
        if name in by_name and periods >= BLOCKS:
            found.append(_beside(by_name[name], _blocks(outcome, fit, at, periods, name, confidence)))
    name = f"effect.{kind}_12"
    if name in by_name and year > 1:
        found.append(_beside(by_name[name], _conformal(outcome, fit, at, year, name, confidence)))
    return tuple(found)


def _blocks(outcome: Outcome, fit: Fit, at: int, periods: int, name: str, confidence: float) -> SecondOpinion:
    """Compare four blocks after with the four of the same season before, by a t-test of three degrees of freedom."""
    method, ratio = f"{BLOCKS} blocks a side with t", fit.scale is RATIOS
    if not outcome.observed[at - periods : at + periods].all():
        return SecondOpinion(name, method, reason=APPLIES_NOT)
    means: list[Array] = []
    exposure = np.ones(len(outcome.times)) if outcome.exposure is None else outcome.exposure
    for side in (slice(at - periods, at), slice(at, at + periods)):
        blocks, sizes = (np.array_split(each[side], BLOCKS) for each in (outcome.values, exposure))
        means.append(np.array([block.sum() / size.sum() for block, size in zip(blocks, sizes, strict=True)]))
    if ratio and not (np.array(means) > 0).all():
        return SecondOpinion(name, method, reason="a block holds nothing but zeros")
    apart = np.log(means[1] / means[0]) if ratio else means[1] - means[0]
    error = apart.std(ddof=1) / np.sqrt(BLOCKS)
    half = stats.t.ppf((1 + confidence) / 2, BLOCKS - 1) * error
    middle = float(apart.mean())
    p = float(2 * stats.t.sf(abs(middle) / error, BLOCKS - 1)) if error > 0 else None
    estimate, low, high = (float(fit.scale.inverse(np.asarray(one))) for one in (middle, middle - half, middle + half))
    return SecondOpinion(name, method, estimate, low, high, p, confidence, ratio)


def _conformal(outcome: Outcome, fit: Fit, at: int, year: int, name: str, confidence: float) -> SecondOpinion:
    """Test the residuals of a straight line through the last three years before and the year after, in blocks."""
    design, ratio, start = fit.design, fit.scale is RATIOS, max(at - YEARS_BEFORE * year, 0)
    rows = slice(start, at + year)
    if not outcome.observed[rows].all():
        return SecondOpinion(name, CONFORMAL, reason=APPLIES_NOT)
    kept = [i for i, term in enumerate(design.terms) if design.stays[i] and not term.startswith("bend_")]
    columns = design.matrix[rows][:, kept]
    used = np.abs(columns).max(axis=0) > 0
    after = np.arange(start, at + year) >= at
    if min(int(after.sum()), int((~after).sum())) <= used.sum() or len(after) < 2 / (1 - confidence):
        return SecondOpinion(name, CONFORMAL, reason="the series is too short for it")
    series = outcome.values[rows], columns[:, used], design.offset[rows], after
    *ends, p = conformal(*series, counts=ratio, confidence=confidence)
    low, high = (None if end is None else float(fit.scale.inverse(np.asarray(end))) for end in ends)
    return SecondOpinion(name, CONFORMAL, None, low, high, p, confidence, ratio)


def _beside(answer: Answer, found: SecondOpinion) -> SecondOpinion:
    """Say what sets the method apart where it does not find what the answer does."""
    if found.reason:
        return found
    null = 1.0 if answer.is_ratio else 0.0
    sides = [_side(low, high, null) for low, high in ((answer.low, answer.high), (found.low, found.high))]
    if sides[0] == sides[1]:
        return found
    apart = "four numbers a side are all it uses, so that a course that moves within them counts as noise"
    if found.method == CONFORMAL:
        apart = "the course of the last three years is taken as straight, and the noise as the same throughout"
    verdicts = {-1: "finds less than no change", 0: "leaves no change possible", 1: "finds more than no change"}
    words = f"unlike the answer, which {verdicts[sides[0]]}, it {verdicts[sides[1]]}: {apart}"
    return replace(found, difference=words)


def _side(low: object, high: object, null: float) -> int:
    """Where an interval lies: 1 above the null, −1 below it, 0 around it."""
    if isinstance(low, float) and low > null:
        return 1
    return -1 if isinstance(high, float) and high < null else 0
