"""The design of an interrupted time series: a matrix that knows its own counterfactual."""

import itertools
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DesignError
from turningpoint.its.model.events import Pulse, positions_of, pulse_columns, pulses_of, require_points, transition_of
from turningpoint.its.model.season import seasonality, undetermined
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.spans import Periods, membership
from turningpoint.timeline import Times, cut, labels, years_since

MINIMUM_POINTS = 12
"""Periods on either side that a search over dates leaves, and that a kill ratio over time needs."""
LARGEST_ENTRY = 1e60
"""Numbers beyond this, or nowhere above its inverse, overflow once they are squared."""


@dataclass(frozen=True, eq=False)
class Design:
    """Columns for every period of the series, observed or not.

    Attributes
    ----------
    times, matrix : (n,) and (n, k).
    terms : k names: intercept, trend, step, ramp, sin_1, cos_1, …, month_2, …, covariates.
        With several interventions step and ramp carry ``@WHEN``.
    intervention_terms : the terms that are zero in the counterfactual.
    interventions, positions : labels of the first post periods, and their places.
    offset : (n,) log exposure, zero where there is none.
    transition : (n,) mask of the periods left out around the interventions.
    used : (n,) mask of the periods whose own value enters the fit: observed and outside every transition.
    time_unit : unit of trend and ramp, ``year`` or ``period``; zero is the first intervention's period.
    spans : periods of each observed sum, s of them. Estimators take (n + s,) values: one a period, then one a span.
    spans_used : (s,) mask of the sums that enter the fit: none of their periods is left out.
    left_out : harmonics that were asked for and that the sums do not determine.
    alone : whether the series has sums that this design leaves out, as others would.
    pulses : first period of each event that ends, and first after it; empty for interventions that last. ``step`` is
        then one during the events, and ``after`` from the end of a single one on.
    """

    times: Times
    terms: tuple[str, ...]
    matrix: Array
    intervention_terms: tuple[str, ...]
    interventions: tuple[str, ...]
    positions: tuple[int, ...]
    offset: Array
    transition: NDArray[np.bool_]
    used: NDArray[np.bool_]
    time_unit: str
    spans: tuple[Periods, ...] = ()
    spans_used: NDArray[np.bool_] = field(default_factory=lambda: np.ones(0, dtype=bool))
    left_out: tuple[str, ...] = ()
    alone: bool = False
    pulses: tuple[Pulse, ...] = ()

    @property
    def membership(self) -> NDArray[np.bool_]:
        """(s, n) mask of the periods of every sum."""
        return np.asarray(membership(self.spans, len(self.times)) > 0)

    @property
    def summed(self) -> Array:
        """(spans used, n) one where a period belongs to a sum that enters the fit, else zero."""
        return membership(self.spans, len(self.times))[self.spans_used]

    @property
    def covered(self) -> NDArray[np.bool_]:
        """(n,) mask of the periods that enter the fit, by their own value or inside a sum."""
        return self.used | self.summed.any(axis=0)

    @property
    def rows(self) -> Array:
        """(used periods + spans used, k) mean design row of every observation that enters the fit."""
        summed = self.summed
        return np.concatenate([self.matrix[self.used], summed @ self.matrix / summed.sum(axis=1, keepdims=True)])

    @property
    def stays(self) -> NDArray[np.bool_]:
        """(k,) mask of the terms that stay in the counterfactual."""
        return np.array([term not in self.intervention_terms for term in self.terms])

    @property
    def has_ramp(self) -> bool:
        """Whether an intervention has a slope of its own."""
        return any(term.startswith("ramp") for term in self.terms)

    @property
    def counterfactual(self) -> Array:
        """(n, k) matrix with the intervention columns at zero."""
        return np.where(self.stays, self.matrix, 0.0)

    @property
    def post(self) -> NDArray[np.bool_]:
        """(n,) mask of the periods from the first intervention on, transition included."""
        return np.arange(len(self.times)) >= self.positions[0]

    def before(self) -> "Design":
        """Give the same design on the periods before the first intervention, without its columns."""
        left = self.select(set(self.terms) - set(self.intervention_terms)).part(0, self.positions[0])
        return replace(left, intervention_terms=(), interventions=(), positions=())

    def values_before(self, values: Array) -> Array:
        """Take from values (…, n + s) those that ``before`` has places for."""
        return self.values_of_part(values, 0, self.positions[0])

    def part(self, start: int, stop: int) -> "Design":
        """Give the same design on the periods from one place to before another, with the sums over these alone."""
        inside = self._spans_inside(start, stop)
        return replace(
            self,
            times=cut(self.times, start, stop),
            matrix=self.matrix[start:stop],
            positions=tuple(at - start for at in self.positions),
            offset=self.offset[start:stop],
            transition=self.transition[start:stop],
            used=self.used[start:stop],
            spans=tuple(tuple(at - start for at in span) for span in itertools.compress(self.spans, inside)),
            spans_used=self.spans_used[inside],
        )

    def _spans_inside(self, start: int, stop: int) -> NDArray[np.bool_]:
        return np.array([start <= min(span) and max(span) < stop for span in self.spans], dtype=bool)

    def values_of_part(self, values: Array, start: int, stop: int) -> Array:
        """Take from values (…, n + s) those that a ``part`` has places for."""
        sums = values[..., len(self.times) :][..., self._spans_inside(start, stop)]
        return np.concatenate([values[..., start:stop], sums], axis=-1)

    def select(self, terms: Container[str]) -> "Design":
        """Leave out the columns of all other terms."""
        keep = [i for i, term in enumerate(self.terms) if term in terms]
        return replace(self, terms=tuple(self.terms[i] for i in keep), matrix=self.matrix[:, keep])

    def with_column(self, term: str, values: Array) -> "Design":
        """Add one column, (n,)."""
        return replace(self, terms=(*self.terms, term), matrix=np.column_stack([self.matrix, values]))

    def to_frame(self) -> pd.DataFrame:
        """Give the matrix with its labels: one row a period, one column a term."""
        return pd.DataFrame(self.matrix, index=pd.Index(labels(self.times), name="time"), columns=list(self.terms))


