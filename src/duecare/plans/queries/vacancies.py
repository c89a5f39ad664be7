"""Posts that a plan counts on and that nobody holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from duecare.core.calendar import local_date
from duecare.orgs.models import Appointment, Unit
from duecare.orgs.vocabulary import PostKind
from duecare.plans.models import Programme
from duecare.plans.sections import SECTIONS

#: Units named for each post; the rest is a number.
MOST = 20


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A kind of post that should answer for what a plan asks for, and the units where nobody holds it.

    :param units: the first :data:`MOST`, in the order of the tree; ``count`` is how many there are.
    """

    post: str
    units: list[Unit]
    count: int

    @property
    def label(self) -> str:
        """What the post is called."""
        return str(PostKind(self.post).label) if self.post in PostKind.values else self.post

    @property
    def more(self) -> int:
        """How many units are not named."""
        return self.count - len(self.units)


def vacancies(programme: Programme, at: datetime) -> list[Vacancy]:
    """Whom a reminder of what is still to fall due would not find; two statements for each kind of post."""
    found = []
    for post, owing in _owing(programme, local_date(at, programme.zone)).items():
        held = Appointment.objects.filter(post__kind=post).holding(at).values("post__unit")
        empty = Unit.objects.filter(owing, closed_at=None).exclude(id__in=held).order_by("lineage")
        units = list(empty[: MOST + 1])
        count = len(units) if len(units) <= MOST else empty.count()
        if count:
            found.append(Vacancy(post, units[:MOST], count))
    return found


def all_vacancies(at: datetime) -> list[tuple[Programme, Vacancy]]:
    """Those of every programme that has not ended."""
    running = Programme.objects.filter(ended_at=None).order_by("first", "key")
    return [(row, vacancy) for row in running for vacancy in vacancies(row, at)]


def _owing(programme: Programme, today: date) -> dict[str, Q]:
    """Who owes something from today on, by the kind of post that answers for it."""
    owing: dict[str, Q] = {}
    seen = set()
    first = max(programme.first, today)
    for section in SECTIONS:
        for due in section.calendar(programme.key, first, programme.closes_on):
            post = due["post"] or "leader"
            # Watches are stood by whoever is rostered, with that post or without.
            if post != PostKind.DUTY_OFFICER and (due["strand"], post) not in seen:
                seen.add((due["strand"], post))
                owing[post] = owing.get(post, Q(pk__in=())) | Q(id__in=due["debtors"])
    return owing
