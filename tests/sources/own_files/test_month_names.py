import pytest

from turningpoint.sources.own_files.month_names import MONTHS, month_of


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("January", 1),
        ("jan", 1),
        ("Sept", 9),
        ("MÄRZ", 3),
        ("août", 8),
        ("dez", 12),
        ("enero", 1),
        ("Total", 0),
        ("", 0),
    ],
)
def test_names(name, number):
    assert month_of(name) == number


def test_no_name_stands_for_two_months():
    from turningpoint.sources.own_files.month_names import _NAMES

    assert len(MONTHS) == sum(len(names.split()) for names in _NAMES)
