"""Errors: formatted late, in the reader's language, and told apart by status."""

from __future__ import annotations

import copy
import pickle

import pytest
from django.utils.functional import lazystr

from duecare.core.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound, TooLate


def test_the_sentence_carries_its_parameters() -> None:
    error = DomainError("report.closed", "%(unit)s is late by %(minutes)d min.", unit="A", minutes=5)
    assert str(error) == error.message == "A is late by 5 min."
    assert error.code == "report.closed"
    assert error.params == {"unit": "A", "minutes": 5}
    assert error.hint is None


def test_the_language_is_that_of_the_moment_of_showing() -> None:
    class Said:
        text = "before"

        def __str__(self) -> str:
            return self.text

    said = Said()
    error = DomainError("x", lazystr(said), hint=lazystr(said))
    said.text = "after"
    assert (str(error), error.hint) == ("after", "after")


def test_the_hint_is_formatted_like_the_message() -> None:
    error = DomainError("x", "no", hint="ask %(post)s", post="the coordinator")
    assert error.hint == "ask the coordinator"


def test_without_parameters_a_percent_sign_is_one() -> None:
    assert str(DomainError("x", "100% done")) == "100% done"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (DomainError, 400),
        (NotAllowed, 403),
        (NotFound, 404),
        (Conflict, 409),
        (TooLate, 409),
        (BadInput, 400),
    ],
)
def test_each_kind_has_its_status(kind: type[DomainError], status: int) -> None:
    assert kind("x", "no").status == status
    assert kind("x", "no", status=422).status == 422


@pytest.mark.parametrize("duplicate", [copy.copy, lambda e: pickle.loads(pickle.dumps(e))])
def test_bad_input_says_where_also_from_another_process(duplicate) -> None:
    error = duplicate(BadInput("x", "no %(value)s", where="reports[2].at", hint="do", value=7))
    assert (error.where, str(error), error.hint) == ("reports[2].at", "no 7", "do")
