"""One answer of the front: a question, a plain word, a sentence, and the intervals beside it."""

from dataclasses import dataclass
from typing import Literal

from turningpoint.reports.front.recorded import Interval

Sign = Literal["yes", "no", "open", "differ"]
WORDS: dict[Sign, str] = {"yes": "Yes", "no": "No", "open": "Not shown", "differ": "Sources differ"}


@dataclass(frozen=True)
class Answer:
    """One answer of the front.

    Attributes
    ----------
    question, text : in words, the text without markup. sign : which of the four words. link : anchor of the part.
    go : what the link to the part says.
    rows : who finds what, for the small figure; all ratios.
    of : what the figure shows, in a few words.
    """

    question: str
    sign: Sign
    text: str
    link: str
    go: str
    rows: tuple[tuple[str, Interval], ...] = ()
    of: str = ""

    @property
    def word(self) -> str:
        """The plain word."""
        return WORDS[self.sign]
