"""Autoregressive moving averages: polynomials, their covariance, and the room they may move in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, signal

from turningpoint.arrays import Array
from turningpoint.its.time_series.banded_covariance import Banded

INSIDE = 1 - 1e-9
"""Largest partial autocorrelation that is tried."""


@dataclass(frozen=True)
class Orders:
    """Orders of φ(B) Φ(Bˢ) w_t = θ(B) Θ(Bˢ) e_t: p, q, P, Q and the season s.

    Parameters stand in the order ar, ma, seasonal ar, seasonal ma, each with the sign of
    w_t = ar_1 w_{t-1} + … + e_t + ma_1 e_{t-1} + …
    """

    ar: int
    ma: int
    seasonal_ar: int = 0
    seasonal_ma: int = 0
    season: int = 0

    @property
    def count(self) -> int:
        """Number of parameters."""
        return self.ar + self.ma + self.seasonal_ar + self.seasonal_ma

    @property
    def names(self) -> list[str]:
        """Names of the parameters: ar_1, …, ma_1, …, seasonal_ar_1, …, seasonal_ma_1 and so on."""
        sizes = zip(("ar", "ma", "seasonal_ar", "seasonal_ma"), self._sizes, strict=True)
        return [f"{name}_{i + 1}" for name, size in sizes for i in range(size)]

    @property
    def reach(self) -> int:
        """Longest lag of either side."""
        return max(self.ar + self.season * self.seasonal_ar, self.ma + self.season * self.seasonal_ma)

    @property
    def _sizes(self) -> tuple[int, int, int, int]:
        return self.ar, self.ma, self.seasonal_ar, self.seasonal_ma

    def split(self, parameters: Array) -> list[Array]:
        """Take the parameters apart: ar, ma, seasonal ar, seasonal ma."""
        return np.split(parameters, np.cumsum(self._sizes)[:-1])

    def bounded(self, free: Array) -> Array:
        """Map numbers without bounds to a stationary and invertible model."""
        ar, ma, seasonal_ar, seasonal_ma = self.split(free)
        return np.concatenate([_stationary(ar), -_stationary(ma), _stationary(seasonal_ar), -_stationary(seasonal_ma)])

    def free(self, parameters: Array) -> Array:
        """Undo ``bounded``; what lies outside the bounds or close to them is first drawn inside."""
        ar, ma, seasonal_ar, seasonal_ma = self.split(parameters)
        return np.concatenate([_free(ar), _free(-ma), _free(seasonal_ar), _free(-seasonal_ma)])

    def half_free(self, free: Array) -> Array:
        """Coordinates in which the moving averages are free to leave the invertible ones, from ``free`` ones.

        The likelihood has no edge there: a moving average on the unit circle is a maximum like any other.
        """
        mixed = zip(self.split(free), self.split(self.bounded(free)), (0, 1, 0, 1), strict=True)
        return np.concatenate([pair[take] for *pair, take in mixed])

    def half_bounded(self, half_free: Array) -> Array:
        """Parameters from the coordinates of ``half_free``."""
        ar, ma, seasonal_ar, seasonal_ma = self.split(half_free)
        return np.concatenate([_stationary(ar), ma, _stationary(seasonal_ar), seasonal_ma])

    def invertible(self, parameters: Array) -> Array:
        """Turn moving averages with roots inside the unit circle into the invertible ones with the same likelihood."""
        ar, ma, seasonal_ar, seasonal_ma = self.split(parameters)
        return np.concatenate([ar, _turned(ma), seasonal_ar, _turned(seasonal_ma)])

    def polynomials(self, parameters: Array) -> tuple[Array, Array]:
        """φ(B)Φ(Bˢ) and θ(B)Θ(Bˢ) by rising powers of B, each from 1 on."""
        ar, ma, seasonal_ar, seasonal_ma = self.split(parameters)
        return (
            np.convolve(_polynomial(-ar, 1), _polynomial(-seasonal_ar, self.season)),
            np.convolve(_polynomial(ma, 1), _polynomial(seasonal_ma, self.season)),
        )

    def nearest_roots(self, parameters: Array) -> tuple[float, float]:
        """Largest inverse root of the autoregressive and of the moving-average factors, in absolute value."""
        ar, ma, seasonal_ar, seasonal_ma = self.split(parameters)
        largest = [
            float(np.abs(np.roots(np.append(1.0, side))).max(initial=0.0))
            for side in (-ar, -seasonal_ar, ma, seasonal_ma)
        ]
        return max(largest[:2]), max(largest[2:])


def whitening(ar: Array, ma: Array, periods: int) -> Banded:
    """Factor the covariance of a stationary process over m periods, innovations of variance one.

    The first r = max(p, q) periods are kept, those after are passed through the autoregressive polynomial and
    become moving averages; the covariance of the two together is banded (Ansley 1979, doi:10.1093/biomet/66.1.59).
    Both polynomials start from 1.
    """
    p, q = len(ar) - 1, len(ma) - 1
    top = max(p, q) if p else 0
    impulse = np.zeros(q + 1)
    impulse[0] = 1.0
    response = signal.lfilter(ma, ar, impulse)
    mixed, moving = (np.correlate(ma, weights, mode="full")[q:] for weights in (response, ma))
    band = max(top - 1, q)
    covariance = np.zeros((band + 1, periods))
    covariance[: q + 1, :] = moving[:, None]
    if top:
        own = _autocovariances(ar, mixed, top)
        for t in range(top):
            covariance[:, t] = 0.0
            covariance[: q + 1, t] = mixed
            covariance[: top - t, t] = own[: top - t]
    factor = linalg.cholesky_banded(covariance, lower=True, check_finite=False)
    return Banded(np.asarray(factor), ar, top)


def _autocovariances(ar: Array, mixed: Array, count: int) -> Array:
    """Autocovariances at lags 0 to count - 1: Σ_i φ_i γ_|k-i| = Cov(θ(B)e_t, w_{t-k})."""
    p = len(ar) - 1
    right = np.zeros(max(p + 1, count))
    right[: min(len(mixed), len(right))] = mixed[: len(right)]
    backward, forward = _places(p)
    padded = np.pad(ar, (p, p))
    left = padded[backward]
    left[:, 1:] += padded[forward]
    own = np.zeros(len(right))
    own[: p + 1] = np.linalg.solve(left, right[: p + 1])
    for k in range(p + 1, count):
        own[k] = right[k] - ar[1:] @ own[k - p : k][::-1]
    return own[:count]


@cache
def _places(p: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where φ_{k-j} and φ_{k+j} stand in a polynomial with p zeros before and after it."""
    k, j = np.arange(p + 1)[:, None], np.arange(p + 1)
    return p + k - j, p + k + j[1:]


