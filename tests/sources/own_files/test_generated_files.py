"""Files that an oracle makes of known values: read right, or refused; never read wrong."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import event, given, settings

from tests.sources.own_files.oracle import files
from turningpoint.errors import InputError
from turningpoint.sources import read_series
from turningpoint.sources.own_files.choices import Choices
from turningpoint.timeline import labels


def read(known):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        path.write_bytes(known.content)
        return read_series(
            path,
            time=known.time,
            outcome="n",
            allow_missing=True,
            counts=known.options["counts"],
            choices=Choices(**known.options["choices"]),
        )


@given(files())
@settings(max_examples=400, deadline=None)
def test_a_generated_file_gives_its_values_or_a_refusal(known):
    try:
        found = read(known)
    except InputError as error:
        event("refused")
        assert not known.plain, f"{error}\n{known.content[:1_000]!r}"  # noqa: PT017 - either way is right
    else:
        event("read")
        expected = [np.nan if value is None else value for value in known.values]
        assert labels(found.times) == known.labels, known.content[:1_000]
        np.testing.assert_allclose(found.values, expected, rtol=1e-12, atol=1e-12)
