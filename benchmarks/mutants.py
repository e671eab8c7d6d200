"""Change one line of the core at a time and see whether the tests of its module notice.

Each change gives numbers that are wrong and plausible. It is made in a copy of the project in a temporary folder, never
in the working tree; the tests that mirror the module are run there, and must fail. ``python -m benchmarks.mutants``
makes all of them, one after the other, in about twenty minutes; ``--only N`` makes those of these numbers, from 1 on.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = Path("analysis/turningpoint")
NEEDED = ("analysis", "benchmarks", "data", "tests")
"""Folders that tests of the core need."""
LONGEST = 600
"""Seconds after which a change that keeps its tests from ending counts as caught."""


class Mutant(NamedTuple):
    """A change: a module of the package, a text that stands in it exactly once, and what is put there instead."""

    module: str
    text: str
    instead: str

    @property
    def tests(self) -> str:
        """The test file at the mirrored path."""
        path = Path("tests") / self.module
        return str(path.with_name(f"test_{path.name}"))


MUTANTS = (
    Mutant(
        "its/regression/glm.py",
        "variance = mean + (found.alpha or 0.0) * mean**2",
        "variance = mean + (found.alpha or 0.0) * mean",
    ),
    Mutant(
        "its/effects/effects.py", "last = design.positions[0] + horizon - 1", "last = design.positions[0] + horizon - 2"
    ),
    Mutant(
        "its/effects/excess.py",
        "np.quantile(sums.counterfactual_draws, (1 - confidence) / 2)",
        "np.quantile(sums.counterfactual_draws, 1 - confidence)",
    ),
    Mutant("its/coverage/certificate.py", "coverage=float(levels.min())", "coverage=float(levels.mean())"),
    Mutant(
        "its/coverage/certificate.py",
        'course.noise["rho"], course.noise["rho_upper"])',
        'course.noise["rho"], course.noise["rho"])',
    ),
    Mutant(
        "killratio/one_period/clustered_intervals.py", "max(int(deaths / factor), 1)", "max(round(deaths / factor), 1)"
    ),
    Mutant(
        "robustness/straight_model.py",
        "(1 + int((~(null < observed)).sum())) / (1 + len(null))",
        "int((~(null < observed)).sum()) / len(null)",
    ),
    Mutant("robustness/dates/evidence.py", "of_step**2 * ramp - 2 *", "of_step**2 * ramp + 2 *"),
    Mutant("robustness/dates/date_set.py", "np.argsort(-weight", "np.argsort(weight"),
    Mutant(
        "robustness/placebos/placebo.py",
        "(sizes.abs() if either else sizes) >= real",
        "sizes.abs() >= real",
    ),
    Mutant("robustness/straight_model.py", "stats.norm.ppf((1 + confidence) / 2)", "stats.norm.ppf(confidence)"),
    Mutant(
        "robustness/straight_model.py",
        'interventions[0],), pre_trend="straight")',
        'interventions[0],), pre_trend="straight", harmonics=0)',
    ),
    Mutant("robustness/specifications/null_series.py", "course = far.counterfactual @", "course = far.matrix @"),
    Mutant(
        "robustness/specifications/null_series.py", "np.maximum(parts[KINDS[0]] - exchanged, 0.0)", "parts[KINDS[0]]"
    ),
    Mutant("robustness/control_countries.py", "np.hypot(errors[0], errors[1])", "errors[0] + errors[1]"),
    Mutant(
        "sources/printed_totals/elimination.py",
        "key=lambda f: (f.is_month, f.last - f.first, f.first)",
        "key=lambda f: (not f.is_month, f.last - f.first, f.first)",
    ),
    Mutant(
        "sources/printed_totals/elimination.py",
        "months = tuple(sorted(whole.difference(*kept)))",
        "months = tuple(sorted(whole))",
    ),
    Mutant(
        "sources/printed_totals/editions.py",
        "return min(after, key=attrgetter",
        "return max(after, key=attrgetter",
    ),
    Mutant(
        "sources/population.py",
        "np.searchsorted(middles, at) - 1",
        "np.searchsorted(middles, at)",
    ),
    Mutant("sources/csv_table.py", "not any(field.strip() for field in lines[-1])", "not lines[-1]"),
    Mutant("reports/run/compare_reports.py", '"columns": ", ".join(header), ', ""),
    Mutant(
        "killratio/misreporting/bias_analysis.py", "low * (high / low) ** generator", "low + (high - low) * generator"
    ),
    Mutant("its/model/design.py", "np.clip(clock - clock[at], 0.0, None)", "np.clip(clock - clock[at - 1], 0.0, None)"),
    Mutant("its/model/events.py", ": at + specification.transition]", ": at + specification.transition + 1]"),
    Mutant("its/model/fit.py", "tail = (1 + confidence) / 2", "tail = confidence"),
    Mutant("its/model/fit.py", "rest = (above**2 - factor * (numerator", "rest = (above**2 + factor * (numerator"),
    Mutant("its/regression/glm.py", "result.pearson_chi2 / result.df_resid", "result.pearson_chi2 / len(y)"),
    Mutant(
        "its/regression/glm.py",
        "np.exp(design.counterfactual @ b + design.offset)",
        "np.exp(design.counterfactual @ b)",
    ),
    Mutant("its/regression/ols.py", "use_correction=False) * n / (n - k)", "use_correction=False)"),
    Mutant(
        "its/regression/gls_ar1.py", 'np.sqrt(total / (n - k if method == "reml" else n))', "np.sqrt(total / (n - k))"
    ),
    Mutant(
        "its/regression/prais_winsten.py", "np.log1p(-(value ** (2 * gaps))).sum()", "np.log1p(-(value**gaps)).sum()"
    ),
    Mutant("its/effects/excess.py", "rows = slice(first, first + horizon)", "rows = slice(first + 1, first + horizon)"),
    Mutant(
        "its/effects/excess.py",
        "sums.fitted_gradient / sums.fitted - sums.counterfactual_gradient",
        "sums.fitted_gradient / sums.fitted + sums.counterfactual_gradient",
    ),
    Mutant("its/diagnostics/diagnostics.py", "stats.chi2.sf(statistic, df)", "stats.chi2.sf(statistic, lags)"),
    Mutant("its/diagnostics/pre_trend.py", "2 * stats.norm.sf(abs(z))", "stats.norm.sf(abs(z))"),
    Mutant("its/diagnostics/influence.py", 'frame["change"].abs().fillna', 'frame["change"].fillna'),
    Mutant("its/calibrated/noise_grid.py", "np.log(a * b) - 0.5 * np.log1p(-p)", "np.log(a * b) + 0.5 * np.log1p(-p)"),
    Mutant(
        "its/calibrated/noise_grid.py",
        "np.log(widths(sigma, 0.0, sigma[-1] * 1.2)) + np.log(sigma)",
        "np.log(widths(sigma, 0.0, sigma[-1] * 1.2))",
    ),
    Mutant("its/calibrated/noise_grid.py", "np.log(step) + 2 * np.log(sigma)", "np.log(step) + np.log(sigma)"),
    Mutant(
        "its/calibrated/noise_grid.py",
        "np.maximum(strengths, 0.02)) - 3 * strengths",
        "np.maximum(strengths, 0.02)) - 2 * strengths",
    ),
    Mutant("its/calibrated/noise_grid.py", "(nodes[1:] + nodes[:-1]) / 2", "np.sqrt(nodes[1:] * nodes[:-1])"),
    Mutant("its/calibrated/noise_grid.py", "widths(rho, 0.0, 0.99)", "widths(rho, 0.0, 1.0)"),
    Mutant(
        "its/calibrated/whitening.py",
        "fresh, square = marginal * (1 - rho**2), rho**2",
        "fresh, square = marginal * (1 - rho), rho**2",
    ),
    Mutant(
        "its/calibrated/whitening.py",
        "spread = variance + independent + found.sampling",
        "spread = variance + found.sampling",
    ),
    Mutant("its/calibrated/whitening.py", "log_determinant += np.log(spread)", "log_determinant += np.log(spread) / 2"),
    Mutant("its/calibrated/whitening.py", "variance = variance * (1 - gain)", "variance = variance * (1 - gain / 2)"),
    Mutant("its/calibrated/whitening.py", "beside) * scale**2", "beside) * scale"),
    Mutant("its/calibrated/whitening.py", "with_sums[:, None, :, -1]", "with_sums[:, None, :, 0]"),
    Mutant("its/calibrated/whitening.py", "determinant = 2 * np.log(", "determinant = np.log("),
    Mutant(
        "its/calibrated/whitening.py",
        "variance = alone.state_variance - (towards**2)",
        "variance = alone.state_variance + (towards**2)",
    ),
    Mutant("its/calibrated/whitening.py", "lanes) * (1 - share)", "lanes) * share"),
    Mutant("its/calibrated/whitening.py", "if t:  # one period on", "if t > 1:  # one period on"),
    Mutant("its/calibrated/whitening.py", ".reshape(-1, s, k) - across", ".reshape(-1, s, k) + across"),
    Mutant(
        "its/calibrated/whitening.py", "innovation[k + 1 :] -= state[k + 1 :]", "innovation[k + 1 :] += state[k + 1 :]"
    ),
    Mutant("its/calibrated/linearisation.py", "response=linear + counts / mean - 1", "response=linear + counts / mean"),
    Mutant("its/calibrated/linearisation.py", "sampling=1 / mean,", "sampling=1 / np.sqrt(mean),"),
    Mutant(
        "its/calibrated/linearisation.py", "sums=(sums - totals) / totals +", "sums=(sums - totals) / (totals + 1) +"
    ),
    Mutant(
        "its/calibrated/linearisation.py",
        "rest = node.sigma**2 * (1 - node.share)",
        "rest = node.sigma**2 * node.share",
    ),
    Mutant("its/calibrated/linearisation.py", "(found.weights**2).sum(axis=-1))", "found.weights.sum(axis=-1))"),
    Mutant("its/calibrated/linearisation.py", "[:, None] ** -2", "[:, None] ** -1"),
    Mutant("its/calibrated/linearisation.py", "diagonal[:, [0, -1]]", "diagonal[:, [0]]"),
    Mutant("its/calibrated/linearisation.py", "beside[:, 0] = 0.0", "beside[:, -1] = 0.0"),
    Mutant(
        "its/calibrated/linearisation.py",
        "independent = rest[:, None] * (left_over",
        "independent = 0 * rest[:, None] * (left_over",
    ),
    Mutant(
        "its/calibrated/linearisation.py", "reached[rows] = farthest < STILL", "reached[rows] = farthest < LONGEST_STEP"
    ),
    Mutant(
        "its/calibrated/linearisation.py", "away = np.concatenate([-coefficients", "away = np.concatenate([coefficients"
    ),
    Mutant(
        "its/calibrated/mixture.py",
        "squared / (1 + self.stiffness[..., None, :] * squared)",
        "squared / (1 + self.stiffness[..., None, :])",
    ),
    Mutant(
        "its/calibrated/mixture.py",
        "others = self.fixed[:, :, None] - np.einsum",
        "others = self.fixed[:, :, None] + np.einsum",
    ),
    Mutant("its/calibrated/mixture.py", "free, along**2)) * scale**2", "free, along**2)) * scale"),
    Mutant("its/calibrated/mixture.py", "(self.weight * (spread + apart**2))", "(self.weight * spread)"),
    Mutant("its/calibrated/mixture.py", "np.sqrt(free) * normal", "free * normal"),
    Mutant("its/calibrated/mixture.py", "- 0.5) < confidence / 2", "- 0.5) < confidence"),
    Mutant("its/calibrated/mixture.py", "slope = slope + sign * (means @ matrix)", "slope = slope + (means @ matrix)"),
    Mutant(
        "its/calibrated/mixture.py",
        "(random.random((series, 1)) + np.arange(size)) / size",
        "random.random((series, size))",
    ),
    Mutant(
        "its/calibrated/mixture.py",
        'np.pad(one, gap) if name == "weight"',
        'np.pad(one, gap, mode="edge") if name == "weight"',
    ),
    Mutant(
        "its/calibrated/posterior.py",
        'design.terms.index("intercept")] += mixture.sigma**2 / 2',
        'design.terms.index("intercept")] += mixture.sigma**2',
    ),
    Mutant(
        "its/calibrated/posterior.py",
        "stiff = 1 + stiffness[..., None, :] * squared",
        "stiff = 1 + stiffness[..., None, :] * strengths[:, None]",
    ),
    Mutant("its/calibrated/posterior.py", "np.log(stiff).sum(axis=-1) +", "2 * np.log(stiff).sum(axis=-1) +"),
    Mutant(
        "its/calibrated/posterior.py",
        "found.log_determinant - np.linalg.slogdet(inverse)[1]",
        "found.log_determinant + np.linalg.slogdet(inverse)[1]",
    ),
    Mutant("its/calibrated/posterior.py", "left[..., -1, -1, None] - taken)", "left[..., -1, -1, None] + taken)"),
    Mutant("its/calibrated/posterior.py", "observations * np.log(squared)", "np.log(squared)"),
    Mutant(
        "its/calibrated/posterior.py",
        "sums=values[:, n:][:, design.spans_used] - inside @ design.offset",
        "sums=values[:, n:][:, design.spans_used]",
    ),
    Mutant(
        "its/calibrated/posterior.py", "np.sqrt(squares / (len(rows) - rows.shape[1]))", "np.sqrt(squares / len(rows))"
    ),
    Mutant("its/calibrated/posterior.py", "length = np.sqrt(inside.sum(axis=1))", "length = inside.sum(axis=1)"),
    Mutant("its/calibrated/posterior.py", 'np.linalg.cholesky(parts["root"])', 'np.linalg.cholesky(2 * parts["root"])'),
    Mutant(
        "its/calibrated/posterior.py",
        "np.concatenate([part.log_weight for part in parts], axis=1)",
        "np.concatenate([first.log_weight for part in parts], axis=1)",
    ),
    Mutant(
        "its/calibrated/posterior.py",
        "likelihood + nodes.log_weight[..., None] + log_bend(strengths)",
        "likelihood + log_bend(strengths)",
    ),
    Mutant("its/calibrated/posterior.py", "still &= ~unfit", "still |= ~unfit"),
    Mutant("its/calibrated/posterior.py", "node = weighed.top()", "pass"),
    Mutant(
        "its/calibrated/estimator.py",
        "np.searchsorted(reached, 0.8 * reached[-1])",
        "np.searchsorted(reached, 0.5 * reached[-1])",
    ),
    Mutant(
        "its/calibrated/estimator.py",
        'coefficients[design.terms.index("intercept")] -= sigma**2 / 2',
        'coefficients[design.terms.index("intercept")] -= 0.0',
    ),
    Mutant("its/calibrated/estimator.py", '== "intercept", unit, 0.0)', '== "intercept", -unit, 0.0)'),
    Mutant("its/calibrated/estimator.py", "mixture.sigma[0] * mixture.unit[0])", "mixture.sigma[0])"),
    Mutant(
        "its/calibrated/estimator.py",
        "design.matrix[at:, design.stays], design.offset[at:]",
        "design.matrix[at:, design.stays], 0 * design.offset[at:]",
    ),
    Mutant(
        "its/calibrated/estimator.py",
        "design.matrix @ coefficients - design.offset, 0.0) / unit",
        "design.matrix @ coefficients - design.offset, 0.0)",
    ),
    Mutant(
        "its/calibrated/forecast.py", "sigma * np.sqrt(share * (1 - rho**2))", "sigma * np.sqrt(share) * (1 - rho**2)"
    ),
    Mutant("its/calibrated/forecast.py", "coefficients[..., 0] -= sigma**2 / 2", "coefficients[..., 0] -= sigma**2"),
    Mutant("its/calibrated/forecast.py", "coefficients).sum(axis=-1) / unit", "coefficients).sum(axis=-1)"),
    Mutant("its/calibrated/forecast.py", "path * unit[..., None]", "path"),
    Mutant("its/calibrated/forecast.py", "now = mean + spread * random", "now = spread * random"),
    Mutant(
        "its/coverage/simulated_series.py", "np.exp(deviation * path - deviation**2 / 2)", "np.exp(deviation * path)"
    ),
    Mutant("its/detectable_effect.py", "float(norm.ppf(share))", "float(norm.ppf((1 + share) / 2))"),
    Mutant(
        "its/sensitivity.py",
        "range(own - earlier_years * step, last + 1, step)",
        "range(own - earlier_years * step, last, step)",
    ),
    Mutant("its/window_agreement.py", "own and 2 * count > len(known)", "own and 2 * count >= len(known)"),
    Mutant("its/time_series/local_level.py", "if gained > 1:", "if gained > 0.5:"),
    Mutant(
        "killratio/one_period/cluster_factor.py",
        "- 2 * product / (militants * security)",
        "- product / (militants * security)",
    ),
    Mutant("killratio/one_period/months_as_clusters.py", "k / (k - 1) * (shares", "(shares"),
    Mutant("killratio/one_period/months_as_clusters.py", "(values + 1 / n) / left", "values / left"),
    Mutant("killratio/one_period/period_ratio.py", "return self.clusters - 1", "return self.clusters"),
    Mutant("killratio/one_period/period_ratio.py", "min(earlier.freedom, later", "max(earlier.freedom, later"),
    Mutant("killratio/one_period/borrowed_band.py", 'factors = years["by_months"]', 'factors = years["by_events"]'),
    Mutant("killratio/one_period/poisson_ratio.py", "binom.cdf(y - 1, n, p)", "binom.cdf(y, n, p)"),
    Mutant(
        "killratio/one_period/clustered_intervals.py", "-math.log((1 - confidence) / 2)", "-math.log(1 - confidence)"
    ),
    Mutant("killratio/over_time/quasi_binomial.py", "deaths + factor - 1", "deaths + factor"),
    Mutant(
        "killratio/over_time/independent_months.py",
        "np.maximum(given, fit.dispersion)",
        "np.minimum(given, fit.dispersion)",
    ),
    Mutant(
        "killratio/over_time/ratio.py",
        "[design.positions[0] - 1 :]",
        "[design.positions[0] - 2 :]",
    ),
    Mutant(
        "killratio/misreporting/bias_analysis.py",
        "correlation * first + np.sqrt(1 - correlation**2) * own",
        "correlation * first + (1 - correlation) * own",
    ),
    Mutant(
        "robustness/dates/candidates.py",
        "(before >= trim) & (points - before >= trim)",
        "(before > trim) & (points - before >= trim)",
    ),
    Mutant("robustness/placebos/in_time.py", "range(before, at - after + 1)", "range(before, at + 1)"),
    Mutant("robustness/specifications/joint_test.py", "np.nanmax(np.where(told", "np.nanmin(np.where(told"),
    Mutant("robustness/specifications/joint_test.py", "default_rng(seed)", "default_rng(0)"),
    Mutant("robustness/concurrent_events.py", "(at >= first) & (at <= last)", "(at >= first) & (at < last)"),
    Mutant("reports/run/compare_reports.py", "return gap / abs(old) if old", "return gap / abs(new) if old"),
)


def copy_tree(folder: Path) -> None:
    """Copy into a folder what the tests need."""
    for name in NEEDED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / "pyproject.toml", folder)


def mutate(mutant: Mutant, folder: Path) -> None:
    """Make the change in a copy of the project.

    Raises
    ------
    ValueError
        The text to change does not stand exactly once in its module.
    """
    path = folder / PACKAGE / mutant.module
    code = path.read_text(encoding="utf-8")
    if (times := code.count(mutant.text)) != 1:
        raise ValueError(f"{PACKAGE / mutant.module}: {mutant.text!r} stands {times} times in it, not once.")
    path.write_text(code.replace(mutant.text, mutant.instead), encoding="utf-8")


def caught(mutant: Mutant, folder: Path) -> bool:
    """Whether the tests fail once the change is made; the copy is afterwards as it was."""
    mutate(mutant, folder)
    try:
        return not passes(mutant, folder)
    finally:
        module = PACKAGE / mutant.module
        shutil.copyfile(ROOT / module, folder / module)


def passes(mutant: Mutant, folder: Path) -> bool:
    """Run the tests of a change's module on the copy as it stands.

    Raises
    ------
    RuntimeError
        They could not be run at all.
    """
    # a compiled module is taken for current where size and second agree with the source
    own = {"PYTHONPATH": str(folder / "analysis"), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", mutant.tests]
    try:
        done = subprocess.run(
            command, cwd=folder, env=os.environ | own, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{mutant.tests} cannot be run:\n{done.stdout}{done.stderr}")
    return done.returncode == 0


def main(arguments: list[str] | None = None) -> int:
    """Run the changes asked for; 1 where a text to change is not there once, or tests fail without any change."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    numbers = range(1, len(MUTANTS) + 1)
    parser.add_argument(
        "--only", type=int, nargs="+", metavar="N", choices=numbers, default=numbers, help="these alone"
    )
    chosen = parser.parse_args(arguments).only
    score = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tree(folder)
        sound: dict[str, bool] = {}
        for number in chosen:
            mutant = MUTANTS[number - 1]
            if mutant.tests not in sound:
                sound[mutant.tests] = passes(mutant, folder)
            if not sound[mutant.tests]:
                print(f"{mutant.tests} fails without any change: nothing can be learnt from it.")
                return 1
            try:
                found = caught(mutant, folder)
            except ValueError as error:
                print(error)
                return 1
            score += found
            verdict = "caught  " if found else "SURVIVED"
            print(f"{number:3} {verdict} {mutant.module}: {mutant.text} → {mutant.instead}", flush=True)
    print(f"{score} of {len(chosen)} caught")
    return 0


if __name__ == "__main__":
    sys.exit(main())
