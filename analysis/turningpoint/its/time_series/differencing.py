"""Regression on a differenced series, with the periods that are not used kept in the calendar."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg

from turningpoint.arrays import Array
from turningpoint.errors import DesignError
from turningpoint.its.model.design import Design
from turningpoint.its.time_series.banded_covariance import Independent, Whitening, filtered

NOTHING = 1e-9
"""A column this small, as a share of what it was before, is nothing but rounding."""


@dataclass(frozen=True, eq=False)
class Solution:
    """Generalised least squares at one covariance: (k,), the inverse (k, k) of X'V⁻¹X with holes allowed for, RSS.

    ``filling`` : (h,) what each hole must be given beyond its first filling.
    """

    coefficients: Array
    inverse: Array
    filling: Array
    sum_of_squares: float


@dataclass(frozen=True, eq=False)
class Differenced:
    """A series and a design after differencing, Dy = DX b + DZ d + w, centred and scaled to keep every digit.

    The operator D is a polynomial in the lag, of order L; m = n - L. Periods that are not used are filled with anything
    and given an indicator each, the columns Z: integrating over d gives exactly the likelihood of the periods used,
    diffuse in the L values that differencing takes as starting values (Gómez, Maravall & Peña 1999,
    doi:10.1016/S0304-4076(98)00009-9). Without holes it is the likelihood of the differenced series.

    ``design`` is reduced to the k columns that differencing leaves. ``gone``, ``tied`` : terms that differencing takes
    away, and those it makes a combination of the others; both left out. ``difference`` : (L + 1,) coefficients of D.
    ``filled`` : (n,) outcome, holes filled. ``remainder`` : (m,) what least squares leaves of Dy, over ``scale``.
    ``columns``, ``holes`` : (m, k) and (m, h). ``basis``, ``back``, ``volume`` : orthonormal basis (m, r) of the holes'
    columns, the way back to them (h, r), and the log of their volume. ``start``, ``scale`` : (k,) coefficients of least
    squares, and its standard deviation in units of the outcome.
    """

    design: Design
    gone: tuple[str, ...]
    tied: tuple[str, ...]
    difference: Array
    filled: Array
    remainder: Array
    columns: Array
    holes: Array
    basis: Array
    back: Array
    volume: float
    start: Array
    scale: float

    @property
    def points(self) -> int:
        """Differenced periods less holes, where no hole is beyond telling."""
        return len(self.remainder) - len(self.basis.T)

    def log_likelihood(self, whitening: Whitening, *, restricted: bool = False) -> float:
        """Log-likelihood at its highest over coefficients and scale; ``restricted`` integrates over coefficients."""
        h, k = self.basis.shape[1], self.columns.shape[1]
        r = self._triangle(whitening, self.basis, self.columns, self.remainder)
        free = self.points - k if restricted else self.points
        size = np.log(np.abs(np.diag(r)))
        determinant = np.log(whitening.pivots).sum() + size[:h].sum() + self.volume
        if restricted:
            determinant += size[h : h + k].sum()
        return float(-free / 2 * (np.log(2 * np.pi / free) + 2 * size[h + k] + 1) - determinant)

    def solve(self, whitening: Whitening) -> Solution:
        """Regress the remainder on columns and holes by generalised least squares."""
        h, k = self.basis.shape[1], self.columns.shape[1]
        r = self._triangle(whitening, self.basis, self.columns, self.remainder)
        outer = r[h : h + k, h : h + k]
        root = linalg.solve_triangular(outer, np.eye(k))
        coefficients = root @ r[h : h + k, -1]
        filling = linalg.solve_triangular(r[:h, :h], r[:h, -1] - r[:h, h : h + k] @ coefficients)
        return Solution(coefficients, root @ root.T, self.back @ filling, float(r[h + k, -1] ** 2))

    def _triangle(self, whitening: Whitening, *parts: Array) -> Array:
        """Triangular factor of columns (m, …) side by side, whitened."""
        return np.asarray(np.linalg.qr(whitening.whiten(np.column_stack(parts)), mode="r"), dtype=np.float64)

    def coefficients(self, solution: Solution) -> Array:
        """(k,) coefficients in units of the outcome."""
        return self.start + self.scale * solution.coefficients

    def hole_root(self, whitening: Whitening) -> Array:
        """(h, r) root of the covariance of a solution's ``filling`` for unit scale, coefficients unknown as well."""
        k = self.columns.shape[1]
        r = self._triangle(whitening, self.columns, self.basis)
        root: Array = self.back @ linalg.solve_triangular(r[k:, k:], np.eye(len(r) - k))
        return root

    def completed(self, solution: Solution) -> tuple[Array, Array]:
        """Outcome with each hole at its expectation given all periods, (n,), and its differenced noise, (m,)."""
        outcome = self.filled.copy()
        outcome[~self.design.used] -= self.scale * solution.filling
        noise = self.remainder - self.columns @ solution.coefficients - self.holes @ solution.filling
        return outcome, noise * self.scale


