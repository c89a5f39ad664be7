"""The picture of a code is the one that the library would have drawn."""

from __future__ import annotations

import re
import secrets
from urllib.parse import unquote

import pytest
import segno

from duecare.core.ids import TOKEN_ALPHABET
from duecare.receipts.picture import MASK, modules, picture
from duecare.receipts.rules import LENGTH

ADDRESSES = (
    "https://anquan.example.cn/c/receipt/#",
    "http://10.1.2.3:8000/c/receipt/#",
    "https://qingyuan-anquan-gongzuo.jiaoyu.example.gov.cn/shouli/c/receipt/#",
)


def drawn(text: str) -> list[list[int]]:
    made = segno.make(text, error="m", mask=MASK, mode="byte", micro=False)
    return [list(row) for row in made.matrix]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_picture_made_of_sums_is_the_library_s(address: str) -> None:
    codes = ["".join(secrets.choice(TOKEN_ALPHABET) for _ in range(LENGTH)) for _ in range(20)]
    for code in [*codes, "z" * LENGTH, "0" * LENGTH]:
        size, dark = modules(address, code)
        text = f"{dark:0{size * size}b}"
        found = [[int(one) for one in text[row * size : row * size + size]] for row in range(size)]
        assert found == drawn(address + code)


def test_the_image_shows_these_modules_and_a_white_border() -> None:
    address, code = ADDRESSES[0], "7k3m0q" * 3 + "abc"
    kind, _, content = picture(address, code).partition(",")
    assert kind == "data:image/svg+xml"
    image = unquote(content)
    expected = drawn(address + code)
    whole = len(expected) + 4
    assert f"viewBox='0,0,{whole},{whole}'" in image and code not in image
    shown = [[0] * whole for _ in range(whole)]
    for left, row, width in re.findall(r"M(\d+),(\d+)\.5h(\d+)", image):
        for column in range(int(left), int(left) + int(width)):
            shown[int(row)][column] = 1
    assert [line[2:-2] for line in shown[2:-2]] == expected
    assert not any(any(line) for line in (shown[0], shown[1], shown[-1], shown[-2]))
