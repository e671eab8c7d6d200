"""Results written as strict JSON."""

import pytest

from analysis.cli.json_file import write_json
from analysis.errors import DataError


def test_text_is_kept_and_an_open_end_is_null(tmp_path):
    write_json(tmp_path / "out.json", {"high": None, "name": "Śląsk"})
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == '{\n  "high": null,\n  "name": "Śląsk"\n}\n'


def test_infinity_is_never_written(tmp_path):
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "out.json", {"high": float("inf")})
    assert not (tmp_path / "out.json").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DataError, match=r"cannot be written.*Name another file"):
        write_json(tmp_path / "absent" / "out.json", {})
