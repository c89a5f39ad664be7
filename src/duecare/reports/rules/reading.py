"""Reading what was typed into a form: values as they are kept, or what is wrong with each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from duecare.reports.rules.fields import Field, Form

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_GROUPED = re.compile(r"([+-]?[0-9]{1,3})((?:,[0-9]{3})+)(\.[0-9]+)?")
_YES = {"yes", "true", "1", "on", "是"}
_NO = {"no", "false", "0", "off", "否"}

#: Sums over a hundred million units stay inside 64 bits.
_LARGEST = 10**10


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field; ``code`` is worded by the form that shows it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """What was read.

    :param values: by field key: a number as an integer scaled by its field, a choice's key, True or False.
        What was left blank is not there: a missing value is never a zero.
    :param texts: by field key, what was written.
    :param faults: by field key; "" is the form as a whole.
    """

    values: dict[str, int | str | bool] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)


def read(form: Form, typed: Mapping[str, Any]) -> Reading:
    """Read a form.

    :param typed: by field key, as a browser or a program sends it; blank and absent are the same.
    """
    reading = Reading()
    for key in typed.keys() - {f.key for f in form.fields}:
        reading.faults[""] = Fault("unknown", {"field": key})
    for asked in form.fields:
        text = plain(typed.get(asked.key), keep_lines=asked.type == "text")
        if not text:
            if asked.required:
                reading.faults[asked.key] = Fault("required")
            continue
        value = _READERS[asked.type](asked, text)
        if isinstance(value, Fault):
            reading.faults[asked.key] = value
        elif asked.type == "text":
            reading.texts[asked.key] = str(value)
        else:
            reading.values[asked.key] = value
    if not (reading.values or reading.texts or reading.faults):
        reading.faults[""] = Fault("empty")
    return reading


def plain(value: Any, *, keep_lines: bool = False) -> str:
    """Text without control characters and outer blanks; line ends kept where asked."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n")
    allowed = "\n" if keep_lines else ""
    return "".join(c for c in text if c in allowed or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def _number(asked: Field, text: str) -> int | Fault:
    digits = unicodedata.normalize("NFKC", text).replace(" ", "").replace("−", "-")
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        digits = digits.replace(",", "")
    if len(digits) > 30 or not _NUMBER.fullmatch(digits):
        return Fault("number", {"typed": text[:40]})
    number = Decimal(digits)
    if number != round(number, asked.decimals):
        return Fault("decimals" if asked.decimals else "whole", {"decimals": asked.decimals})
    low, high = asked.minimum, asked.maximum
    if low is not None and number < low:
        return Fault("below", {"min": low})
    if high is not None and number > high:
        return Fault("above", {"max": high})
    if abs(number) > _LARGEST:
        return Fault("above" if number > 0 else "below", {"max": _LARGEST, "min": -_LARGEST})
    return int(number * asked.scale)


def _choice(asked: Field, text: str) -> str | Fault:
    return text if any(o.key == text for o in asked.options) else Fault("option")


def _yesno(asked: Field, text: str) -> bool | Fault:
    if text.lower() in _YES:
        return True
    return False if text.lower() in _NO else Fault("yesno")


def _text(asked: Field, text: str) -> str | Fault:
    if len(text) > asked.longest:
        return Fault("longest", {"max": asked.longest, "typed": len(text)})
    return text


_READERS = {"number": _number, "choice": _choice, "yesno": _yesno, "text": _text}
