"""What a text gives away, however it is written, and what it doesn't; the subject line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.grievances.rules import (
    REVEALED,
    UNFIT,
    Identity,
    Reveals,
    Unfit,
    is_identity_number,
    reveals,
    subject,
    turns_direction,
    without_invisible,
)

NOBODY = Identity()
PLANTED = Identity("柳青禾", "139 1234 5678", "某县东关镇幸福路12号3单元501室")


def codes(text, identity=NOBODY, **more):
    return {found.code.value for found in reveals(text, identity, **more)}


def identity_number(first17: str) -> str:
    """With its check digit: the weighted sum of all eighteen leaves 1 (ISO 7064, MOD 11-2)."""
    rest = sum(int(digit) * 2 ** (17 - i) for i, digit in enumerate(first17)) % 11
    return first17 + "0123456789X"[(12 - rest) % 11]


VALID = identity_number("65010119900307123")

MOBILES = [
    "电话13912345678。", "139 1234 5678", "139-1234-5678", "+86 13912345678", "(+86)139.1234.5678",
    "0086-139-1234-5678", "１３９１２３４５６７８", "139\u200b1234\u200d5678", "1\u20603912345678",
    "一三九一二三四五六七八", "幺三九幺二三四五六七八",
    "壹叁玖壹贰叁肆伍陆柒捌", "①③⑨①②③④⑤⑥⑦⑧", "١٣٩١٢٣٤٥٦٧٨", "1 3 9 1 2 3 4 5 6 7 8", "13912345678x", "139/1234/5678",
    "一3九12三45678", "\u202e13912345678\u202c", "013912345678", "139\n1234\n5678", "𝟏𝟑𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
]  # fmt: skip


@pytest.mark.parametrize("text", MOBILES)
def test_a_mobile_number_however_it_is_written(text):
    assert "mobile-number" in codes(text)


LANDLINES = [
    "0991-2345678",
    "(0991) 234 5678",
    "010 65432100",
    "010-6543-2100",
    "０９９１—２３４５６７８",
    "零九九一二三四五六七八",
]


@pytest.mark.parametrize("text", LANDLINES)
def test_a_landline_with_its_area_code(text):
    assert "landline-number" in codes(f"请拨打{text}联系")


@pytest.mark.parametrize("text", [VALID, VALID.lower(), f"{VALID[:6]} {VALID[6:14]} {VALID[14:]}",
                                  "\u200b".join(VALID), f"证号{VALID}，"])  # fmt: skip
def test_an_identity_number(text):
    assert "identity-number" in codes(text)


def test_the_check_digit_and_the_day_of_an_identity_number():
    # The example of GB 11643-1999.
    assert is_identity_number("11010519491231002x")
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number(identity_number("65010119901307123"))
    assert not is_identity_number("1234")
    assert codes("订单号110105194912310021") == set()


INNOCENT = [
    "2027年3月5日15:30前报送", "食堂肉品有异味", "2027-03-05至2027-04-05", "请拨打12345",
    "投诉热线400-820-8820", "共1391件",
    "订单9138765432101", "110、119、120", "第三十四条、第三十五条", "15日内书面告知，60日内办结",
    "合计1,391,234,567元八角", "",
    "三年级二班", "一九四九年十月一日",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_no_number_of_anybody(text):
    assert codes(text, PLANTED) == set()


def test_what_the_public_body_publishes_itself_is_no_finding():
    assert codes("窗口电话0991-2345678", public=["(0991)2345678"]) == set()
    assert codes("窗口电话0991-2345679", public=["(0991)2345678"]) == {"landline-number"}


NAMES = [
    "柳青禾",
    "柳 青 禾",
    "柳\u200b青\u2060禾",
    "柳-青-禾",
    "青禾同学",
    "柳女士",
    "柳某",
    "柳老师反映",
    "柳\n青禾",
    "柳　青禾",
]


@pytest.mark.parametrize("text", NAMES)
def test_the_sealed_name_and_its_parts(text):
    assert "name" in codes(f"关于{text}的诉求", PLANTED)


def test_a_family_name_alone_is_a_word_like_others():
    assert codes("校门口的柳树倒了", PLANTED) == set()


def test_a_double_family_name_and_a_latin_one():
    assert "name" in codes("欧阳女士", Identity("欧阳青"))
    assert codes("欧洲", Identity("欧阳青")) == set()
    green = Identity("Aygul Green")
    assert "name" in codes("Ms GREEN wrote", green) and "name" in codes("A y g u l G r e e n", green)
    assert codes("the evergreen trees", green) == set()


@pytest.mark.parametrize(
    "text",
    ["尾号5678", "后四位是５６７８", "尾号：五六七八", "ending in 5678", "1234-5678是他的", "391 2345678"],
)
def test_a_part_of_the_sealed_telephone(text):
    assert "telephone" in codes(text, PLANTED)


def test_four_digits_by_themselves_are_not_the_telephone():
    assert codes("共5678元", PLANTED) == set()


@pytest.mark.parametrize(
    "text", ["幸福路", "住幸福路１２号", "12号3单元", "3单元501室", "幸 福 路", "幸福路12号3单元501室"]
)
def test_the_finer_parts_of_the_sealed_address(text):
    assert "address" in codes(f"在{text}附近", PLANTED)


@pytest.mark.parametrize("text", ["某县", "东关镇", "12号", "3单元", "501"])
def test_what_many_share_is_no_address(text):
    assert codes(f"{text}的道路", PLANTED) == set()


def test_an_address_in_latin_letters():
    home = Identity(address="Flat 3, 12 Happiness Road, East Gate")
    assert "address" in codes("at 12 happiness road", home)
    assert codes("the road is closed", home) == set()


def test_an_empty_identity_gives_nothing_away():
    assert codes("柳青禾，幸福路", NOBODY) == set()
    assert codes("anything", Identity("柳", "12", "路")) == set()


def test_places_are_those_of_the_text_as_it_was_given():
    text = "请联系\u200b１３９ 1234\u200b5678，谢谢"
    [found] = [one for one in reveals(text, NOBODY) if one.code is Reveals.MOBILE_NUMBER]
    assert without_invisible(text[found.start : found.end]) == "１３９ 12345678"


def test_what_was_found_and_the_identity_are_never_written_out():
    assert "柳" not in repr(PLANTED) and "139" not in repr(PLANTED)
    assert "柳" not in repr(reveals("柳青禾13912345678", PLANTED))


GAPS = st.text(st.sampled_from(" -.\u200b\u2060\u00ad\ufeff"), max_size=2)
DIGITS = [
    "0〇零０",
    "1一幺１",
    "2二贰２",
    "3三叁３",
    "4四４",
    "5五伍５",
    "6六陆６",
    "7七柒７",
    "8八捌８",
    "9九玖９",
]
MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@settings(max_examples=40)
@given(MOBILE, st.data(), st.text(st.sampled_from("学校食堂的肉有异味，。"), max_size=9))
def test_no_way_of_writing_hides_a_number(number, data, around):
    written = "".join(data.draw(st.sampled_from(DIGITS[int(digit)])) + data.draw(GAPS) for digit in number)
    text = f"{around}{written}{around}"
    found = reveals(text, Identity(telephone=number))
    assert {Reveals.MOBILE_NUMBER, Reveals.TELEPHONE} <= {one.code for one in found}
    for one in found:
        assert 0 <= one.start < one.end <= len(text)


@given(
    st.text(max_size=200),
    st.builds(Identity, st.text(max_size=8), st.text(max_size=14), st.text(max_size=30)),
)
def test_any_text_is_read(text, identity):
    for one in reveals(text, identity):
        assert 0 <= one.start < one.end <= len(text)


def test_codes_have_their_sentences():
    assert set(REVEALED) == set(Reveals) and set(UNFIT) == set(Unfit)


def test_a_subject_line_is_made_ready():
    assert subject("  食堂肉品\u200b 有异味 ").text == "食堂肉品 有异味"
    assert subject("e\u0301cole").text == "école"
    assert subject("食堂").unfit == ()


@pytest.mark.parametrize(
    ("text", "unfit"),
    [
        ("", Unfit.EMPTY), ("\u200b\u3000", Unfit.EMPTY), ("肉" * 41, Unfit.TOO_LONG), ("食堂\n异味", Unfit.LINES),
        ("食堂\u2028异味", Unfit.LINES), ("食\u202e堂", Unfit.DIRECTION), ("食\u2066堂", Unfit.DIRECTION),
    ],
)  # fmt: skip
def test_what_is_no_subject_line(text, unfit):
    assert unfit in subject(text).unfit


def test_forty_characters_fit_and_what_can_t_be_seen_is_not_counted():
    assert subject("肉\u200b" * 40).unfit == ()


@given(st.text(max_size=60))
def test_a_subject_line_that_fits_holds_nothing_unseen(text):
    ready = subject(text)
    if not ready.unfit:
        assert 1 <= len(ready.text) <= 40
        assert without_invisible(ready.text) == ready.text and not turns_direction(ready.text)
        assert subject(ready.text) == ready
