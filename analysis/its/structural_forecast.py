"""What a structural time series would have shown without the interventions: draws from the pre-period alone."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.errors import DesignError, FitError
from analysis.its.design import Design
from analysis.its.differenced import NOTHING, difference_columns, differenced
from analysis.its.wandering import Wandering, choose

Array = NDArray[np.float64]


def continued(values: Array, design: Design, draws: int, seed: int) -> tuple[Array | None, tuple[str, ...]]:
    """Draw what would have been observed after the first intervention, had the course before it gone on.

    The model is chosen and fitted on the periods before alone. Each draw holds a level and slope at the end of the
    pre-period and their later disturbances, coefficients, noise of the single periods, and standard deviations, all
    uncertain: these last as in ``Wandering.sample``, the rest jointly gaussian given them.

    Returns
    -------
    tuple
        (m, n) draws in units of the outcome, NaN before the first intervention, or None where the pre-period is too
        short for them; and what must be said of it.
    """
    before = design.before()
    try:
        choice = choose(values[: len(before.times)], before)
    except (DesignError, FitError) as error:
        return None, (f"The course before cannot be continued alone: {error}",)
    model = choice.model
    # the same on the whole calendar, with every period after as a hole
    keep = [i for i, term in enumerate(design.terms) if term in before.terms]
    whole = replace(
        design,
        terms=before.terms,
        matrix=design.matrix[:, keep],
        intervention_terms=(),
        used=design.used & ~design.post,
    )
    series = differenced(values, whole, model.series.difference)
    ahead = Wandering(series, span=len(before.times))
    lost = [i for i, term in enumerate(before.terms) if term not in series.design.terms]
    left = difference_columns(whole.matrix[:, lost], series.difference)
    gone = [before.terms[i] for i, column in zip(lost, left.T, strict=True) if np.abs(column).max() > NOTHING]
    messages = [f"The forecast without the interventions rests on a {model.name}, chosen before them."]
    if gone:
        messages.append(f"It leaves {', '.join(gone)} at zero, which the pre-period alone cannot tell.")

    random = np.random.default_rng(np.random.SeedSequence(seed))
    holes = ~whole.used
    parts = []
    for angles, scales in model.sample(draws, random):
        white = ahead.whitening(angles)
        expected = series.completed(series.solve(white))[0][holes]
        root = series.hole_root(white)
        wander = random.standard_normal((len(scales), root.shape[1])) @ root.T
        parts.append(expected + model.series.scale * scales[:, None] * wander)
    found = np.full((draws, len(values)), np.nan)
    found[:, holes] = random.permutation(np.concatenate(parts))
    found[:, ~design.post] = np.nan
    return found, tuple(messages)
