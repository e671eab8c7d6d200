"""Dates and countries with a known break of their own: no placebos, and by which rule that is decided."""

from collections.abc import Sequence

import numpy as np

from turningpoint.arrays import Array
from turningpoint.robustness.placebos.placebo import OWN_BREAK

NEAR = 6
"""Periods on either side of a listed event in which no date is a placebo."""
YEAR, APART, UPHEAVAL = 12, 3, 10.0
"""Months that are compared, months from the date from which a change is another one, and by how much it must change."""
DATES_RULE = f"dates within {NEAR} periods of an event listed for this series are left out"
COUNTRIES_RULE = (
    f"countries are left out whose counts changed {UPHEAVAL:g}-fold from one year to the next at another month of the "
    f"window ({APART} or more from the date, and more than there)"
)


def event_near(labels: Sequence[str], place: int, known: Sequence[tuple[str, str]]) -> str:
    """Name the first event (period, name) so near to a place among labels that no placebo can stand there, or nothing.

    >>> event_near(["2014-01", "2014-02"], 1, [("2014-02", "an operation")])
    'an operation'
    """
    near = set(labels[max(place - NEAR, 0) : place + NEAR + 1])
    return next((name for when, name in known if when in near), "")


def upheaval(values: Array, labels: Sequence[str], at: int) -> str:
    """Say at which month other than ``at`` monthly counts (n,) were turned over; empty where they never were.

    The sums of the year after and the year before are compared, one count added to either.
    """
    if len(values) < 2 * YEAR:
        return ""
    up_to = np.concatenate([[0.0], np.cumsum(values)])
    places = np.arange(YEAR, len(values) - YEAR + 1)
    after, before = up_to[places + YEAR] - up_to[places], up_to[places] - up_to[places - YEAR]
    ratio = (after + 1) / (before + 1)
    size = np.abs(np.log(ratio))
    far = np.abs(places - at) >= APART
    own = size[places == at].max(initial=0.0)
    most = int(np.where(far, size, -1.0).argmax())
    if not far[most] or size[most] < np.log(UPHEAVAL) or size[most] <= own:
        return ""
    return f"{OWN_BREAK}: {ratio[most]:.2g} times as many in the year from {labels[places[most]]} on"
