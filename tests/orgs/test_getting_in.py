"""People without e-mail get in with a slip; guessing is locked out; whoever loses a device gets a new slip."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.test import Client

from duecare.audit.models import Entry
from duecare.core.errors import BadInput, NotAllowed, NotFound
from duecare.orgs import actions, second_factor
from duecare.orgs.actions import access, enrolment
from duecare.orgs.models import EnrolmentLink, Session, SignInLock, User
from duecare.orgs.rules import SYSTEM
from duecare.orgs.slowdown import Slowdown, attempts
from tests.people import FOUNDED, PASSWORD, District, actor_of, client_for, clock_at, district

__all__ = ["district"]
pytestmark = pytest.mark.both
NEW = "a sentence nobody guesses"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _fresh_slowdown():
    attempts.forget()


def post(client: Client, path: str, at=FOUNDED, **data):
    with clock_at(at):
        return client.post(path, data)


def sign_in(username: str, password: str = PASSWORD, at=FOUNDED, client: Client | None = None):
    return post(client or Client(), "/sign-in/", at, username=username, password=password)


def slip_for(district: District, username: str = "reporter_x1", at=FOUNDED) -> str:
    user = district.people[username]
    [(_user, token, _until)] = enrolment.issue_links(users=[user], by=actor_of("coordinator"), at=at)
    return token


def test_a_slip_lets_its_owner_choose_a_password_and_only_once(district: District) -> None:
    User.objects.filter(username="reporter_x1").update(password=make_password(None))
    token = slip_for(district)
    assert not EnrolmentLink.objects.filter(token_hash__contains=token).exists()
    client = Client()
    spoken = token.upper().replace("0", "O").replace("1", "I")
    assert (
        post(client, "/enrol/", token=spoken[:8] + "-" + spoken[8:]).headers["Location"] == "/enrol/password/"
    )
    other = Client()
    assert post(other, "/enrol/", token=token).status_code == 302
    assert post(client, "/enrol/password/", new="short", again="short").status_code == 200
    assert post(client, "/enrol/password/", new=NEW, again=NEW).headers["Location"] == "/"
    with clock_at(FOUNDED):
        assert client.get("/account/").status_code == 200
    assert post(other, "/enrol/password/", new=NEW + "2", again=NEW + "2").headers["Location"] == "/enrol/"
    assert post(Client(), "/enrol/", token=token).status_code == 404
    assert sign_in("reporter_x1", NEW).headers["Location"] == "/"
    assert Entry.objects.filter(verb="orgs.enrolled").count() == 1


def test_two_who_opened_the_same_slip_cannot_both_use_it(district: District) -> None:
    link = enrolment.find_link(token=slip_for(district), at=FOUNDED)
    enrolment.enrol(link_id=link.id, password=NEW, at=FOUNDED)
    with pytest.raises(NotFound):
        enrolment.enrol(link_id=link.id, password=NEW + "2", at=FOUNDED)


def test_a_slip_expires_and_a_new_one_replaces_it(district: District) -> None:
    first = slip_for(district)
    second = slip_for(district)
    with pytest.raises(NotFound):
        enrolment.find_link(token=first, at=FOUNDED)
    end = FOUNDED + enrolment.VALID
    assert enrolment.find_link(token=second, at=end - timedelta(microseconds=1))
    with pytest.raises(NotFound):
        enrolment.find_link(token=second, at=end)


def test_a_slip_is_shown_once_with_its_code_and_never_in_an_address(district: District) -> None:
    client = client_for("coordinator")
    User.objects.update(password=make_password(None))
    client = client_for("coordinator")
    unit = district["QY-X1"]
    with clock_at(FOUNDED):
        asked = client.get(f"/units/{unit.id}/slips/").content.decode()
        assert "reporter_d1" in asked
        assert "reporter_z1" not in asked
        made = client.post(f"/units/{unit.id}/slips/")
    assert made.headers["Cache-Control"].startswith("max-age=0")
    codes = re.findall(r'slip-code mono">([0-9a-z-]+)<', made.content.decode())
    assert len(codes) == 3
    assert post(Client(), "/enrol/", token=codes[0]).status_code == 302
    assert 'src="data:image/svg+xml' in made.content.decode()


def test_only_who_looks_after_a_person_makes_a_slip(district: District) -> None:
    person = district.people["reporter_x2"]
    for username in ("reporter_x2", "leader_x2", "auditor"):
        with pytest.raises(NotAllowed):
            enrolment.issue_links(users=[person], by=actor_of(username), at=FOUNDED)
    with pytest.raises(NotFound):
        enrolment.issue_links(users=[person], by=actor_of("leader_x1"), at=FOUNDED)
    with pytest.raises(NotAllowed):
        enrolment.recover(user=district.people["administrator"], by=actor_of("coordinator"), at=FOUNDED)
    school = actions.add_post(unit=district["QY-X1"], kind="coordinator", by=SYSTEM, at=FOUNDED)
    actions.appoint(user=district.people["leader_x1"], post=school, by=SYSTEM, at=FOUNDED)
    seat = actions.add_post(unit=district.root, kind="inspector", by=SYSTEM, at=FOUNDED)
    actions.appoint(user=district.people["reporter_x1"], post=seat, by=SYSTEM, at=FOUNDED)
    with pytest.raises(NotAllowed):
        enrolment.recover(user=district.people["reporter_x1"], by=actor_of("leader_x1"), at=FOUNDED)


def test_recovery_ends_everything_that_opened_the_account(district: District) -> None:
    lost = client_for("reporter_x1")
    old_slip = slip_for(district)
    secret = second_factor.new_secret()
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    access.add_totp(user=district.people["reporter_x1"], secret=secret, code=code, at=FOUNDED)
    person = district.people["reporter_x1"]
    made = post(client_for("coordinator"), f"/people/{person.id}/recovery/")
    with clock_at(FOUNDED):
        assert lost.get("/account/").headers["Location"].startswith("/sign-in/")
    assert "locked" not in sign_in("reporter_x1").content.decode()
    assert second_factor.factors_of(person) == []
    with pytest.raises(NotFound):
        enrolment.find_link(token=old_slip, at=FOUNDED)
    [token] = re.findall(r'slip-code mono">([0-9a-z-]+)<', made.content.decode())
    assert enrolment.find_link(token=token, at=FOUNDED + HOUR).recovery
    with pytest.raises(NotFound):
        enrolment.find_link(token=token, at=FOUNDED + enrolment.RECOVERY_VALID)
    entry = Entry.objects.get(verb="orgs.account_recovered")
    assert entry.actor == district.people["coordinator"].id
    assert entry.detail.body == {"sessions_ended": 1, "factors_removed": 1}


def test_ten_wrong_passwords_lock_the_name_and_say_until_when(district: District) -> None:
    for _time in range(9):
        assert sign_in("reporter_x1", "wrong").status_code == 200
    locked = sign_in("reporter_x1", "wrong")
    assert locked.status_code == 403
    assert "15" in locked.content.decode()
    assert sign_in("reporter_x1").status_code == 403
    assert sign_in("reporter_x2").status_code == 302
    later = FOUNDED + access.LOCKED_FOR
    assert sign_in("reporter_x1", at=later - timedelta(seconds=1)).status_code == 403
    assert sign_in("reporter_x1", at=later).status_code == 302
    assert not SignInLock.objects.exists()


def test_a_lock_does_not_tell_who_exists(district: District) -> None:
    pages = [
        [sign_in(name, "wrong").status_code for _t in range(11)] for name in ("nobody_here", "reporter_x1")
    ]
    assert pages[0] == pages[1]
    stored = [f.name for f in SignInLock._meta.get_fields()]
    assert stored == ["name_hash", "failures", "failed_at", "locked_until"]


@pytest.mark.usefixtures("no_time_passes")
def test_many_attempts_from_one_address_are_slowed_and_not_refused(district: District) -> None:
    answers = [sign_in(f"guess{n}", "wrong").status_code for n in range(40)]
    assert answers[0] == 200
    slowed = sign_in("reporter_x2")
    assert slowed.status_code == 429
    assert 1 <= int(slowed.headers["Retry-After"]) <= 5
    assert "reporter_x2" in slowed.content.decode()
    bucket = Slowdown(burst=2, every=3.0)
    assert [bucket.wait("a") > 0 for _n in range(3)] == [False, False, True]
    assert bucket.wait("b") == 0
    assert b"a" not in next(iter(bucket._buckets))[:1] or len(next(iter(bucket._buckets))) == 12


def test_who_has_a_second_factor_is_asked_for_it(district: District) -> None:
    person = district.people["reporter_x1"]
    client = Client()
    sign_in("reporter_x1", client=client)
    with clock_at(FOUNDED):
        page = client.get("/account/factors/").content.decode()
    secret = re.search(r'class="mono">([A-Z2-7 ]+)<', page)
    assert secret
    key = secret[1].replace(" ", "")
    now = list(totp.yield_hotp_counters_from_time())[1]
    code = totp.format_hotp_value(totp.hotp_value(key, now))
    assert post(client, "/account/factors/", code="000000").status_code == 200
    assert post(client, "/account/factors/", code=code).headers["Location"] == "/account/"
    assert key not in str(second_factor.factors_of(person)[0].data)

    other = Client()
    assert sign_in("reporter_x1", client=other).headers["Location"] == "/sign-in/second/"
    with clock_at(FOUNDED):
        assert other.get("/account/").status_code == 302
    assert post(other, "/sign-in/second/", code="123").status_code == 200
    assert post(other, "/sign-in/second/", code=code).headers["Location"] == "/"
    with clock_at(FOUNDED):
        assert other.get("/account/").status_code == 200
    replay = Client()
    sign_in("reporter_x1", client=replay)
    assert post(replay, "/sign-in/second/", code=code).status_code == 200
    factor = second_factor.factors_of(person)[0]
    post(other, f"/account/factors/{factor.pk}/removal/", password="wrong")
    assert second_factor.factors_of(person)
    post(other, f"/account/factors/{factor.pk}/removal/", password=PASSWORD)
    assert second_factor.factors_of(person) == []


def test_a_post_that_administers_works_only_with_a_second_factor(district: District) -> None:
    client = Client()
    assert sign_in("administrator", client=client).headers["Location"] == "/account/factors/"
    with clock_at(FOUNDED):
        assert client.get("/units/import/").status_code == 403
        assert client_for("administrator").get("/units/import/").status_code == 200


def test_sessions_are_listed_by_kind_of_device_and_ended(district: District) -> None:
    phone, desk = Client(), Client()
    agent = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/109.0.0.0 Mobile Safari/537.36"
    with clock_at(FOUNDED):
        phone.post(
            "/sign-in/", {"username": "reporter_x1", "password": PASSWORD}, headers={"User-Agent": agent}
        )
    sign_in("reporter_x1", client=desk)
    with clock_at(FOUNDED):
        page = desk.get("/account/").content.decode()
    assert "Chrome" in page
    assert "Android" not in page
    assert sorted(Session.objects.values_list("device", flat=True)) == ["computer/", "phone/Chrome"]
    key = phone.session.session_key
    assert key is not None
    assert key not in page
    handle = access.session_handle(key)
    assert post(client_for("reporter_x2"), "/account/session-end/", session=handle).status_code == 404
    post(desk, "/account/session-end/", session=handle)
    with clock_at(FOUNDED):
        assert phone.get("/account/").status_code == 302
        assert desk.get("/account/").status_code == 200


def test_a_new_password_ends_the_other_sessions(district: District) -> None:
    here, there = Client(), Client()
    sign_in("reporter_x1", client=here)
    sign_in("reporter_x1", client=there)
    assert post(here, "/account/password/", old="wrong", new=NEW, again=NEW).status_code == 200
    assert post(here, "/account/password/", old=PASSWORD, new=NEW, again=NEW).status_code == 302
    with clock_at(FOUNDED):
        assert here.get("/account/").status_code == 200
        assert there.get("/account/").status_code == 302


def test_leaving_ends_sessions_and_slips(district: District) -> None:
    client, token = client_for("reporter_x1"), slip_for(district)
    coordinator = client_for("coordinator")
    person = district.people["reporter_x1"]
    assert post(coordinator, f"/people/{person.id}/leaving/", FOUNDED + HOUR).status_code == 302
    with clock_at(FOUNDED + HOUR):
        assert client.get("/account/").status_code == 302
    assert sign_in("reporter_x1", at=FOUNDED + HOUR).status_code == 200
    with pytest.raises(NotFound):
        enrolment.find_link(token=token, at=FOUNDED + HOUR)


def test_sign_in_goes_only_to_pages_of_this_site(district: District) -> None:
    for target, expected in (("/units/", "/units/"), ("https://evil.example/", "/"), ("//evil.example", "/")):
        answer = post(Client(), "/sign-in/", username="reporter_x1", password=PASSWORD, next=target)
        assert answer.headers["Location"] == expected


def test_a_weak_password_is_refused_with_a_reason(district: District) -> None:
    link = enrolment.find_link(token=slip_for(district), at=FOUNDED)
    for weak in ("short", "password1234", "reporter_x1"):
        with pytest.raises(BadInput):
            enrolment.enrol(link_id=link.id, password=weak, at=FOUNDED)
    assert EnrolmentLink.objects.get(id=link.id).used_at is None


def test_what_no_longer_matters_is_deleted(district: District) -> None:
    sign_in("reporter_x1", "wrong")
    sign_in("reporter_x1")
    sign_in("reporter_x2", "wrong")
    assert access.tidy(FOUNDED + HOUR) == 0
    assert access.tidy(FOUNDED + timedelta(days=15)) == 2
    assert (SignInLock.objects.count(), Session.objects.count()) == (0, 0)
