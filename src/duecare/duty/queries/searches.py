"""How far a search is, and what it came to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.duty.models import Draft, Search
from duecare.duty.queries.naming import Names, names_of
from duecare.duty.queries.rosters import Head, head_of
from duecare.duty.rules.answers import Clash, answer_from
from duecare.duty.rules.model import Problem
from duecare.duty.rules.reading import problem_from
from duecare.orgs.rules import Actor

#: A search that nobody is at after so long tells that no process ``work`` runs.
UNATTENDED = timedelta(minutes=2)


@dataclass(slots=True)
class SearchPage:
    """A search: how far it is, or what it came to.

    :param parts: done in thousandths of the time it was given; ``gap``: in percent.
    :param rules: what clashes, and ``mending``: what the nearest roster breaks, in words.
    """

    head: Head
    search: Search
    draft: Draft | None
    parts: int = 0
    gap: str = ""
    moved: bool = False
    rules: list[str] = field(default_factory=list)
    mending: list[str] = field(default_factory=list)
    minimal: bool = False
    smallest: bool = False

    @property
    def state(self) -> str:
        """waiting, running or how it ended."""
        if self.search.ended_at is not None:
            return self.search.ended_as
        return "running" if self.search.progress or self.search.worker else "waiting"


def search_page(by: Actor, roster_id: uuid.UUID, search_id: uuid.UUID) -> SearchPage:
    """A search, for those who keep the roster.

    :raises NotFound: there is none.
    """
    head = head_of(by, roster_id, keep=True)
    search = head.roster.searches.filter(id=search_id).first()
    if search is None:
        raise NotFound("duty.no-search", _("There is no such search."))
    page = SearchPage(head, search, head.roster.drafts.filter(search=search).first())
    seconds = float(search.progress.get("seconds") or 0)
    page.parts = min(1000, round(1000 * seconds / search.seconds))
    away = (search.answer or search.progress).get("gap")
    page.gap = "" if away is None else f"{100 * away:.1f}".removesuffix(".0")
    page.moved = search.revision != head.roster.revision
    if search.ended_as == "impossible" and search.answer:
        _explain(page, search.answer)
    return page


def _explain(page: SearchPage, answer: dict[str, Any]) -> None:
    problem: Problem = problem_from(page.search.problem)
    clash: Clash = answer_from(problem, answer).clash or Clash()
    names: Names = names_of(page.head.roster)
    page.rules = [names.rule(problem, rule) for rule in clash.rules]
    page.mending = [names.breach(problem, breach) for breach in clash.mending]
    page.minimal, page.smallest = clash.minimal, clash.smallest


def unattended(at: datetime) -> tuple[int, int]:
    """How many searches have not ended, and how many of them nobody is at. One statement."""
    open_ones = list(Search.objects.filter(ended_at=None).values_list("asked_at", "beat_at")[:1000])
    alone = sum(max(filter(None, times)) < at - UNATTENDED for times in open_ones)
    return len(open_ones), alone
