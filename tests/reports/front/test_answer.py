"""The four plain words."""

from turningpoint.reports.front.answer import WORDS, Answer


def test_every_sign_has_a_word_of_its_own() -> None:
    assert len(set(WORDS.values())) == len(WORDS) == 4
    assert {sign: Answer("q", sign, "t", "l", "g").word for sign in WORDS} == WORDS