def build_design(
    times: Times,
    specification: Specification,
    *,
    observed: NDArray[np.bool_] | None = None,
    exposure: Array | None = None,
    covariates: Mapping[str, Array] | None = None,
    spans: Sequence[Periods] = (),
) -> Design:
    """Build the design from the calendar, the interventions, the seasonality and the covariates.

    The step is 0 before the intervention's period and 1 from it on; the ramp is 0 up to and in that
    period and then grows by one time unit a unit, so that exp(step) is the jump in that very period.

    Parameters
    ----------
    times : (n,), regular.
    observed : (n,) mask of the periods with a value of their own; all by default, but for those inside a span.
    exposure : (n,) positive exposure in natural units; its log is the offset.
    covariates : name → (n,) column.
    spans : periods of every sum; one that a transition cuts does not enter the fit. Harmonics that the sums do not
        determine, as sums over whole years, are left out and named in ``left_out``.

    Raises
    ------
    DesignError
        An intervention outside the series or with too few points on a side (``require_points``), a repeated or
        unordered intervention, a covariate named like a term, more columns than points, or columns that
        depend on each other.
    """
    n = len(times)
    if not n:
        raise DesignError("the window holds no period: it ends before it starts. Choose a longer one.")
    inside = membership(spans, n) > 0
    observed = np.asarray(~inside.any(axis=0)) if observed is None else observed
    pulses, interventions = (
        pulses_of(times, specification.pulses),
        specification.interventions or (specification.first,),
    )
    positions = tuple(start for start, _ in pulses[:1]) or positions_of(times, specification.interventions)
    transition = transition_of(n, positions, specification)
    used = observed & ~transition
    spans_used = np.asarray(~(inside & transition).any(axis=1))
    covered = used | inside[spans_used].any(axis=0)
    require_points(times, covered, interventions, positions, ramp=specification.ramp and not pulses)

    origin = positions[0]
    clock = years_since(times, origin) if specification.time_unit == "year" else np.arange(n, dtype=float) - origin
    columns = {"intercept": np.ones(n), "trend": clock}
    if pulses:
        columns |= pulse_columns(pulses, n)
    for when, at in zip(specification.interventions, positions, strict=not pulses):
        mark = f"@{when}" if len(positions) > 1 else ""
        columns["step" + mark] = (np.arange(n) >= at).astype(float)
        if specification.ramp:
            columns["ramp" + mark] = np.clip(clock - clock[at], 0.0, None)
    intervention_terms = tuple(columns)[2:]
    columns |= seasonality(times, specification)
    if taken := sorted(set(columns) & set(covariates or {})):
        raise DesignError(f"a covariate may not be named {taken[0]!r}, as a term of the design is. Rename the column.")
    columns |= {name: np.asarray(values, dtype=float) for name, values in (covariates or {}).items()}
    design = Design(
        times=times,
        terms=tuple(columns),
        matrix=np.column_stack(list(columns.values())).astype(float),
        intervention_terms=intervention_terms,
        interventions=interventions,
        positions=positions,
        offset=np.zeros(n) if exposure is None else np.log(exposure),
        transition=transition,
        used=used,
        time_unit=specification.time_unit,
        spans=tuple(map(tuple, spans)),
        spans_used=spans_used,
        pulses=pulses,
    )
    harmonics = specification.harmonics if spans_used.any() else 0  # without sums what cannot be told is refused
    if left_out := undetermined(design.terms, design.rows, design.matrix, harmonics):
        design = replace(design.select(set(design.terms) - set(left_out)), left_out=left_out)
    require_full_rank(design)
    return design


