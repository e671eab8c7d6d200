"""The adaptive posterior by whole covariance matrices, one series at a time: slow, and written apart from the package.

    log μ_t = x_t b + τ B_t c + u_t,     E Y_j = Σ μ_t over the months of observation j,     b flat, c ~ N(0, I)
    u: an autoregression ρ for a share of σ², the rest white;  prior σ (1 - ρ)^(-1/2) on u, max(τ, .02) exp(-3τ) on τ

It stands where its own mode at the weightiest node stands still, on a grid of noise models finer in the share and
coarser in σ than the package's. ``cd tests/golden/adaptive_posterior && python reference.py > reference_output.csv``.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from scipy.special import ndtr

RHO = np.array([0, 0.2, 0.4, 0.58, 0.72, 0.83, 0.9, 0.945, 0.975])
SHARE = np.array([0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1])
SIGMA = np.array([0.01, 0.03, 0.06, 0.1, 0.15, 0.21, 0.29, 0.39, 0.52, 0.7, 0.95, 1.3, 1.8, 2.5])
TAU = np.array([0, 0.05, 0.1, 0.2, 0.35, 0.6, 1, 1.7])
CASES = {  # series → first month used, month of the intervention, harmonics
    "picss_spans": ("2015-01", "2021-08", 2),
    "picss_spans_2018": ("2018-01", "2021-08", 2),
    "ucdp": ("2015-01", "2021-08", 2),
    "wrong_level": ("1999-01", "2009-01", 2),
    "short_9_11": ("2019-01", "2019-10", 1),
}


def widths(nodes, low, high):
    return np.diff(np.concatenate([[low], (nodes[1:] + nodes[:-1]) / 2, [high]]))


def read(series):
    """Months, what is summed in each observation, counts."""
    first, date, harmonics = CASES[series]
    name = series.removesuffix("_2018")
    with Path("data.csv").open(encoding="utf-8") as lines:
        rows = [(row["months"].split(), float(row["count"])) for row in csv.DictReader(lines) if row["series"] == name]
    rows = [row for row in rows if min(row[0]) >= first]

    def number(month):
        return int(month[:4]) * 12 + int(month[5:]) - 1

    seen = [number(month) for months, _ in rows for month in months]
    origin = min(seen)
    inside = np.zeros((len(rows), max(seen) - origin + 1))
    for row, (months, _) in zip(inside, rows, strict=True):
        row[[number(month) - origin for month in months]] = 1
    at = number(date) - origin
    return inside, np.array([count for _, count in rows]), at, design(inside.shape[1], at, origin % 12 + 1, harmonics)


def design(n, at, first_month, harmonics):
    time, month = (np.arange(n) - at) / 12, np.arange(n) + first_month
    season = [f(2 * np.pi * h * month / 12) for h in range(1, harmonics + 1) for f in (np.sin, np.cos)]
    return np.column_stack([np.ones(n), time, time >= 0, np.maximum(time, 0), *season])


def bend(n, before):
    time = np.arange(1.0, n + 1) / 12
    low, high = np.minimum(time[:, None], time), np.maximum(time[:, None], time)
    line = np.column_stack([np.ones(n), time])
    left = np.eye(n)
    left[:, :before] -= line @ np.linalg.pinv(line[:before])
    value, vector = np.linalg.eigh(left @ (low**2 * (3 * high - low) / 6) @ left.T)
    return vector[:, :-10:-1] * np.sqrt(np.maximum(value[:-10:-1], 0))


class Posterior:
    def __init__(self, inside, counts, matrix, smooth=None):
        self.inside, self.counts, self.matrix = inside, counts, matrix
        self.n, self.k = matrix.shape
        self.r = 0 if smooth is None else smooth.shape[1]
        self.tau = TAU if self.r else np.zeros(1)
        self.whole = matrix if smooth is None else np.column_stack([matrix, smooth])
        memory, part, spread = widths(RHO, 0, 0.99), widths(SHARE, 0, 1), widths(SIGMA, 0, SIGMA[-1] * 1.2)
        nodes = [
            (p, s, g, a * b * c)
            for p, a in zip(RHO, memory, strict=True)
            for s, b in (zip(SHARE, part, strict=True) if p else [(1.0, 1.0)])
            for g, c in zip(SIGMA, spread, strict=True)
        ]
        self.rho, self.share, self.sigma, volume = np.array(nodes).T
        self.prior = np.log(volume * self.sigma) - np.log1p(-self.rho) / 2
        self.bend_prior = np.log(np.maximum(self.tau, 0.02)) - 3 * self.tau if self.r else np.zeros(1)
        lag = np.abs(np.subtract.outer(np.arange(self.n), np.arange(self.n)))
        self.memory = {p: np.where(lag == 0, 1.0, p**lag) for p in RHO}
        near = np.abs(self.rho - 0.58) + np.abs(self.share - 0.7) + np.abs(self.sigma - 0.39)
        eta, top = self.start(), (int(near.argmin()), min(3, len(self.tau) - 1))
        for self.rounds in range(1, 13):
            last = top
            eta = self.mode(eta, *top)
            self.weigh(eta)
            top = np.unravel_index(self.weight.argmax(), self.weight.shape)
            if self.rounds > 1 and tuple(top) == tuple(last):
                return
        raise RuntimeError("node and mode do not stand still")

    def start(self):
        found = np.zeros(self.k)
        found[0] = np.log(self.counts.sum() / self.inside.sum())
        for _ in range(60):
            mean = np.exp(np.clip(self.matrix @ found, -20, 20))
            total = self.inside @ mean
            slope = (self.inside * mean) @ self.matrix
            information = slope.T @ (slope / total[:, None]) + 1e-8 * np.eye(self.k)
            found += np.clip(np.linalg.solve(information, slope.T @ (self.counts / total - 1)), -1, 1)
        return self.matrix @ found

    def working(self, eta):
        mean = np.exp(np.clip(eta, -12, 20))
        total = self.inside @ mean
        weight = self.inside * mean / total[:, None]
        return total, weight, self.counts / total - 1 + weight @ eta

    def mode(self, eta, node, bend):
        tau = self.tau[bend]
        matrix = self.whole if tau else self.matrix
        penalty = np.zeros(matrix.shape[1])
        penalty[self.k :] = 1 / tau**2 if tau else 0
        noise = self.memory[self.rho[node]] * self.share[node] + (1 - self.share[node]) * np.eye(self.n)
        noise *= self.sigma[node] ** 2
        for _ in range(60):
            total, weight, response = self.working(eta)
            inverse = np.linalg.inv(weight @ noise @ weight.T + np.diag(1 / total))
            rows = weight @ matrix
            found = np.linalg.solve(rows.T @ inverse @ rows + np.diag(penalty), rows.T @ inverse @ response)
            move = matrix @ found + noise @ weight.T @ inverse @ (response - rows @ found) - eta
            farthest = np.abs(move).max()
            eta = eta + min(1, 2 / max(farthest, 1e-9)) * move
            if farthest < 1e-8:
                return eta
        raise RuntimeError("the mode is not reached")

    def weigh(self, eta):
        total, weight, response = self.working(eta)
        columns = np.column_stack([weight @ self.whole, response])
        shape = (len(self.rho), len(self.tau))
        self.log_weight, self.mean, self.variance = np.empty(shape), np.empty((*shape, 2)), np.empty((*shape, 2))
        for g, (rho, share, sigma) in enumerate(zip(self.rho, self.share, self.sigma, strict=True)):
            noise = sigma**2 * weight @ (share * self.memory[rho] + (1 - share) * np.eye(self.n)) @ weight.T
            noise += np.diag(1 / total)
            cross = columns.T @ np.linalg.solve(noise, columns)
            determinant = np.linalg.slogdet(noise)[1]
            for v, tau in enumerate(self.tau):
                size = len(cross) - 1 if tau else self.k
                precision = cross[:size, :size].copy()
                precision[range(self.k, size), range(self.k, size)] += 1 / tau**2 if tau else 0
                inverse = np.linalg.inv(precision)
                found = inverse @ cross[:size, -1]
                self.log_weight[g, v] = -0.5 * (
                    determinant
                    + np.linalg.slogdet(precision)[1]
                    + (2 * self.r * np.log(tau) if tau else 0)
                    + cross[-1, -1]
                    - found @ cross[:size, -1]
                )
                self.mean[g, v], self.variance[g, v] = found[2:4], inverse[[2, 3], [2, 3]]
        self.log_weight += self.prior[:, None] + self.bend_prior
        self.weight = np.exp(self.log_weight - self.log_weight.max())
        self.weight /= self.weight.sum()

    def quantile(self, term, point):
        value, deviation = self.mean[..., term], np.sqrt(self.variance[..., term])
        seen = self.weight > 1e-12
        low, high = (value - 9 * deviation)[seen].min(), (value + 9 * deviation)[seen].max()
        for _ in range(60):
            middle = (low + high) / 2
            under = (self.weight * ndtr((middle - value) / deviation)).sum() < point
            low, high = (middle, high) if under else (low, middle)
        return low

    def deviation(self, term):
        value = self.mean[..., term]
        middle = (self.weight * value).sum()
        return np.sqrt((self.weight * (self.variance[..., term] + (value - middle) ** 2)).sum())


if __name__ == "__main__":
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["series", "pre_trend", "term", "median", "low", "high", "deviation", "rho", "sigma", "tau", "rounds"])
    for name in CASES:
        inside, counts, at, matrix = read(name)
        for pre_trend in ("adaptive", "straight"):
            smooth = bend(len(matrix), at) if pre_trend == "adaptive" else None
            found = Posterior(inside, counts, matrix, smooth)
            noise = [(found.weight.sum(axis=1) * part).sum() for part in (found.rho, found.sigma)]
            noise.append((found.weight.sum(axis=0) * found.tau).sum())
            for term, label in enumerate(("level", "slope")):
                ends = [found.quantile(term, point) for point in (0.5, 0.025, 0.975)]
                numbers = [f"{x:.6f}" for x in (*ends, found.deviation(term), *noise)]
                out.writerow([name, pre_trend, label, *numbers, found.rounds])
