"""Reports over HTTP: what a reporter, a leader and the office see and do."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.obligations import actions as kernel
from duecare.reports.actions import file_report
from duecare.reports.models import Question, Review, Submission
from tests.people import actor_of, client_for, clock_at
from tests.reports.conftest import DUE, HOUR, MINUTE

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = "/reports/series/winter/daily/2027-01-04/"
STATEMENTS = re.compile(r"^(?!BEGIN|COMMIT|SAVEPOINT|RELEASE)")


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form that goes there."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, action
    pairs = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', form[0])
    return {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}


def fields(typed):
    return {f"v-{key}": value for key, value in typed.items()}


def sent(**more):
    return {"client_id": str(uuid.uuid4()), "seen": "0", **more}


def test_nil_in_one_tap(winter):
    """The page of what is owed has one big button; tapping it twice files once."""
    due, client = winter.due(), client_for("reporter_z1")
    with clock_at(DUE - HOUR):
        page = client.get(f"/reports/{due.pk}/").content.decode()
        form = hidden(page, f"/reports/{due.pk}/submission/")
        assert form["nil"] == "1"
        client.post(f"/reports/{due.pk}/submission/", form)
        answer = client.post(f"/reports/{due.pk}/submission/", form, follow=True)
    assert "已收到您的报告" in answer.content.decode()
    assert [(s.nil, s.version) for s in Submission.objects.all()] == [(True, 1)]


def test_statements_of_a_filing_and_of_the_page(winter, typed, django_assert_max_num_queries):
    due, client = winter.due(), client_for("reporter_z1")
    with (
        clock_at(DUE),
        CaptureQueriesContext(
            connection,
        ) as filed,
    ):
        answer = client.post(f"/reports/{due.pk}/submission/", {**sent(), **fields(typed())})
    assert answer.status_code == 302
    statements = [q["sql"] for q in filed.captured_queries if STATEMENTS.match(q["sql"])]
    assert len(statements) <= 12, "\n".join(statements)
    with clock_at(DUE), django_assert_max_num_queries(12):
        client.get(f"/reports/{due.pk}/")


def test_refusal_keeps_what_was_typed_at_its_field(winter, typed):
    due = winter.due()
    for language, words in (("zh-hans", "允许的最大值是 5000"), ("en", "The largest number allowed is 5000")):
        client = client_for("reporter_z1", language)
        with clock_at(DUE):
            answer = client.post(
                f"/reports/{due.pk}/submission/", {**sent(), **fields(typed(present="5001", note="锅炉检修"))}
            )
        page = answer.content.decode()
        assert answer.status_code == 400
        assert words in page
        assert 'value="5001"' in page
        assert "锅炉检修" in page
        assert re.search(r'id="id_v-present"[^>]*', page)
        assert re.search(r'name="v-present"[^>]*aria-invalid="true"', page)
        assert re.search(r'name="v-present"[^>]*aria-describedby="[^"]*id_v-present_error', page)
    assert not Submission.objects.exists()


def test_two_people_at_once_see_the_first_and_correct(winter, typed):
    due = winter.due()
    with clock_at(DUE - MINUTE):
        first, second = client_for("reporter_z1"), client_for("leader_z1")
        form = hidden(second.get(f"/reports/{due.pk}/").content.decode(), f"/reports/{due.pk}/submission/")
        first.post(f"/reports/{due.pk}/submission/", {**sent(), **fields(typed())})
        del form["nil"]
        answer = second.post(f"/reports/{due.pk}/submission/", {**form, **fields(typed(present="599"))})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "612 人" in page
        assert 'value="599"' in page
        assert Submission.objects.count() == 1
        again = re.findall(r'name="seen" value="1"', page)
        assert again
        answer = second.post(
            f"/reports/{due.pk}/submission/", {**sent(seen="1"), **fields(typed(present="599"))}
        )
    assert answer.status_code == 302
    assert list(Submission.objects.order_by("version").values_list("version", "values__present")) == [
        (1, 612),
        (2, 599),
    ]


def test_another_units_report_is_not_found(winter, typed):
    due = winter.due("QY-Z2")
    with clock_at(DUE):
        for username in ("reporter_z1", "leader_x1", "auditor"):
            client = client_for(username)
            assert client.get(f"/reports/{due.pk}/").status_code == 404
            assert (
                client.post(f"/reports/{due.pk}/submission/", {**sent(), **fields(typed())}).status_code
                == 404
            )
            for act in ("question", "review"):
                assert client.post(f"/reports/{due.pk}/{act}/", {"text": "?"}).status_code == 404
        assert client_for("reporter_z1").get(f"{DAY}?under={winter.district['QY-Z2'].key}").status_code == 404
    assert not Submission.objects.exists()


def test_taken_for_a_unit_without_a_phone(winter, typed):
    due, client = winter.due("QY-X2"), client_for("coordinator")
    with clock_at(DUE + HOUR):
        form = hidden(client.get(f"/reports/{due.pk}/").content.decode(), f"/reports/{due.pk}/submission/")
        assert form["on_behalf"] == "1"
        del form["nil"]
        form |= fields(typed()) | {"written_at": "2027-01-04T15:20", "phone_at": "2027-01-04T08:29:00Z"}
        page = client.post(f"/reports/{due.pk}/submission/", form, follow=True).content.decode()
    assert "代报人" in page
    assert "15:20" in page
    assert "16:30" in page
    kept = Submission.objects.get()
    assert (kept.on_behalf, kept.written_at) == (True, DUE - 10 * MINUTE)
    due.refresh_from_db()
    assert due.late


def test_sent_back_once_answered_by_a_correction(winter, typed):
    due, office, school = winter.due(), client_for("coordinator"), client_for("reporter_z1")
    with clock_at(DUE):
        school.post(f"/reports/{due.pk}/submission/", {**sent(), **fields(typed())})
        assert school.post(f"/reports/{due.pk}/question/", {"text": "自问"}).status_code == 403
        assert office.post(f"/reports/{due.pk}/question/", {"text": " "}).status_code == 400
        assert (
            office.post(f"/reports/{due.pk}/question/", {"text": "比昨天少了 40 人,请核实。"}).status_code
            == 302
        )
        assert office.post(f"/reports/{due.pk}/question/", {"text": "再问"}).status_code == 409
    question = Question.objects.get()
    assert (question.owed.state, question.owed.due_at) == ("open", DUE + 4 * HOUR)
    kernel.tick(DUE)
    assert due.pk
    with clock_at(DUE + HOUR):
        answer = school.get(f"/reports/questions/{question.owed_id}/")
        assert answer["Location"].endswith(f"/reports/{due.pk}/#question")
        assert "比昨天少了 40 人" in school.get(f"/reports/{due.pk}/").content.decode()
        school.post(f"/reports/{due.pk}/submission/", {**sent(seen="1"), **fields(typed(present="652"))})
        page = office.get(f"/reports/{due.pk}/").content.decode()
    question.refresh_from_db()
    assert question.correction is not None
    assert (question.owed.state, question.correction.version) == ("discharged", 2)
    assert "<del>612 人</del>" in page


def test_question_answered_in_words(winter, typed):
    due, office, school = winter.due(), client_for("leader"), client_for("leader_z1")
    with clock_at(DUE):
        school.post(f"/reports/{due.pk}/submission/", {**sent(), **fields(typed())})
        office.post(f"/reports/{due.pk}/question/", {"text": "请核实"})
        owed = Question.objects.get().owed_id
        assert (
            client_for("reporter_z2").post(f"/reports/questions/{owed}/answer/", {"text": "?"}).status_code
            == 404
        )
        assert school.post(f"/reports/questions/{owed}/answer/", {"text": "已核实,无误。"}).status_code == 302
        assert school.post(f"/reports/questions/{owed}/answer/", {"text": "又答"}).status_code == 409
        assert "已核实,无误。" in office.get(f"/reports/{due.pk}/").content.decode()
    assert Submission.objects.get().latest


def test_the_office_says_that_it_looked(winter, typed):
    due, office = winter.due(), client_for("coordinator")
    with clock_at(DUE):
        assert office.post(f"/reports/{due.pk}/review/").status_code == 409
        client_for("reporter_z1").post(f"/reports/{due.pk}/submission/", {**sent(), **fields(typed())})
        for _again in range(2):
            assert office.post(f"/reports/{due.pk}/review/").status_code == 302
        assert client_for("leader_z1").post(f"/reports/{due.pk}/review/").status_code == 403
    assert Review.objects.count() == 1


def test_a_day_tells_who_is_in_who_is_late_and_who_is_silent(winter, typed):
    by_code = {"QY-Z1": DUE - HOUR, "QY-Z2": DUE + MINUTE, "QY-X1": None}
    for code, at in by_code.items():
        if at:
            file_report(
                obligation_id=winter.due(code).pk,
                values=typed() if code == "QY-Z1" else None,
                client_id=uuid.uuid4(),
                by=actor_of(f"reporter_{code[3:].lower()}"),
                at=at,
            )
    kernel.tick(DUE + 2 * MINUTE)
    client = client_for("leader")
    with clock_at(DUE + 3 * MINUTE):
        page = client.get(DAY).content.decode()
        english = client_for("coordinator", "en").get(DAY).content.decode()
        everything = client.get("/reports/").content.decode()
    assert "应报 5，已报 2" in page
    assert "未报：第一小学、第二小学、第三小学" in page
    assert "— 未报" in page
    assert "1 / 5" in page
    assert ">0 人<" not in page
    assert "Reported 2 of 5 (late 1, nothing to report 1), not reported 3." in english
    assert "Pupils present: 612 pupils (from 1 of 5 units)" in english
    assert "3 个单位未报" in everything


def test_statements_of_a_day_do_not_grow(winter, typed, district):
    counts = []
    for number in (1, 2):
        if number == 2:
            for code in ("QY-Z1", "QY-Z2", "QY-X1"):
                file_report(
                    obligation_id=winter.due(code).pk, values=typed(), client_id=uuid.uuid4(),
                    by=actor_of(f"reporter_{code[3:].lower()}"), at=DUE,
                )  # fmt: skip
            kernel.tick(DUE)
        client = client_for("leader")
        with clock_at(DUE), CaptureQueriesContext(connection) as found:
            assert client.get(DAY).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 20


def test_history_and_plain_addresses(winter, typed):
    client = client_for("reporter_z1")
    file_report(
        obligation_id=winter.due().pk, values=None, client_id=uuid.uuid4(), by=actor_of("reporter_z1"), at=DUE
    )
    with clock_at(DUE):
        assert "每日安全报告" in client.get("/reports/history/").content.decode()
        for path in (
            "/reports/",
            "/reports/?day=2027-03-05",
            "/reports/history/?until=2027-01-01",
            f"{DAY}?page=7",
        ):
            assert client.get(path).status_code == 200, path
        for path in ("/reports/?day=2027-13-01", f"{DAY}?under=ZZZZZ", "/reports/series/winter/none/2027-01-04/",
                     f"/reports/{uuid.uuid4()}/"):  # fmt: skip
            assert client.get(path).status_code == 404, path
        assert client.get(f"/reports/{winter.due().pk}/submission/").status_code == 302
        assert client.post(f"/reports/{winter.due().pk}/submission/", {"client_id": "x"}).status_code == 400
    assert client_for("administrator").get("/reports/").status_code == 404
