"""Evidence of one date by dense linear algebra at every node: shares no code with the package, and is slow."""

from itertools import pairwise

import numpy as np
from scipy.special import gammaln, logsumexp

RHO = np.array([0, 0.2, 0.4, 0.58, 0.72, 0.83, 0.9, 0.945, 0.975])
SHARE = np.array([0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1])
SIGMA = np.array([0.01, 0.03, 0.06, 0.1, 0.15, 0.21, 0.29, 0.39, 0.52, 0.7, 0.95, 1.3, 1.8, 2.5])
TAU = np.array([0, 0.05, 0.1, 0.2, 0.35, 0.6, 1, 1.7])


def cells(nodes, low, high):
    edges = [low, *((a + b) / 2 for a, b in pairwise(nodes)), high]
    return np.diff(edges)


def bend(n):
    """Covariance of integrated twice white noise in years, less its line, by its nine largest directions."""
    fine = np.arange(1, n + 1) / 12
    covariance = np.array([[min(s, t) ** 2 * (3 * max(s, t) - min(s, t)) / 6 for t in fine] for s in fine])
    line = np.stack([np.ones(n), fine], axis=1)
    off = np.eye(n) - line @ np.linalg.solve(line.T @ line, line.T)
    value, vector = np.linalg.eigh(off @ covariance @ off)
    return (vector[:, -9:] * value[-9:]) @ vector[:, -9:].T


def columns(n, date, harmonics):
    """Level, trend and season; what a break at the date may be, as a covariance (zero without one)."""
    t = np.arange(n)
    angle = 2 * np.pi * (t + 1) / 12
    flat = [np.ones(n), t / 12] + [f(h * angle) for h in range(1, harmonics + 1) for f in (np.sin, np.cos)]
    if date is None:
        return np.stack(flat, axis=1), np.zeros((n, n))
    step, ramp = (t >= date).astype(float), np.maximum(t - date, 0) / 12
    return np.stack(flat, axis=1), np.outer(step, step) + 0.25 * np.outer(ramp, ramp)


def nodes():
    """Every (ρ, share, σ) with the log of what it weighs: σ (1 - ρ)^-½ times the width of its cell."""
    for rho, a in zip(RHO, cells(RHO, 0, 0.99), strict=True):
        for share, b in zip(SHARE, cells(SHARE, 0, 1), strict=True) if rho else [(1.0, 1.0)]:
            for sigma, c in zip(SIGMA, cells(SIGMA, 0, 3.0), strict=True):
                yield rho, share, sigma, np.log(a * b * c * sigma / np.sqrt(1 - rho))


def evidence(y, membership, date, *, harmonics, gaussian=False):
    """Log evidence of observations (m,) that are sums over periods, membership (m, n)."""
    n = membership.shape[1]
    x, jump = columns(n, date, harmonics)
    smooth, lag = bend(n), np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    every = [(*node, tau) for node in nodes() for tau in TAU]

    def prior(node):
        rho, share, sigma, _, tau = node
        lasting = rho**lag if rho else np.eye(n)
        return sigma**2 * (share * lasting + (1 - share) * np.eye(n)) + tau**2 * smooth + jump

    def solved(node, w, z, rest):
        k = prior(node)
        root = np.linalg.cholesky(w @ k @ w.T + np.diag(rest))
        design, response = np.linalg.solve(root, w @ x), np.linalg.solve(root, z)
        inside = design.T @ design
        b = np.linalg.solve(inside, design.T @ response)
        left = response - design @ b
        value = -np.log(np.diag(root)).sum() - 0.5 * np.linalg.slogdet(inside)[1] - 0.5 * left @ left
        return value, x @ b + k @ w.T @ np.linalg.solve(root.T, left)

    def all_nodes(w, z, rest):
        weight = [node[3] + np.log(max(node[4], 0.02)) - 3 * node[4] for node in every]
        return np.array([solved(node, w, z, rest)[0] for node in every]) + weight

    if gaussian:
        return logsumexp(all_nodes(membership, y, np.zeros(len(y))))
    eta = np.full(n, np.log(y.sum() / membership.sum()))
    node = (0.58, 0.7, 0.39, 0.0, 0.2)
    for _ in range(2):
        for _ in range(40):
            mean = np.exp(eta)
            total = membership @ mean
            w = membership * mean / total[:, None]
            new = solved(node, w, (y - total) / total + w @ eta, 1 / total)[1]
            eta += np.clip(new - eta, -1, 1)
        mean = np.exp(eta)
        total = membership @ mean
        w = membership * mean / total[:, None]
        weights = all_nodes(w, (y - total) / total + w @ eta, 1 / total)
        node = every[int(weights.argmax())]
    constant = y * np.log(total) - total - gammaln(y + 1) + 0.5 * (y - total) ** 2 / total - 0.5 * np.log(total)
    return logsumexp(weights) + constant.sum()
