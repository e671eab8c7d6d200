"""What the columns of the tables of simulated coverage mean, as their sidecars say it."""

COLUMNS = {
    "cell": "place of the cell in the grid",
    "kind": "kind of series, in words",
    "course": "course before, which goes on after: straight, rising, kink, kink_recent, quadratic, or irw (a slope "
    "that walks)",
    "outcome": "counts or gaussian",
    "points": "number of months",
    "before": "months before the intervention",
    "mean": "mean of the months before the intervention; 0 for a gaussian outcome",
    "rho": "autocorrelation of the latent noise from one month to the next",
    "deviation": "standard deviation of the latent noise",
    "truth": "none, or change: level 2, slope 1.3 a year",
    "method": "calibrated (its trend may bend), calibrated with a straight trend, or with one from 36 months before, "
    "others' models, or the oracle, who knows noise and bend",
    "estimand": "the answer that is judged",
    "series": "simulated series with an interval",
    "refused": "simulated series for which the method gives no interval",
    "covered": "series whose nominal 95% interval holds the truth",
    "coverage": "covered over series",
    "low": "lower end of the 99% Monte Carlo interval of the coverage (Wilson)",
    "high": "upper end of that interval",
    "bias": "mean of estimate less truth, on the log scale (of a gaussian outcome: in its unit; low_point: in months)",
    "median_width": "median width of the interval, on the same scale",
    "width_over_oracle": "that width over the oracle's; nan where the oracle has no such answer",
    "verdict": "fails where the coverage is below 91.0%, else holds",
}
THIRD_COLUMNS = {
    **{name: COLUMNS[name] for name in ("cell", "kind", "truth", "estimand")},
    "third": "of the series of the cell in the order of the estimated memory, the shortest first",
    "rho_low": "shortest estimated memory in it",
    "rho_high": "longest estimated memory in it",
    **{name: COLUMNS[name] for name in ("series", "covered", "coverage", "high")},
    "verdict": "fails where the upper end of the 99% Monte Carlo interval is below 88%, else holds",
}
