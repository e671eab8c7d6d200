"""Tests of a stated ratio of two Poisson rates, against R and at their edges."""

import pytest

from analysis.errors import ParameterError
from analysis.killratio.rate_tests import TEST_METHODS, poisson_rate_ratio_test
from tests.killratio.golden import examples, printed

CASES = [(example, method) for example in examples() for method in example.p_values]


@pytest.mark.parametrize(("example", "method"), CASES, ids=lambda value: getattr(value, "name", str(value)))
def test_one_sided_tests_match_r(example, method):
    result = poisson_rate_ratio_test(*example.data, null_ratio=example.null_ratio, method=method, alternative="larger")
    wanted = example.p_values[method]
    assert abs(result.p_value - float(wanted)) <= printed(wanted)
    if method in example.statistics:
        statistic = example.statistics[method]
        assert abs(result.statistic - float(statistic)) <= printed(statistic)
    else:
        assert result.statistic is None


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_two_sided_exact_test_matches_poisson_test(example):
    result = poisson_rate_ratio_test(*example.data, null_ratio=example.null_ratio)
    assert abs(result.p_value - float(example.minlike)) <= 2 * printed(example.minlike)


def test_every_method_of_the_golden_output_is_tested():
    assert {method for _, method in CASES} == set(TEST_METHODS)


@pytest.mark.parametrize("method", ["wald", "score", "wald-log", "score-log", "sqrt"])
def test_two_sided_is_twice_the_smaller_tail(method):
    tails = [
        poisson_rate_ratio_test(6, 51.0, 1, 54.0, null_ratio=1.2, method=method, alternative=side).p_value
        for side in ("larger", "smaller")
    ]
    both = poisson_rate_ratio_test(6, 51.0, 1, 54.0, null_ratio=1.2, method=method).p_value
    assert sum(tails) == pytest.approx(1)
    assert both == pytest.approx(2 * min(tails))


@pytest.mark.parametrize("method", TEST_METHODS)
def test_zeros_never_crash(method):
    nothing = poisson_rate_ratio_test(0, 1.0, 0, 1.0, method=method)
    assert nothing.statistic is None
    assert nothing.p_value == (1.0 if method in ("exact-cond", "cond-midp") else None)
    for counts in ((0, 1.0, 5, 1.0), (5, 1.0, 0, 1.0)):
        p_value = poisson_rate_ratio_test(*counts, method=method).p_value
        assert p_value is None if method in ("wald-log", "score-log") else 0 <= p_value < 0.1


def test_exact_tails_of_zero_are_the_closed_form():
    assert poisson_rate_ratio_test(0, 1.0, 5, 1.0, alternative="smaller").p_value == pytest.approx(0.5**5)
    assert poisson_rate_ratio_test(0, 1.0, 5, 1.0, alternative="larger").p_value == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"null_ratio": 0.0}, "null_ratio is 0.0"),
        ({"method": "bayes"}, "unknown test method 'bayes'.*exact-cond"),
        ({"alternative": "greater"}, "unknown alternative 'greater'.*larger"),
    ],
)
def test_bad_parameters_are_refused(change, message):
    with pytest.raises(ParameterError, match=message):
        poisson_rate_ratio_test(1, 1.0, 1, 1.0, **change)
