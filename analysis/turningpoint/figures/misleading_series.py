"""One of many series in which nothing changed, in which the usual model finds a change."""

import numpy as np
import pandas as pd

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
    found = f"{fixed(middle, 1)} times ({confidence_label(CONFIDENCE)} {interval(*ends, decimals=1)})"
    title = f"Nothing changed here, and the usual fit finds a {what}: {found}"
    happened = "the level changes" if worlds.cell.change else "nothing happens"
    figure = draw_interruption(
        frame, interventions=[(str(worlds.design.positions[0] + 1), happened)], unit="events a month",
        counterfactual_label="The truth",
    )  # fmt: skip
    of = f"Series {at + 1} of the {len(worlds.counts)}"
    caption = f"{of}, the first that misleads. Where noise remembers, a run of high months looks like a change."
    before, after = (fixed(frame.loc[frame["phase"] == phase, "value"].mean(), 1) for phase in ("before", "after"))
    truth = f"a flat dashed line at {worlds.course[at, 0]:g}"
    alt = f"Scatter of {n} months around {truth}; their mean is {before} before and {after} after the break."
    return Picture(figure, title, caption, alt, frame)
