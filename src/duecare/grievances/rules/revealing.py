"""Whether a text that others will read gives the owner of a case away.

An officer's subject line, inquiry and reply are held against the sealed identity and against the patterns of telephone
and identity numbers before they are kept. The identity is handed in for the length of the call; what is handed back are
codes and places in the text, never what was found. It catches what is written out, not what the story itself tells: for
that the owner is asked first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text
from duecare.grievances.rules.folding import Folded, folded, lettered

#: Signs that people put between the digits of a number.
_GAP = r"[\s\-\u2010-\u2015\u2212_.·•・*~()\[\]/\\、,|+]{0,3}"
_DIGITS = re.compile(r"\d")


class Reveals(StrEnum):
    """What a text gives away: codes, with their sentences in `REVEALED`."""

    NAME = "name"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    MOBILE_NUMBER = "mobile-number"
    LANDLINE_NUMBER = "landline-number"
    IDENTITY_NUMBER = "identity-number"


REVEALED: dict[Reveals, Text] = {
    Reveals.NAME: _(
        "The text has the name of the case's owner, or a part of it. Write “the owner of the case”."
    ),
    Reveals.TELEPHONE: _("The text has the telephone number of the case's owner. Take it out."),
    Reveals.ADDRESS: _("The text has the address of the case's owner, or a part of it. Take it out."),
    Reveals.MOBILE_NUMBER: _("The text has what looks like a mobile number. Take it out."),
    Reveals.LANDLINE_NUMBER: _("The text has what looks like a telephone number. Take it out."),
    Reveals.IDENTITY_NUMBER: _("The text has an identity card number. Take it out."),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What is sealed about the owner; every part may be empty. Its repr shows none of it."""

    name: str = ""
    telephone: str = ""
    address: str = ""

    def __repr__(self) -> str:
        return "Identity(…)"


@dataclass(frozen=True, slots=True)
class Found:
    """What a text gives away, and where: half-open, in the characters of the text as it was given."""

    code: Reveals
    start: int
    end: int


def reveals(text: str, identity: Identity, *, public: Iterable[str] = ()) -> tuple[Found, ...]:
    """Everything in a text that gives the owner away, in its order; each place once for each code.

    :param public: telephone numbers that the public body itself publishes; they are no finding.
    """
    plain, spelt = folded(text), folded(text, numerals=True)
    published = {digits_of(number) for number in public}
    found = {
        *_names(plain, identity.name),
        *_telephones(spelt, identity.telephone),
        *_addresses(lettered(plain), identity.address),
        *_numbers(spelt, published),
    }
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.code)))


def digits_of(text: str) -> str:
    """The digits of a text, Chinese numerals among them."""
    return "".join(_DIGITS.findall(folded(text, numerals=True).text))


# Names: whole, the given name alone, and the family name with a form of address.

_ADDRESSED = (
    "先生|女士|小姐|同志|老师|师傅|家长|大爷|大妈|大叔|大婶|大姐|大哥|阿姨|叔叔|奶奶|爷爷|爸爸|妈妈|某"
)
_DOUBLE = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 长孙 宇文 夏侯 轩辕 端木 南宫 独孤 呼延 闻人"
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def _names(text: Folded, name: str) -> Iterator[Found]:
    whole = lettered(folded(name)).text
    if len(whole) < 2:
        return
    letters = lettered(text)
    yield from _literal(letters, whole, Reveals.NAME)
    if all(_HAN.match(char) for char in whole):
        family = whole[:2] if whole[:2] in _DOUBLE.split() and len(whole) > 2 else whole[:1]
        given = whole[len(family) :]
        if len(given) >= 2:
            yield from _literal(letters, given, Reveals.NAME)
        yield from _matches(letters, f"{family}(?:{_ADDRESSED})", Reveals.NAME)
        return
    for part in re.findall(r"\w{3,}", folded(name).text):
        yield from _matches(text, rf"\b{re.escape(part)}\b", Reveals.NAME)


# The telephone that was left: whole, its last seven digits, or its last four where they are called that.

_ENDING = (
    r"(?:尾号|[后末][四4]位|ending(?:\s+(?:in|with))?|last\s+four(?:\s+digits)?)\W{0,3}(?:[是为]\W{0,2})?"
)


