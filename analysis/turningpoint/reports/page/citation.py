"""How to cite a report: as a line, and as files in BibTeX and CSL-JSON."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from turningpoint.files import write_file
from turningpoint.names import as_plain
from turningpoint.timeline import in_words

_SPECIAL = re.compile(r"([&%$#_{}~^\\\\])")


def citation_line(title: str, manifest: Mapping[str, Any]) -> str:
    """How to cite a report, as one line of plain text."""
    made = in_words(str(manifest["started"])[:7])
    return f"{as_plain(title)}. {_note(manifest)}, {made}."


def _note(manifest: Mapping[str, Any]) -> str:
    return f"Report made with turningpoint {manifest['code']['version']}"


def write_citation(run_folder: Path, *, title: str, manifest: Mapping[str, Any]) -> str:
    """Write ``cite.bib`` and ``cite.json`` into a run's folder, and give the same as one line of plain text."""
    started = str(manifest["started"])
    year, month = started[:4], started[5:7]
    plain = as_plain(title)
    note = _note(manifest)
    key, author = f"turningpoint{year}{month}", "The turningpoint project"
    entry = {
        "title": _SPECIAL.sub(r"\\\1", plain), "author": f"{{{author}}}", "institution": "turningpoint",
        "year": year, "month": int(month), "note": note,
    }  # fmt: skip
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in entry.items())
    item = {
        "id": key, "type": "report", "title": plain, "author": [{"literal": author}],
        "issued": {"date-parts": [[int(year), int(month), int(started[8:10])]]}, "note": note,
    }  # fmt: skip
    write_file(run_folder / "cite.bib", f"@techreport{{{key},\n{fields}\n}}\n")
    write_file(run_folder / "cite.json", json.dumps([item], indent=2, ensure_ascii=False) + "\n")
    return citation_line(title, manifest)
