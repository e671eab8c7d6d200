"""Which periods an intervention, or an event that ends, names: places, columns, and how many points they need."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DesignError
from turningpoint.its.model.specification import Specification
from turningpoint.timeline import Times, position, span

Pulse = tuple[int, int]
"""Places of the first period of an event and of the first after it."""


def positions_of(times: Times, interventions: Sequence[str]) -> tuple[int, ...]:
    """Places of the first periods after; a DesignError without any, for one outside the series or out of order."""
    if not interventions:
        raise DesignError("no intervention is given. Name the first period after, e.g. 2021-08.")
    places = tuple(position(times, when) for when in interventions)
    first, last = span(times)
    for when, at in zip(interventions, places, strict=True):
        if not 0 < at < len(times):
            raise DesignError(f"the intervention {when} lies outside the series, which runs from {first} to {last}.")
    if any(later <= earlier for earlier, later in itertools.pairwise(places)):
        raise DesignError(f"interventions must be in order and differ: {', '.join(interventions)}.")
    return places


def pulses_of(times: Times, pulses: Sequence[str]) -> tuple[Pulse, ...]:
    """Places of events that end, written ``FROM:TO``, both periods among them.

    A DesignError where one lies outside the series or ends before it begins, or they overlap or are not in order.
    """
    first, last = span(times)
    found = []
    for text in pulses:
        start, _, stop = text.partition(":")
        begins, ends = (position(times, when, name="pulse") for when in (start, stop))
        if ends < begins:
            raise DesignError(f"the pulse {text} ends before it begins. Write FROM:TO, both inclusive.")
        if not 0 < begins <= ends < len(times):
            raise DesignError(
                f"the pulse {text} does not lie inside the series, which runs from {first} to {last}, with a period "
                "before it."
            )
        found.append((begins, ends + 1))
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(found)):
        raise DesignError(f"pulses must be in order and not overlap: {', '.join(pulses)}.")
    return tuple(found)


def pulse_columns(pulses: Sequence[Pulse], periods: int) -> dict[str, Array]:
    """The step of all events together, (n,); of a single one also the level from the period after it on."""
    at = np.arange(periods)
    columns = {"step": np.any([(at >= start) & (at < stop) for start, stop in pulses], axis=0).astype(float)}
    if len(pulses) == 1 and pulses[0][1] < periods:
        columns["after"] = (at >= pulses[0][1]).astype(float)
    return columns


def transition_of(periods: int, positions: Sequence[int], specification: Specification) -> NDArray[np.bool_]:
    """(n,) mask of the periods around the interventions that stay out of the fit."""
    mask = np.zeros(periods, dtype=bool)
    for at in positions:
        mask[max(0, at - specification.transition_before) : at + specification.transition] = True
    return mask


def require_points(
    times: Times, used: NDArray[np.bool_], interventions: Sequence[str], positions: Sequence[int], *, ramp: bool = True
) -> None:
    """Refuse a side of an intervention with no more used periods, a mask (n,), than it has coefficients of its own.

    These are a level and, with a ramp, a slope: three periods, or two, are the least that can tell them from noise.
    The DesignError names the setting that works.
    """
    first, last = span(times)
    fewest, need = (3, "a level and a slope need") if ramp else (2, "a level needs")
    for when, at in zip(interventions, positions, strict=True):
        for side, count in (("before", int(used[:at].sum())), ("after", int(used[at:].sum()))):
            if count < fewest:
                enough = " Without a slope of its own (ramp off, --no-ramp) 2 are enough."
                raise DesignError(
                    f"the intervention {when} has {count} usable points {side} it; {need} at least {fewest} on either "
                    f"side. The series runs from {first} to {last}.{enough if count == 2 else ''}"
                )
