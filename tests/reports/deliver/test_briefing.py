"""The briefing, read back by another library: tags, language, pages; text from data never runs and is shown as text."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from tests.reports.deliver.fronts import Tags, figure, full_front, squeezed
from turningpoint.errors import RunError
from turningpoint.reports.deliver.briefing import LACKING, PAGES, write_briefing
from turningpoint.reports.front.front import Front

HOSTILE = [
    '#panic("run")', "#read(\"/etc/passwd\")", "#import \"x.typ\": *", "$ x^2 $", "*bold* _it_", "@label",
    "\\ \\# \\u{41}",
    "\"quoted\" 'it'", "<label> <script>alert(1)</script>", "] #eval(\"1\") [", "// gone", "/* gone */",
    "= Heading", "- item",
    "`raw`", "https://example.org", "~ -- ---", "{ 1 + 1 }", "#set page(width: 1pt)",
]  # fmt: skip
EMPTY = {
    "standfirst": "",
    "asked": "",
    "picture_title": "",
    "picture_sentence": "",
    "ratio_title": "",
    "ratio_sentences": "",
}


def written(folder: Path, front: Front, figures: Any = ((), ()), **options: Any) -> Tags:
    named = {"report": "Attacks · report, March 2026", "citation": "Attacks. Report.", "notice": ""} | options
    return Tags(write_briefing(folder, front, figures, **named))


def test_the_front_is_a_tagged_document_of_four_pages_at_most(tmp_path: Path) -> None:
    front = full_front()
    found = written(tmp_path, front, ([figure(tmp_path, "series")], [figure(tmp_path, "ratio")]))
    assert len(found.reader.pages) <= PAGES
    assert found.root["/Lang"] == "en"
    assert found.root["/MarkInfo"]["/Marked"].value is True
    assert found.reader.metadata is not None
    assert found.reader.metadata.title == front.title
    assert found.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert "pdfuaid:part>1<" in found.root["/Metadata"].get_object().get_data().decode()
    assert found.counts["Title"] == 1
    assert found.counts["H1"] == 6  # picture, answers, ratio, statements, trust, citation
    assert found.counts["H2"] == len(front.answers) + 3
    assert found.counts["Table"] == found.counts["THead"] == 3
    assert found.counts["TH"] == 5 + 3 + 3
    rows = len(front.statements) + len(front.finding_checks) + len(front.method_checks)
    assert found.counts["TR"] == rows + 3
    assert found.counts["Figure"] == 2 + len(front.answers) == len(found.alternatives)
    assert {"Alt of series", "Alt of ratio"} < set(found.alternatives)
    assert all(found.alternatives)


def test_every_word_of_the_front_is_in_it(tmp_path: Path) -> None:
    front = full_front()
    text = written(tmp_path, front, ([figure(tmp_path, "series")], ()), notice="Not the full report.").text
    said = [front.title, front.standfirst, front.asked, front.picture_title, front.ratio_title, *front.limits]
    said += [word for one, _ in front.answers for word in (one.question, one.word, one.text)]
    said += [word for row in front.statements for word in (row.id, row.statement, row.reason)]
    said += [word for row in (*front.finding_checks, *front.method_checks) for word in (row.what, row.found, row.means)]
    said += ["Caption of series", "Not the full report.", "Attacks. Report.", "Attacks · report, March 2026"]
    whole = text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff")
    assert [one for one in said if squeezed([one]) not in whole] == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_from_data_is_set_as_text(tmp_path: Path, hostile: str) -> None:
    front = full_front()
    texts = {one.name: hostile for one in fields(front) if isinstance(getattr(front, one.name), str)}
    (answer, svg), row, check = front.answers[0], front.statements[0], front.finding_checks[0]
    front = replace(
        front,
        **texts,
        answers=((replace(answer, question=hostile, text=hostile, rows=(), of=hostile), svg),),
        statements=(replace(row, statement=hostile, who=hostile, reason=hostile),),
        finding_checks=(replace(check, what=hostile, found=hostile, means=hostile),),
        limits=(hostile,),
    )  # type: ignore[arg-type]
    one = figure(tmp_path, "one", alt=hostile, caption=hostile.replace("`", ""))
    found = written(tmp_path, front, ([one], ()), report=hostile, citation=hostile, notice=hostile)
    assert found.reader.metadata is not None
    assert found.reader.metadata.title == hostile
    assert hostile in found.alternatives
    places = 6 + 1 + 2 + 3 + 3 + 1 + 4  # front, title on the page, answer, statement, check, limit, others
    assert found.text.count(squeezed([hostile])) >= places
    assert found.counts["H1"] == 6


def test_the_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    made = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        written(folder, full_front(), ([figure(folder, "series")], ()))
        made.append((folder / "report.pdf").read_bytes())
    assert made[0] == made[1]


def test_signs_that_no_font_has_are_replaced_and_that_is_said(tmp_path: Path) -> None:
    told = written(tmp_path, replace(full_front(), standfirst="Київ, پاکستان, 中文 and \U0001f600 \x07")).text
    assert f"{LACKING}{LACKING}and{LACKING}" in told
    assert "Київ" in told
    assert f"standas{LACKING}" in told
    assert LACKING not in written(tmp_path, full_front()).text
    mark = "\u0651\u093e \u0682\u0948"  # each can be shown, and not one behind the other
    assert f"standas{LACKING}" in written(tmp_path, replace(full_front(), asked=mark)).text


def test_a_front_with_nothing_but_a_title_is_one_page(tmp_path: Path) -> None:
    nothing: dict[str, Any] = {"answers": (), "statements": (), "tally": [], "finding_checks": (), "method_checks": ()}
    found = written(tmp_path, replace(full_front(), **EMPTY, **nothing))
    assert len(found.reader.pages) == 1
    assert found.counts["Figure"] == found.counts["Table"] == 0
    assert found.counts["H1"] == 2  # trust with its limits, and how to cite


def test_longer_fronts_get_smaller_letters_and_one_that_never_fits_is_refused(tmp_path: Path) -> None:
    front = full_front()
    more = replace(front, statements=front.statements * 3)
    figures = [figure(tmp_path, "series")], [figure(tmp_path, "ratio")]
    assert len(written(tmp_path, more, figures).reader.pages) == PAGES
    with pytest.raises(RunError, match=f"{PAGES} are the most"):
        written(tmp_path, replace(front, statements=front.statements * 20), figures)


def test_a_label_as_long_as_it_may_be_stays_in_its_place(tmp_path: Path) -> None:
    label = " ".join(["label"] * 160)
    found = written(tmp_path, replace(full_front(), asked=label), report=f"Attacks and {label}", citation=label)
    assert len(found.reader.pages) <= PAGES
    feet = [page.extract_text().splitlines()[-1] for page in found.reader.pages]
    assert all(foot.startswith("Attacks and label") for foot in feet)
    assert all("… " in foot for foot in feet)


def test_a_picture_without_its_file_is_refused(tmp_path: Path) -> None:
    lost = figure(tmp_path, "series")
    (tmp_path / "figures" / "series.svg").unlink()
    with pytest.raises(RunError, match="'series' is not among the files"):
        written(tmp_path, full_front(), ([lost], ()))
