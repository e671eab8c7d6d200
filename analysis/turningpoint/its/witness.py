"""A witness: another series of the same question, analysed as the first one was and never put together with it."""

from dataclasses import dataclass

from turningpoint.errors import DesignError, FitError, ParameterError
from turningpoint.its.analysis import Analysis, analyse
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.timeline import position


@dataclass(frozen=True, eq=False)
class Witness:
    """One series of the same question.

    ``name`` : who counts, as a figure or table names it. ``counts`` : what, in a few words. ``outcome`` : the part
    inside the window; the whole series where none of it is. ``analysis`` : None where there is no fit; the ``problem``
    says why, without a full stop.
    """

    name: str
    counts: str
    outcome: Outcome
    analysis: Analysis | None
    problem: str = ""


def witness(whole: Outcome, specification: Specification, *, name: str, counts: str, start: str, end: str) -> Witness:
    """Analyse the part of a series inside a window by the choices of another.

    The window, from label to label, both inclusive, is cut to the series' own coverage and to where it cuts no sum.
    """
    part = whole
    try:
        last = len(whole.times) - 1
        first, final = (position(whole.times, when, name="window") for when in (start, end))
        begin, finish = (whole.labels[min(max(place, 0), last)] for place in (first, final))
        part = whole.window(whole.nearest_start(begin), whole.nearest_end(finish))
        return Witness(name, counts, part, analyse(part, specification))
    except (ParameterError, DesignError, FitError) as error:
        return Witness(name, counts, part, None, str(error).removesuffix("."))
