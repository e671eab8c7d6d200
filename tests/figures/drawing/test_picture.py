"""A picture is drawn in the report's style, and leaves the caller's settings alone."""

import matplotlib as mpl
import pandas as pd
from matplotlib import pyplot as plt

from turningpoint.figures.drawing.picture import Picture, in_style


@in_style
def drawn(size: float) -> Picture:
    """Draw nothing."""
    mpl.rcParams["font.size"] += size
    return Picture(plt.figure(), f"{mpl.rcParams['svg.hashsalt']}", "caption", "alt", pd.DataFrame())


def test_the_style_holds_while_it_is_drawn_and_no_longer():
    before = mpl.rcParams["font.size"], mpl.rcParams["svg.hashsalt"]
    picture = drawn(3.0)
    plt.close(picture.figure)
    assert picture.title == "turningpoint"
    assert (mpl.rcParams["font.size"], mpl.rcParams["svg.hashsalt"]) == before
    assert drawn.__doc__ == "Draw nothing."
