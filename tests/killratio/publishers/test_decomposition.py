"""The change of a kill ratio in parts: they add up, to the last digit that a float has."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turningpoint.errors import ParameterError
from turningpoint.killratio.publishers.decomposition import COLUMNS, PARTS, decompose

YEARS = (2021, 2025)
deaths = st.integers(min_value=1, max_value=10**6)
maybe = st.none() | deaths


@given(deaths, deaths, deaths, deaths, maybe, maybe)
def test_parts_add_up_whatever_the_numbers(m1, d1, m2, d2, s1, s2):
    split = decompose(
        "any",
        YEARS,
        (m1, d1),
        (m2, d2),
        security_earlier=None if s1 is None else (s1, "P"),
        security_later=None if s2 is None else (s2, "P"),
    )
    total = math.fsum(part.log for part in split.parts)
    assert total == pytest.approx(math.log(m2 / d2) - math.log(m1 / d1), abs=1e-12)
    assert split.log_change == pytest.approx(total, abs=1e-12)
    frame = split.to_frame()
    assert frame["start"].to_numpy()[1:] == pytest.approx(frame["end"].to_numpy()[:-1], rel=1e-11)
    assert math.fsum(split.part(kind) for kind in PARTS) == pytest.approx(total, abs=1e-12)


def test_the_formula_of_the_methods():
    split = decompose("claims", YEARS, (193, 592), (2597, 1235), security_later=(664, "PICSS"))
    logs = [math.log(2597 / 193), -math.log(664 / 592), -math.log(1235 / 664)]
    assert [part.log for part in split.parts] == pytest.approx(logs, abs=1e-15)
    assert split.change == pytest.approx((2597 / 1235) / (193 / 592))


def test_a_number_in_doubt_is_a_part_of_its_own():
    plain = decompose("a", YEARS, (193, 592), (2597, 1235))
    doubted = decompose("b", YEARS, (193, 592), (2597, 1235), security_earlier=(177, "PIPS"))
    assert plain.part("definition_earlier") == 0
    assert doubted.part("definition_earlier") == pytest.approx(math.log(592 / 177))
    assert doubted.part("security") == pytest.approx(plain.part("security") - math.log(592 / 177))
    assert doubted.change == plain.change


def test_like_for_like_has_no_part_of_definition():
    split = decompose("PIPS", YEARS, (32, 177), (243, 437))
    assert [part.kind for part in split.parts] == ["militants", "security"]
    assert f"{split.change:.2f}" == "3.08"
    assert "32 in 2021 and 243 in 2025" in split.parts[0].explanation
    assert f"{split.parts[0].factor:.2f}" == "7.59"


def test_the_waterfall_ends_at_the_later_ratio():
    frame = decompose("claims", YEARS, (193, 592), (2597, 1235), security_later=(664, "PICSS")).to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["kind"].tolist() == ["ratio", "militants", "security", "definition_later", "ratio"]
    assert frame["end"].iloc[[0, -1]].tolist() == pytest.approx([193 / 592, 2597 / 1235])
    assert frame["end"].iloc[-2] == pytest.approx(2597 / 1235)


@pytest.mark.parametrize("zero", range(4))
def test_no_deaths_give_no_parts_and_a_reason(zero):
    numbers = [3, 4, 5, 6]
    numbers[zero] = 0
    split = decompose("P", YEARS, tuple(numbers[:2]), tuple(numbers[2:]))
    assert split.parts == ()
    assert split.log_change is None
    assert split.change is None
    assert split.part("militants") is None
    assert "no deaths" in split.reason
    assert split.to_frame().empty


def test_a_toll_of_zero_gives_no_parts_either():
    assert decompose("P", YEARS, (1, 2), (3, 4), security_later=(0, "Q")).reason


def test_bad_numbers_are_refused():
    with pytest.raises(ParameterError, match="militants is -1"):
        decompose("P", YEARS, (-1, 2), (3, 4))
    with pytest.raises(ParameterError, match=r"security is 2\.5"):
        decompose("P", YEARS, (1, 2), (3, 4), security_later=(2.5, "Q"))