def _telephones(text: Folded, telephone: str) -> Iterator[Found]:
    digits = digits_of(telephone)
    if len(digits) < 5:
        return
    for wanted in {digits, digits[-11:], digits[-7:]}:
        yield from _matches(text, _GAP.join(wanted), Reveals.TELEPHONE)
    yield from _matches(text, _ENDING + _GAP.join(digits[-4:]), Reveals.TELEPHONE)


# The address: any of its finer parts, and any two that stand beside each other.

_PARTS = re.compile(
    r"(?P<wide>.+?(?:自治区|自治州|自治县|省|地区|市|盟|区|县|旗|乡|镇|街道办|街道))"
    r"|(?P<place>.+?(?:社区|小区|花园|新村|村|路|大街|街|巷|胡同|弄|苑|园|庄|屯|里))"
    r"|(?P<number>.+?(?:号院|号楼|号|栋|幢|座|楼|层|单元|室|户|组|队|社))"
)


def _addresses(text: Folded, address: str) -> Iterator[Found]:
    for wanted in _telling(address):
        yield from _literal(text, wanted, Reveals.ADDRESS)


def _telling(address: str) -> set[str]:
    """The pieces of an address that tell where somebody lives; a district or a township does not."""
    telling: set[str] = set()
    for piece in re.split("[,;、]", folded(address).text):
        whole = lettered(folded(piece)).text
        fine = ""
        end = 0
        for part in _PARTS.finditer(whole):
            if part.lastgroup == "wide" and not _lives_in(part[0]):
                fine, end = "", part.end()
                continue
            if part.lastgroup == "place" and len(part[0]) >= 3:
                telling.add(part[0])
            if fine:
                telling.add(fine + part[0])
            fine, end = part[0], part.end()
        rest = whole[end:]
        if len(fine + rest) >= 3 and rest:
            telling.add(fine + rest)
    return telling


def _lives_in(part: str) -> bool:
    """Whether a part that ends like a district is a housing estate."""
    return part.endswith(("社区", "小区"))


# Numbers of anybody.

_MOBILE = rf"(?<!\d)(?:(?:00|\+)?86{_GAP}|0)?(1{_GAP}[3-9](?:{_GAP}\d){{9}})(?!\d)"
_AREA = rf"0{_GAP}(?:1{_GAP}0|2{_GAP}\d|[3-9]{_GAP}\d{_GAP}\d)"
_LANDLINE = rf"(?<!\d)(?:(?:00|\+)86{_GAP})?({_AREA}{_GAP}[2-9](?:{_GAP}\d){{6,7}})(?!\d)"
_IDENTITY = rf"(?<!\d)([1-9](?:{_GAP}\d){{16}}{_GAP}[\dx])(?![\da-z])"


def _numbers(text: Folded, published: set[str]) -> Iterator[Found]:
    for code, pattern in (
        (Reveals.IDENTITY_NUMBER, _IDENTITY),
        (Reveals.MOBILE_NUMBER, _MOBILE),
        (Reveals.LANDLINE_NUMBER, _LANDLINE),
    ):
        for match in re.finditer(f"(?={pattern})", text.text):
            start, end = match.span(1)
            number = re.sub(r"[^\dx]", "", text.text[start:end])
            if number in published or (code is Reveals.IDENTITY_NUMBER and not is_identity_number(number)):
                continue
            yield Found(code, *text.span(start, end))


def is_identity_number(number: str) -> bool:
    """Whether it is an identity number by its date and check digit (GB 11643-1999; ISO 7064, MOD 11-2).

    :param number: 18 characters, the last perhaps a small x.
    """
    if not re.fullmatch(r"[1-9]\d{16}[\dx]", number, re.ASCII):
        return False
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if not (1850 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(number[:17]))
    return "10x98765432"[total % 11] == number[17]


def _literal(text: Folded, wanted: str, code: Reveals) -> Iterator[Found]:
    yield from _matches(text, re.escape(wanted), code)


def _matches(text: Folded, pattern: str, code: Reveals) -> Iterator[Found]:
    for match in re.finditer(pattern, text.text):
        yield Found(code, *text.span(*match.span()))
