import re

from turningpoint.reports.chapters.robustness.verdict_block import rules_frame, verdict_html, verdict_text
from turningpoint.robustness.traffic_lights import RULES, Light

LIGHTS = [
    Light("Date", "against", "April < August.", "figure-break_dates"),
    Light("Certificate", "not available", "There is none."),
]


def test_every_light_has_sign_word_and_link():
    written = verdict_html("It is **twice** as high.", LIGHTS)
    assert "<strong>twice</strong>" in written
    assert '<a href="#figure-break_dates">Date</a>: against.' in written
    assert "April &lt; August." in written
    assert re.findall(r'aria-hidden="true">(.)<', written) == ["✕", "–"]
    assert 'class="light not-available"' in written
    assert written.count("href") == 1


def test_the_text_says_the_same():
    assert verdict_text("It is **twice** as high.", LIGHTS).splitlines() == [
        "It is twice as high.",
        "Of 2 checks 1 is against and 1 is not available.",
        "✕ Date: against. April < August.",
        "– Certificate: not available. There is none.",
    ]


def test_rules_are_listed():
    assert list(rules_frame()["Check"]) == list(RULES)
