"""A figure with everything that goes beside it: built where it is drawn, so that words and picture agree."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import ParamSpec

import pandas as pd
from matplotlib.figure import Figure

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import figure_style, set_title


@dataclass(frozen=True, eq=False)
class Picture:
    """One figure of a report.

    Attributes
    ----------
    figure : as drawn, in the report's style.
    title : the sentence above it, which says what is seen; `in_style` writes it there.
    caption : what the reader needs beside it: source, method, how to read it.
    alt : what it shows, for those who do not see it. Not the caption again.
    data : every number that is drawn, unrounded.
    again : draws it anew from the same results, with the code as it is then; None where it was not drawn in style.
    """

    figure: Figure
    title: str
    caption: str
    alt: str
    data: pd.DataFrame
    again: Callable[[], "Picture"] | None = None


Asked = ParamSpec("Asked")


def in_style(draw: Callable[Asked, Picture]) -> Callable[Asked, Picture]:
    """Draw in the report's style, with its title, whatever the caller's settings; remember how it was asked for."""

    @wraps(draw)
    def styled(*arguments: Asked.args, **options: Asked.kwargs) -> Picture:
        with figure_style():
            picture = draw(*arguments, **options)
            set_title(picture.figure, picture.title)
            return replace(picture, again=partial(styled, *arguments, **options))

    return styled


def check_columns(frame: pd.DataFrame, columns: Iterable[str], of: str) -> None:
    """Refuse a frame without every column that is drawn; ``of`` says what it is a frame of."""
    if missing := [column for column in columns if column not in frame.columns]:
        raise ParameterError(f"the frame of {of} lacks the columns {', '.join(missing)}.")
