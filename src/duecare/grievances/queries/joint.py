"""Who handles a case together, who answers for the result, and who could."""

from __future__ import annotations

from collections.abc import Sequence

from duecare.grievances.holding import holders_in, leads_for, path, standing_reach, taking_part
from duecare.grievances.models import Case, Step
from duecare.grievances.queries.entry import titled_units
from duecare.grievances.queries.page import CasePage
from duecare.grievances.rules import Role, is_within
from duecare.grievances.vocabulary import HoldRole
from duecare.orgs.models import Post, Unit
from duecare.web.templatetags.duecare import titled


def joint_units(case: Case) -> list[Unit]:
    """The units that handle a case with the one that leads. One statement."""
    return [one.unit for one in taking_part(case) if one.role == HoldRole.JOINT and one.unit is not None]


def case_lead(steps: Sequence[Step]) -> Post | None:
    """The post that answers for the result, as named last. One statement, or none."""
    named = [one.lead_post for one in steps if one.lead_post is not None]
    return Post.objects.select_related("unit").filter(id=named[-1]).first() if named else None


def joint_choices(page: CasePage) -> list[tuple[str, str]]:
    """Units that the reader can let handle a case too, by key: below what the reader heads, with somebody to do it."""
    deciding = [one for one in page.standings if one.role in (Role.LEADER, Role.ABOVE)]
    places = [standing_reach(one) for one in deciding]
    about = [path(unit.lineage) for unit in page.concerned]
    there = {one.unit_id for one in taking_part(page.case)}
    taking = {holder.unit[-1] for holder in holders_in(page.case.root, page.path.at)}
    found = Unit.objects.standing().filter(root=page.case.root_id, key__in=taking).order_by("lineage")
    free = [unit for unit in found if unit.id not in there and _fits(path(unit.lineage), places, about)]
    return titled_units(free)


def _fits(here: tuple[str, ...], places: list[tuple[str, ...]], about: list[tuple[str, ...]]) -> bool:
    return any(is_within(here, one) and here != one for one in places) and not any(
        is_within(here, one) for one in about
    )


def lead_choices(case: Case) -> list[tuple[str, str]]:
    """Posts that can answer for the result."""
    return [(str(one.id), post_title(one)) for one in leads_for(case)]


def post_title(post: Post) -> str:
    """A post with its unit, in the reader's language."""
    return f"{titled(post.unit)} · {titled(post)}"
