"""Every page that is looked at in the browser. Modules append theirs: who opens it, its name, and its address.

The scene is :func:`tests.desk.scene.afternoon`. An address is a text or is made from the district.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duecare.notify.models import Notice
from duecare.obligations.models import Obligation
from tests.people import District

Address = str | Callable[[District], str]


@dataclass(frozen=True)
class Seen:
    """A page, under the name its picture gets.

    :param who: sign-in name of the cast; empty for somebody who has not signed in.
    """

    name: str
    who: str
    address: Address

    def path(self, district: District) -> str:
        """Where it is."""
        return self.address if isinstance(self.address, str) else self.address(district)


def _silent(district: District) -> str:
    row = Obligation.objects.filter(
        debtor=district["QY-X3"], missed_at__isnull=False, closed_at=None
    ).earliest("due_at")
    return f"/obligations/{row.id}/"


def _late(district: District) -> str:
    row = Obligation.objects.filter(debtor=district["QY-X2"], missed_at__isnull=False).latest("due_at")
    return f"/obligations/{row.id}/"


def _notice(district: District) -> str:
    newest = Notice.objects.filter(recipient=district.people["coordinator"]).latest("created_at", "id")
    return f"/notices/{newest.id}/"


PAGES: list[Seen] = [
    Seen("notices", "coordinator", "/notices/"),
    Seen("notices-none", "auditor", "/notices/"),
    Seen("notice", "coordinator", _notice),
    Seen("message-settings", "coordinator", "/notices/preference/"),
    Seen("sign-in", "", "/sign-in/"),
    Seen("nothing-here", "", "/no-such-page/"),
    Seen("home-reporter", "reporter_x3", "/"),
    Seen("home-coordinator", "coordinator", "/"),
    Seen("home-leader", "leader", "/"),
    Seen("board", "coordinator", lambda d: f"/board/{d.root.key}/"),
    Seen("board-school", "coordinator", lambda d: f"/board/{d['QY-X3'].key}/"),
    Seen("board-yesterday", "leader", lambda d: f"/board/{d.root.key}/?day=2027-03-04"),
    Seen("calendar", "coordinator", "/calendar/?of=everyone"),
    Seen("feed", "reporter_x3", "/calendar/feed/"),
    Seen("record", "auditor", "/record/"),
    Seen("story-silent", "coordinator", _silent),
    Seen("story-late", "coordinator", _late),
    Seen("suspensions", "coordinator", "/suspensions/"),
    Seen("contact-sheet", "coordinator", lambda d: f"/contact-sheet/{d.root.key}/"),
    Seen("not-allowed", "reporter_x3", "/record/"),
]