def start_values(noise: Array, orders: Orders) -> Array:
    """Hannan and Rissanen's first guess: a long autoregression, then lags of the series and of its residuals.

    (doi:10.1093/biomet/69.1.81.) Lags of both seasons are taken one beside the other, their products left out.
    """
    m = len(noise)
    long = min(max(orders.reach + 2, round(np.log(m) ** 2)), m // 3)
    residual = noise - _lags(noise, range(1, long + 1)) @ _regress(_lags(noise, range(1, long + 1)), noise)
    near, far = range(1, orders.ar + 1), [orders.season * (i + 1) for i in range(orders.seasonal_ar)]
    near_ma, far_ma = range(1, orders.ma + 1), [orders.season * (i + 1) for i in range(orders.seasonal_ma)]
    columns = np.column_stack(
        [_lags(noise, near), _lags(residual, near_ma), _lags(noise, far), _lags(residual, far_ma)]
    )
    return _regress(columns, noise)


def _lags(series: Array, lags: Iterable[int]) -> Array:
    return np.column_stack([np.empty((len(series), 0)), *(np.pad(series, (lag, 0))[: len(series)] for lag in lags)])


def _regress(columns: Array, target: Array) -> Array:
    return np.asarray(np.linalg.lstsq(columns, target, rcond=None)[0], dtype=np.float64)


def _polynomial(coefficients: Array, season: int) -> Array:
    polynomial = np.zeros(len(coefficients) * season + 1)
    polynomial[0] = 1.0
    if len(coefficients):
        polynomial[season::season] = coefficients
    return polynomial


def _stationary(free: Array) -> Array:
    """Partial autocorrelations sin(free) as autoregressive coefficients (Durbin-Levinson)."""
    coefficients = np.empty(0)
    for partial in INSIDE * np.sin(free):
        coefficients = np.append(coefficients - partial * coefficients[::-1], partial)
    return coefficients


def _free(coefficients: Array) -> Array:
    coefficients = coefficients.copy()
    largest = np.abs(np.roots(np.append(1.0, -coefficients))).max(initial=0.0)
    if largest > 0.99:
        coefficients *= (0.99 / largest) ** np.arange(1, len(coefficients) + 1)
    partials = np.empty(len(coefficients))
    for i in range(len(coefficients) - 1, -1, -1):
        partial = partials[i] = coefficients[i]
        coefficients = (coefficients[:i] + partial * coefficients[:i][::-1]) / (1 - partial**2)
    return np.arcsin(partials)


def _turned(ma: Array) -> Array:
    """Inverse roots outside the unit circle, turned inside."""
    roots = np.roots(np.append(1.0, ma))
    if not (np.abs(roots) > 1).any():
        return ma
    turned = np.where(np.abs(roots) > 1, 1 / np.conj(roots), roots)
    full = np.real(np.poly(turned))[1:]
    return np.append(full, np.zeros(len(ma) - len(full)))
