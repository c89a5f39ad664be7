"""Sealing without the key file, opening with it, and nothing at another place."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils.translation import override

from duecare.audit.actions import sequence
from duecare.audit.models import Detail, Entry
from duecare.audit.queries import verify
from duecare.core.errors import Conflict, DomainError, NotAllowed, NotFound
from duecare.vault import keyfile, sealing
from duecare.vault.actions import key_of, make_key, open_matter, prepare, rewrap, unseal
from duecare.vault.models import MatterKey, MonthKey
from duecare.vault.queries.openings import REASON as REASON_FIELD
from duecare.vault.queries.openings import openings_of
from duecare.vault.rules.openings import Purpose
from duecare.vault.rules.refusals import Locked
from tests.people import FOUNDED, actor_of
from tests.vault.matters import HOUR, KIND, NUMBER, REASON, UNTIL, WORDS

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def entries(verb: str = "vault.opened") -> int:
    return Entry.objects.filter(verb=verb).count()


@pytest.mark.parametrize("plain", [WORDS, b"\x00\xff", {"phone": NUMBER, "name": None}, "", {}, WORDS * 3000])
def test_what_was_sealed_comes_back_as_what_it_was(matter, opening, plain):
    key = matter()
    sealed = sealing.seal(key=key, field="text", row=7, plain=plain)
    assert unseal(opening=opening(key), sealed=sealed, field="text", row=7, at=FOUNDED) == plain
    whole = str(plain) if not isinstance(plain, bytes) else ""
    assert len(sealed) > 64 and (not whole.strip("{}") or whole.encode() not in sealed)


def test_nothing_can_be_moved_to_another_place(matter, opening):
    ours, theirs = matter(), matter()
    sealed = sealing.seal(key=ours, field="phone", row="a", plain=NUMBER)
    opened = open_matter(opening=opening(ours), at=FOUNDED)
    for place in (
        {"field": "name", "row": "a"},
        {"field": "phone", "row": "b"},
        {"field": "phonea", "row": ""},
    ):
        with pytest.raises(Conflict, match="不属于此处") as refused:
            opened.unseal(sealed=sealed, at=FOUNDED, **place)
        assert refused.value.code == "vault-not-genuine"
    with pytest.raises(Conflict):
        unseal(opening=opening(theirs), sealed=sealed, field="phone", row="a", at=FOUNDED)


def test_a_key_put_in_another_matter_s_row_opens_nothing(matter, opening):
    """Whoever writes to the database and holds one matter can't have another's key opened for them."""
    ours, theirs = matter(), matter()
    sealed = sealing.seal(key=theirs, field="text", row=1, plain=WORDS)
    MatterKey.objects.filter(id=ours.id).update(wrapped=theirs.wrapped, public=theirs.public)
    for forged in (sealed, sealed[:1] + ours.id.bytes + sealed[17:]):
        with pytest.raises(Conflict):
            unseal(opening=opening(ours), sealed=forged, field="text", row=1, at=FOUNDED)


def test_a_changed_bit_is_noticed_wherever_it_is(matter, opening):
    key = matter()
    sealed = sealing.seal(key=key, field="text", row=1, plain=NUMBER)
    opened = open_matter(opening=opening(key), at=FOUNDED)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Conflict):
            opened.unseal(sealed=changed, field="text", row=1, at=FOUNDED)
    for short in (b"", sealed[:10], sealed[:-1], sealed + b"\0"):
        with pytest.raises(Conflict):
            opened.unseal(sealed=short, field="text", row=1, at=FOUNDED)


def test_two_values_alike_are_sealed_unlike_and_alike_in_length(matter):
    sealer = sealing.Sealer(matter())
    sealed = [sealer.seal(field="phone", row=1, plain=words) for words in (NUMBER, NUMBER, "", "王小")]
    assert len(set(sealed)) == 4 and len({len(each) for each in sealed}) == 1


def test_a_locked_vault_takes_in_and_opens_nothing(vault, matter, opening):
    aside = vault.with_name("aside")
    vault.rename(aside)
    key = matter()
    sealed = sealing.seal(key=key, field="text", row=1, plain=WORDS)
    more = sealing.seal(
        key=key_of(matter_kind=KIND, matter_id=key.matter_id), field="text", row=2, plain=NUMBER
    )
    for language, words in (("en", "The vault is locked"), ("zh-hans", "密封库未开启")):
        with override(language), pytest.raises(Locked, match=words) as refused:
            unseal(opening=opening(key), sealed=sealed, field="text", row=1, at=FOUNDED)
        assert refused.value.hint and refused.value.status == 503
    assert not entries()
    aside.rename(vault)
    opened = open_matter(opening=opening(key), at=FOUNDED)
    assert opened.unseal(sealed=sealed, field="text", row=1, at=FOUNDED) == WORDS
    assert opened.unseal(sealed=more, field="text", row=2, at=FOUNDED) == NUMBER


def test_another_deployment_s_key_file_opens_nothing_and_is_not_written_to(vault, matter, opening):
    key = matter()
    theirs = {place: bytes(31) + bytes([number]) for number, place in enumerate(keyfile.read())}
    vault.write_bytes(keyfile.written(theirs))
    with pytest.raises(Locked) as refused:
        open_matter(opening=opening(key), at=FOUNDED)
    assert refused.value.code == "vault-other-keys"
    with pytest.raises(Locked):
        prepare(at=FOUNDED + timedelta(days=90))
    assert keyfile.read() == theirs and matter()


def test_a_reading_is_entered_once_with_a_sealed_reason(matter, opening):
    key = matter()
    leave = opening(key)
    for minutes in (0, 10, 50):
        open_matter(opening=leave, at=FOUNDED + timedelta(minutes=minutes))
    assert entries() == 1
    open_matter(opening=opening(key), at=FOUNDED + HOUR / 2)
    first, second = openings_of(matter_kind=KIND, matter_id=key.matter_id)
    assert (first.opening, first.at, first.until, first.post) == (
        leave.id, FOUNDED, FOUNDED + HOUR, leave.post_id,
    )  # fmt: skip
    assert second.at == FOUNDED + HOUR / 2
    assert REASON not in str(list(Detail.objects.values_list("body", flat=True)))
    said = open_matter(opening=opening(key, Purpose.OWNER), at=FOUNDED)
    assert said.unseal(sealed=first.reason, field=REASON_FIELD, row=first.opening, at=FOUNDED) == REASON
    sequence(FOUNDED)
    assert verify().ok


def test_the_owner_and_a_comparison_are_entered_nowhere(matter, opening):
    key = matter()
    before = Entry.objects.count()
    for purpose in (Purpose.OWNER, Purpose.COMPARING):
        open_matter(opening=opening(key, purpose, user_id=None, post_id=None, reason=""), at=FOUNDED)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("missing", ["user_id", "post_id", "reason"])
def test_a_post_says_who_and_why(matter, opening, missing):
    leave = opening(matter(), **{missing: "  " if missing == "reason" else None})
    with pytest.raises(NotAllowed) as refused:
        open_matter(opening=leave, at=FOUNDED)
    assert refused.value.code == "vault-opening-without-reason" and not entries()


def test_an_opening_ends_on_time_also_for_what_is_open(matter, opening):
    key = matter()
    sealed = sealing.seal(key=key, field="text", row=1, plain=WORDS)
    opened = open_matter(opening=opening(key), at=FOUNDED + HOUR - timedelta(microseconds=1))
    for act in (
        lambda: open_matter(opening=opening(key), at=FOUNDED + HOUR),
        lambda: opened.unseal(sealed=sealed, field="text", row=1, at=FOUNDED + HOUR),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code == "vault-opening-over"


def test_what_is_open_does_not_show_its_key(matter, opening):
    opened = open_matter(opening=opening(matter()), at=FOUNDED)
    assert opened._private.hex() not in repr(opened) and "_private" not in repr(opened)
    assert REASON not in repr(opened)


@pytest.mark.parametrize(
    "length", [0, 1, sealing.PIECE - 1, sealing.PIECE, sealing.PIECE + 1, 3 * sealing.PIECE]
)
def test_a_file_comes_back_whole_or_not_at_all(matter, opening, length):
    key, plain, sealed = matter(), bytes(range(256)) * (length // 256 + 1), BytesIO()
    plain = plain[:length]
    sealing.Sealer(key).seal_stream(field="paper", row=1, source=BytesIO(plain), target=sealed)
    opened = open_matter(opening=opening(key), at=FOUNDED)

    def read(raw: bytes, row: int = 1) -> bytes:
        return b"".join(opened.open_stream(source=BytesIO(raw), field="paper", row=row, at=FOUNDED))

    raw = sealed.getvalue()
    assert read(raw) == plain
    piece, head = sealing.PIECE + 16, len(raw) - length - 16 * max(1, -(-length // sealing.PIECE))
    wrong = [raw[:-1], raw[:-17], raw + raw[-40:], raw[: head - 1]]
    if length > sealing.PIECE:
        wrong += [raw[: head + piece], raw[:head] + raw[head + piece :]]
    if length == 3 * sealing.PIECE:
        wrong.append(
            raw[:head] + raw[head + piece : head + 2 * piece] + raw[head : head + piece] + raw[-piece:]
        )
    for other in wrong:
        with pytest.raises(Conflict):
            read(other)
    with pytest.raises(Conflict):
        read(raw, row=2)


def test_a_month_that_is_over_or_too_far_ahead_is_refused(matter):
    assert matter(date(2030, 1, 31)).month_key.month == date(2030, 1, 1)
    with pytest.raises(Locked) as refused:
        matter(date(2030, 2, 1))
    assert refused.value.code == "vault-no-month"
    with pytest.raises(Conflict) as over:
        matter(date(2026, 12, 31))
    assert over.value.code == "vault-month-over"


def test_a_matter_has_one_key_of_a_kind(district, matter):
    key = matter()
    again = {"matter_id": key.matter_id, "root": district.root.id, "month": UNTIL, "at": FOUNDED}
    assert make_key(matter_kind="tests.identity", **again).id != key.id
    assert key_of(matter_kind=KIND, matter_id=key.matter_id) == key
    with pytest.raises(NotFound):
        key_of(matter_kind=KIND, matter_id=uuid.uuid4())


def test_an_appeal_keeps_a_matter_longer_and_never_shorter(matter, opening):
    key = matter()
    sealed = sealing.seal(key=key, field="text", row=1, plain=WORDS)
    by = actor_of("coordinator")
    later = rewrap(key=key, month=date(2027, 6, 15), by=by, at=FOUNDED)
    assert later.month_key.month == date(2027, 6, 1) and bytes(later.wrapped) != bytes(key.wrapped)
    assert unseal(opening=opening(key), sealed=sealed, field="text", row=1, at=FOUNDED) == WORDS
    for month in (date(2027, 6, 1), UNTIL):
        with pytest.raises(Conflict) as refused:
            rewrap(key=key, month=month, by=by, at=FOUNDED)
        assert refused.value.code == "vault-not-later"
    assert entries("vault.rewrapped") == 1


def test_keys_are_made_ahead_month_by_month_and_once(vault):
    assert prepare(at=FOUNDED) == 0
    assert prepare(at=FOUNDED + timedelta(days=59)) == 2  # 4 March in Shanghai
    assert MonthKey.objects.current().count() == len(keyfile.read()) == 39


def test_a_lost_key_file_is_not_replaced_by_a_new_one(vault):
    vault.unlink()
    with pytest.raises(Locked):
        prepare(at=FOUNDED + timedelta(days=59))
    assert not vault.exists()


def test_keys_that_a_killed_process_wrote_are_taken_up(vault):
    keys = keyfile.read()
    MonthKey.objects.filter(month__gte=date(2029, 1, 1)).delete()
    assert prepare(at=FOUNDED) == 13 and keyfile.read() == keys


def test_too_long_a_text_is_refused_with_what_to_do(matter):
    with pytest.raises(DomainError) as refused:
        sealing.seal(key=matter(), field="text", row=1, plain="a" * (1024 * 1024 + 1))
    assert refused.value.code == "vault-too-long" and refused.value.hint