def design_of(outcome: Outcome, specification: Specification, covariates: Mapping[str, Array] | None = None) -> Design:
    """Build the design of an outcome: its calendar, what was observed of it and its exposure; see ``build_design``."""
    return build_design(
        outcome.times,
        specification,
        observed=outcome.observed,
        exposure=outcome.exposure,
        covariates=covariates,
        spans=[span.periods for span in outcome.spans],
    )


def require_full_rank(design: Design) -> None:
    """Refuse a design whose used rows do not determine every coefficient, naming the columns."""
    matrix = design.rows
    n, k = matrix.shape
    if n <= k:
        raise DesignError(f"{n} points cannot determine {k} coefficients. Use a longer series or fewer columns.")
    largest = np.abs(matrix).max(axis=0)
    # what cancels in a sum, as a sine over a whole year, is zero but for rounding
    zero = 1e-12 * np.abs(design.matrix).max(axis=0) if design.spans_used.any() else np.zeros(k)
    if empty := [term for term, size, least in zip(design.terms, largest, zero, strict=True) if size <= least]:
        raise DesignError(f"the design is singular: {', '.join(empty)} is zero in every point used. Leave it out.")
    for term, size in zip(design.terms, largest, strict=True):
        if not 1 / LARGEST_ENTRY < size < LARGEST_ENTRY:
            raise DesignError(f"the column {term} is of the size {size:.0e}, which overflows. Choose another unit.")
    size = np.linalg.norm(matrix, axis=0)
    _, singular, directions = np.linalg.svd(matrix / size, full_matrices=False)
    dependent = directions[singular < 1e-9 * singular[0]]
    if len(dependent):
        involved = np.abs(dependent).max(axis=0) > 1e-6
        names = ", ".join(term for term, hit in zip(design.terms, involved, strict=True) if hit)
        raise DesignError(f"the design is singular: the columns {names} depend on each other. Leave one out.")


Intervals = Mapping[str, Array]
"""Estimand, ``level`` or ``slope``, → (N, 2) low and high on the scale of the link."""


def term_of(design: Design, kind: str) -> int:
    """Place of the first intervention's step or ramp among the terms."""
    return next(at for at, term in enumerate(design.terms) if term.partition("@")[0] == kind)
