"""One of many series in which nothing changed, in which the usual model finds a change."""

import numpy as np
import pandas as pd

from turningpoint.figures.coverage import METHODS
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.interrupted_series import draw_interruption
from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL, Repeated
from turningpoint.number_format import confidence_label, fixed, interval


@in_style
def misleading_series(worlds: Repeated) -> Picture:
    """Draw the first series whose usual interval misses the truth, which is dashed on both sides."""
    at, n = worlds.first_misled(), worlds.counts.shape[1]
    frame = pd.DataFrame(
        {
            "period": [str(month) for month in range(1, n + 1)],
            "value": worlds.counts[at],
            "fitted": worlds.usual_fit[at],
            "counterfactual": worlds.course[at],
            "counterfactual_low": np.nan,
            "counterfactual_high": np.nan,
            "phase": np.where(worlds.design.post, "after", "before"),
        }
    )
    ends = worlds.intervals[USUAL][at]
    middle, what = float(np.sqrt(ends[0] * ends[1])), "jump" if ends[0] > worlds.truth else "drop"
    title = (
        f"Nothing changed here, and the usual fit finds a {what}: {fixed(middle, 1)} times "
        f"({confidence_label(CONFIDENCE)} {interval(*ends, decimals=1)})"
    )
    before, after = (frame.loc[frame["phase"] == phase, "value"].mean() for phase in ("before", "after"))
    happened = "the level changes" if worlds.cell.change else "nothing happens"
    return Picture(
        figure=draw_interruption(
            frame, interventions=[(str(worlds.design.positions[0] + 1), happened)], title=title, unit="events a month",
            counterfactual_label="The truth",
        ),
        title=title,
        caption=(
            f"Series {at + 1} of the {len(worlds.counts)}, the first that misleads the usual model. Points: simulated "
            f"events a month. Solid: fit of the usual model ({METHODS[USUAL]}). Dashed: the truth, the same on both "
            "sides; from left to right: months. Where noise remembers, high months and low ones come in runs, and a "
            "run that begins near the intervention looks like a change."
        ),
        alt=(
            f"Scatter of {n} simulated months around a dashed line, the truth; their mean is "
            f"{fixed(before, 1)} before and {fixed(after, 1)} after the intervention, where the fitted line breaks."
        ),
        data=frame,
    )  # fmt: skip
