import pytest

from turningpoint.robustness.traffic_lights import (
    RULES,
    SIGNS,
    Light,
    certificate_light,
    date_light,
    placebo_light,
    specifications_light,
    tally,
)


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        ("inside", "holds"),
        ("neighbours", "holds"),
        ("outside", "against"),
        ("outside most", "not shown"),
        ("nothing ruled out", "not shown"),
        ("not searched", "not available"),
    ],
)
def test_the_date_is_judged_by_where_it_stands_to_the_set(standing, state):
    assert date_light(standing, words="").state == state


@pytest.mark.parametrize(
    ("share", "placebos", "state"),
    [
        (0.05, 19, "holds"),
        (0.051, 100, "not shown"),
        (0.1, 18, "not available"),  # one in nineteen is the smallest share there can be
        (None, 0, "not available"),
    ],
)
def test_a_placebo_is_judged_by_its_share_and_needs_enough_of_them(share, placebos, state):
    light = placebo_light("Placebo in time", share, placebos, confidence=0.95, words="", figure="f")
    assert light.state == state


@pytest.mark.parametrize(
    ("p_level", "p_slope", "p_share", "state"),
    [
        (0.01, 0.6, 0.02, "holds"),
        (0.01, 0.6, 0.5, "not shown"),
        (0.04, 0.9, 0.5, "not shown"),  # the smaller of two p-values counts twice
        (0.04, None, 0.5, "not shown"),
        (0.5, 0.5, 0.01, "not shown"),
        (0.5, 0.5, 0.5, "not shown"),
        (None, None, None, "not available"),
        (0.01, 0.01, None, "not available"),
    ],
)
def test_specifications_are_judged_together(p_level, p_slope, p_share, state):
    light = specifications_light(p_level=p_level, p_slope=p_slope, p_share=p_share, confidence=0.95, words="")
    assert light.state == state


@pytest.mark.parametrize(("certified", "state"), [(True, "holds"), (False, "not shown"), (None, "not available")])
def test_an_interval_is_judged_by_its_certificate(certified, state):
    assert certificate_light(certified, words="").state == state


def test_every_state_has_a_sign_of_its_own_and_every_light_a_rule():
    assert len(set(SIGNS.values())) == len(SIGNS)
    lights = (
        date_light("inside", words=""),
        placebo_light("Placebo in time", 0.5, 20, confidence=0.95, words="", figure=""),
        placebo_light("Placebo in space", 0.5, 20, confidence=0.95, words="", figure=""),
        specifications_light(p_level=0.5, p_slope=None, p_share=0.5, confidence=0.95, words=""),
        certificate_light(True, words=""),
    )
    assert [light.name for light in lights] == list(RULES)
    assert lights[0].sign == SIGNS["holds"]


def test_lights_are_counted():
    lights = [Light("Date", "not shown", ""), Light("Certificate", "not available", "")]
    assert tally(lights) == "Of 2 checks 1 is not shown and 1 is not available."
    lights = [Light("Date", "against", ""), Light("Placebo in time", "holds", ""), Light("Certificate", "holds", "")]
    assert tally(lights) == "Of 3 checks 2 hold and 1 is against."
    assert tally(lights[:1]) == "Of 1 check 1 is against."