def differenced(values: Array, design: Design, difference: Array) -> Differenced:
    """Difference a series and its design, and leave out the terms that this takes away.

    A term goes where its differenced column is zero, or a combination of the other columns; a trend differenced
    once stays, as the drift. Terms of interventions are looked at first.
    """
    used = design.used
    columns = difference_columns(design.matrix, difference)
    indicators = np.zeros((len(values), int((~used).sum())))
    indicators[~used] = np.eye(indicators.shape[1])
    holes = difference_columns(indicators, difference)
    basis, back, volume = _basis(holes)
    if len(columns) - basis.shape[1] < 1:
        raise DesignError(
            f"differencing over {len(difference) - 1} periods leaves none of the {int(used.sum())} points used. Use a "
            "longer series or a lower order."
        )
    gone, tied = _lost(design, columns, basis)
    if lost := [term for term in (*gone, *tied) if term in design.intervention_terms]:
        raise DesignError(
            f"{', '.join(lost)} cannot be told from the other columns once the series is differenced. Lower the order "
            "of differencing or leave the term out."
        )
    keep = [term not in {*gone, *tied} for term in design.terms]
    columns = columns[:, keep]
    filled = np.where(used, values, values[used].mean())
    series = Differenced(
        design=design.select(set(design.terms) - {*gone, *tied}),
        gone=tuple(gone),
        tied=tuple(tied),
        difference=difference,
        filled=filled,
        remainder=difference_columns(filled[:, None], difference)[:, 0],
        columns=columns,
        holes=holes,
        basis=basis,
        back=back,
        volume=volume,
        start=np.zeros(sum(keep)),
        scale=1.0,
    )
    first = series.solve(Independent(len(columns)))
    filled, noise = series.completed(first)
    scale = float(np.sqrt(first.sum_of_squares / series.points))
    return replace(series, filled=filled, remainder=noise / (scale or 1.0), start=first.coefficients, scale=scale)


def difference_columns(columns: Array, difference: Array) -> Array:
    """Difference (n, c) columns: (n - L, c)."""
    return filtered(columns, difference)[len(difference) - 1 :]


def undifference(noise: Array, difference: Array) -> Array:
    """Apply the transpose of the operator: (m,) to (n,)."""
    return np.asarray(np.convolve(noise, difference[::-1]))


def _basis(holes: Array) -> tuple[Array, Array, float]:
    """Orthonormal basis (m, r) of the holes' columns, the way back (h, r), and the log of their volume."""
    if not holes.size:
        return holes, np.eye(0), 0.0
    left, size, right = np.linalg.svd(holes, full_matrices=False)
    rank = int((size > NOTHING * size[0]).sum())
    return left[:, :rank], right[:rank].T / size[:rank], float(np.log(size[:rank]).sum())


def _lost(design: Design, columns: Array, basis: Array) -> tuple[list[str], list[str]]:
    """Terms whose differenced column is zero, and those that are a combination of the ones before."""
    gone, tied = [], []
    kept = np.empty((len(columns), 0))
    first = [i for i, term in enumerate(design.terms) if term in design.intervention_terms]
    for i in (*first, *(i for i in range(len(design.terms)) if i not in first)):
        before = np.linalg.norm(design.matrix[:, i])
        column = columns[:, i] - basis @ (basis.T @ columns[:, i])
        size = np.linalg.norm(column)
        if size <= NOTHING * before:
            gone.append(design.terms[i])
            continue
        for _ in range(2):  # once more, against rounding
            column -= kept @ (kept.T @ column)
            column -= basis @ (basis.T @ column)
        if np.linalg.norm(column) <= NOTHING * size:
            tied.append(design.terms[i])
        else:
            kept = np.column_stack([kept, column / np.linalg.norm(column)])
    return gone, tied


def one_step(series: Differenced, solution: Solution, whitening: Whitening) -> tuple[Array, Array]:
    """Predict every period from those before it, coefficients at their estimates.

    A hole is predicted from the periods before it and then forgotten: this is a Kalman filter that is given nothing
    there, exactly diffuse in the starting values. Gives (n,) predictions; where there is none yet, the outcome itself
    (in a hole, its expectation given all periods). And (n,) innovations over their standard deviation for unit scale,
    NaN where a period is not used or not predicted.
    """
    mean, noise = series.completed(solution)
    n = len(mean)
    begin = n - len(noise)
    rows = whitening.whiten(np.column_stack([series.holes, noise / series.scale]))
    at = np.flatnonzero(~series.design.used)
    standardised = np.full(n, np.nan)
    # what is known of the holes' distances d from their filling: rows d ~ N(seen, 1), as many as there are equations
    rows_known, seen = np.empty((0, len(at))), np.empty(0)
    for t, (row, pivot) in enumerate(zip(rows, whitening.pivots, strict=True), start=begin):
        z = row[:-1]
        earlier = np.where(at < t, z, 0.0)
        weights = _combined(earlier, rows_known)
        error = np.nan if weights is None else row[-1] - weights @ seen
        if np.isfinite(error):
            mean[t] -= error * pivot * series.scale
        if weights is None or t in at:
            rows_known, seen = np.vstack([rows_known, z]), np.append(seen, row[-1])
            continue
        standardised[t] = error / np.sqrt(1 + weights @ weights)
        if weights.any():
            root = np.linalg.cholesky(np.eye(len(seen)) + np.outer(weights, weights))
            rows_known, seen = root.T @ rows_known, linalg.solve_triangular(root, seen + weights * row[-1], lower=True)
    return mean, standardised


def _combined(row: Array, known: Array) -> Array | None:
    """Weights that make a row from known ones, or None where it speaks of something not known yet."""
    if not row.any():
        return np.zeros(len(known))
    weights = np.asarray(np.linalg.lstsq(known.T, row, rcond=None)[0], dtype=np.float64)
    apart = np.linalg.norm(row - known.T @ weights) > NOTHING * np.linalg.norm(row)
    return None if apart else weights
