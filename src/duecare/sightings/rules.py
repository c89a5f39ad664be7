"""Pure decisions about what passers-by saw: times, and how near one text is to another."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

TEXT_LENGTH, REASON_LENGTH = 500, 300
MOST_PHOTOGRAPHS, MOST_PHOTOGRAPHS_IN_ALL, MOST_MESSAGES = 3, 9, 20
#: Words and photographs go so long after the decision (charter, rule 5), as those of hazards do after close-out.
WORDS_KEPT = timedelta(days=90)
#: Random bits of the number that duties and messages carry instead of a subject.
NUMBER_BITS = 30
#: What shares more of its pairs of words with the original is near enough to give its author away.
TOO_NEAR = 0.6
#: A text of fewer pairs can't be put otherwise: "No light".
FEW_PAIRS = 4
#: A Chinese character by itself, or a word or number of other scripts.
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


def due(received_at: datetime, hours: int) -> datetime:
    """By when somebody has to have looked."""
    return received_at + timedelta(hours=hours)


def nearness(text: str, original: str) -> float:
    """Which share of a text's pairs of neighbouring words stands in the original too: 0 to 1.

    A word is a Chinese character, or a word of another script; case, width and punctuation do not matter. A text of
    fewer than four pairs has nearness 0.
    """
    pairs, others = _pairs(text), _pairs(original)
    count = sum(pairs.values())
    return (pairs & others).total() / count if count >= FEW_PAIRS else 0.0


def too_near(text: str, original: str) -> bool:
    """Whether a text repeats more of the original than may reach the unit without somebody having meant it."""
    return nearness(text, original) > TOO_NEAR


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(_WORD.findall(unicodedata.normalize("NFKC", text).casefold())))
