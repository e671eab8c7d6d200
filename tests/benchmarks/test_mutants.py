"""The changes that tests must notice: each can be made, exactly once, and only in a copy."""

import pytest

from benchmarks import mutants
from benchmarks.mutants import MUTANTS, PACKAGE, ROOT, copy_tree, main, mutate


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.module}: {mutant.text}")
def test_the_text_to_change_stands_once_and_the_module_has_tests(mutant):
    assert (ROOT / PACKAGE / mutant.module).read_text(encoding="utf-8").count(mutant.text) == 1
    assert mutant.instead != mutant.text
    assert (ROOT / mutant.tests).is_file()


def test_no_change_is_listed_twice():
    assert len(set(MUTANTS)) == len(MUTANTS)


def test_a_change_is_made_in_the_copy_and_nowhere_else(tmp_path):
    copy_tree(tmp_path)
    first = MUTANTS[0]
    module = PACKAGE / first.module
    before = (ROOT / module).read_text(encoding="utf-8")
    mutate(first, tmp_path)
    changed = (tmp_path / module).read_text(encoding="utf-8")
    assert changed == before.replace(first.text, first.instead)
    assert (ROOT / module).read_text(encoding="utf-8") == before
    compile(changed, first.module, "exec")
    assert all((tmp_path / mutant.tests).is_file() for mutant in MUTANTS)
    assert (tmp_path / "pyproject.toml").is_file()
    with pytest.raises(ValueError, match="stands 0 times in it, not once"):
        mutate(first, tmp_path)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.module}: {mutant.text}")
def test_the_changed_module_is_still_python(mutant):
    code = (ROOT / PACKAGE / mutant.module).read_text(encoding="utf-8")
    compile(code.replace(mutant.text, mutant.instead), mutant.module, "exec")


def test_the_score_counts_what_was_caught(monkeypatch, capsys):
    monkeypatch.setattr(mutants, "copy_tree", lambda _: None)
    monkeypatch.setattr(mutants, "passes", lambda *_: True)
    monkeypatch.setattr(mutants, "caught", lambda mutant, _: mutant is MUTANTS[1])
    assert main(["--only", "1", "2"]) == 0
    printed = capsys.readouterr().out
    assert f"  1 SURVIVED {MUTANTS[0].module}" in printed
    assert f"  2 caught   {MUTANTS[1].module}" in printed
    assert printed.endswith("1 of 2 caught\n")


def test_tests_that_fail_without_a_change_and_texts_that_are_gone_end_the_run(monkeypatch, capsys):
    monkeypatch.setattr(mutants, "copy_tree", lambda folder: copy_tree(folder) or mutate(MUTANTS[0], folder))
    monkeypatch.setattr(mutants, "passes", lambda *_: True)
    assert main(["--only", "1"]) == 1
    assert "stands 0 times in it" in capsys.readouterr().out
    monkeypatch.setattr(mutants, "passes", lambda *_: False)
    assert main(["--only", "1"]) == 1
    assert "fails without any change" in capsys.readouterr().out
