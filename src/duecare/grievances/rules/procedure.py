"""A procedure: the stages of a case, who may do what in each, and the time limits with their articles.

It is data (`procedures/*.yaml`); nothing here knows a particular procedure. A *limit* counts from one of the acts it
names until one of the others it names; an *act* is something that somebody did, and may move the case to a stage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from duecare.core.calendar import Counting

#: For how many days at least a withdrawal can be taken back (domain.md §4, rule 3).
WITHDRAWAL_DAYS = 7


class Role(StrEnum):
    """What somebody is to a case; a closed list. Who holds which role is for the caller to find out.

    `LEADER` heads the unit that holds the case, `JOINT` is a unit that gives it its part, `CONCERNED` is the unit the
    case is about, `ABOVE` the level above the holder (it decides a review), `REREVIEW` the body above that one. `TIME`
    is nobody: what a limit does by itself.
    """

    OWNER = "owner"
    CLERK = "clerk"
    HOLDER = "holder"
    LEADER = "leader"
    JOINT = "joint"
    CONCERNED = "concerned"
    ABOVE = "above"
    REREVIEW = "re-review-body"
    TIME = "time"


#: Roles that decide something about a case.
DECIDERS = frozenset({Role.HOLDER, Role.LEADER, Role.ABOVE, Role.REREVIEW})


class ActKind(StrEnum):
    """What an act is, whatever a procedure calls it; a closed list that the charter and the figures rest on."""

    BEGINS = "begins"
    ROUTES = "routes"
    ACCEPTS = "accepts"
    DECLINES = "declines"
    REPLIES = "replies"
    SETTLES = "settles"
    MEDIATES = "mediates"
    CLOSES = "closes"
    FOLLOWS_UP = "follows-up"
    REOPENS = "reopens"
    CONFIRMS = "confirms"
    CONSENTS = "consents"
    RATES = "rates"
    WITHDRAWS = "withdraws"
    TAKES_BACK = "takes-back"
    GOES_HIGHER = "goes-higher"
    REPORTS_RETALIATION = "reports-retaliation"
    ASKS_REVIEW = "asks-review"
    UPHOLDS_REVIEW = "upholds-review"
    REFUSES_REVIEW = "refuses-review"
    ASKS_RECUSAL = "asks-recusal"
    RECUSES = "recuses"
    INQUIRES = "inquires"
    ANSWERS_INQUIRY = "answers-inquiry"
    OBJECTS = "objects"
    JOINS = "joins"
    CONTRIBUTES = "contributes"
    GATHERS = "gathers"
    NAMES_LEAD = "names-lead"
    EXTENDS = "extends"
    PAUSES = "pauses"
    RESUMES = "resumes"
    OTHER = "other"


#: Acts that nobody but the owner does (domain.md §4, rule 3).
OWNERS_OWN = frozenset(
    {
        ActKind.RATES, ActKind.WITHDRAWS, ActKind.TAKES_BACK, ActKind.GOES_HIGHER, ActKind.ASKS_REVIEW,
        ActKind.REOPENS, ActKind.CONFIRMS, ActKind.CONSENTS, ActKind.REPORTS_RETALIATION, ActKind.ASKS_RECUSAL,
    }
)  # fmt: skip
#: Acts that decide an appeal: by somebody above who never took part before.
DECIDES_REVIEW = frozenset({ActKind.UPHOLDS_REVIEW, ActKind.REFUSES_REVIEW})


class Need(StrEnum):
    """What has to come with an act; a form asks for it, an action refuses without it. Never kept in facts."""

    NOTICE = "notice"
    REASONS = "reasons"
    FACTS = "facts"
    DECISION = "decision"
    HOW_TO_APPEAL = "how-to-appeal"
    TO_WHOM = "to-whom"
    OTHER_WAYS = "other-ways"
    OWNERS_CONSENT = "owners-consent"
    LEAD = "lead"
    TERMS = "terms"
    DAYS = "days"
    SESSION = "session"


class Sort(StrEnum):
    """What a limit is: a duty that can be missed, a right that lapses, or a wait after which something takes effect."""

    DUTY = "duty"
    RIGHT = "right"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case can be. `ended`: it rests, and can only be followed up, reopened, appealed or taken higher."""

    key: str
    title: Words
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """How far a limit may be moved: so many times, each by at most so many days."""

    most_days: int
    times: int
    article: Words


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a clock may stand still; what is not listed stops nothing."""

    key: str
    title: Words
    article: Words


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit.

    :param of: who owes it, or whose right it is; for an effect, whose act waits.
    :param days: None when the act that starts it says how many (the date parties agreed on).
    :param starts: acts it counts from. One that comes while it is running does not restart it.
    :param stops: acts that end it.
    :param article: where it stands, as shown to people.
    :param pauses: grounds on which it stands still.
    :param does: for an effect, the act that time does when the wait is over.
    """

    key: str
    title: Words
    sort: Sort
    of: Role
    days: int | None
    counting: Counting
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    article: Words
    extension: Extension | None = None
    pauses: tuple[str, ...] = ()
    does: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done about a case.

    :param at: stages in which it is open; empty for what begins a case.
    :param to: the stage it leads to; empty when it changes none.
    :param within: the right, or the wait for an effect, outside of which it isn't open.
    :param limit: for an extension, the limit it moves.
    :param ground: for a pause and its end, the ground.
    """

    key: str
    title: Words
    kind: ActKind
    by: tuple[Role, ...]
    at: tuple[str, ...] = ()
    to: str = ""
    needs: tuple[Need, ...] = ()
    within: str = ""
    limit: str = ""
    ground: str = ""

    @property
    def decides(self) -> bool:
        """Whether it moves the case by the word of a public body: what an appeal looks at."""
        return bool(self.to) and bool(DECIDERS.intersection(self.by))


@dataclass(frozen=True, slots=True)
class Representatives:
    """How many speak for a group, at most; a group is a headcount, and this is no list of its members."""

    most: int
    article: Words


@dataclass(frozen=True)
class Procedure:
    """A procedure.

    :param rolls_over_holidays: whether a last day that is off moves to the next working day (a setting; domain.md §3).
    :param courses: limits that follow each other; the overall clock runs over one course from its first limit on.
    :param representatives: None where the procedure sets no number.
    :param version_id: SHA-256, in hex, of the content it was read from.
    """

    key: str
    title: Words
    note: Words
    rolls_over_holidays: bool
    stages: tuple[Stage, ...]
    acts: tuple[Act, ...]
    limits: tuple[Limit, ...]
    grounds: tuple[Ground, ...]
    courses: tuple[tuple[str, ...], ...]
    representatives: Representatives | None = None
    version_id: str = field(default="", compare=False)

    def stage(self, key: str) -> Stage:
        """The stage of that key. :raises KeyError: there is none."""
        return self._stages[key]

    def act(self, key: str) -> Act:
        """The act of that key. :raises KeyError: there is none."""
        return self._acts[key]

    def limit(self, key: str) -> Limit:
        """The limit of that key. :raises KeyError: there is none."""
        return self._limits[key]

    def ground(self, key: str) -> Ground:
        """The ground of that key. :raises KeyError: there is none."""
        return self._grounds[key]

    def starting(self, act: str) -> tuple[Limit, ...]:
        """The limits that count from an act."""
        return tuple(limit for limit in self.limits if act in limit.starts)

    def stopping(self, act: str) -> tuple[Limit, ...]:
        """The limits that an act ends."""
        return tuple(limit for limit in self.limits if act in limit.stops)

    @cached_property
    def _stages(self) -> Mapping[str, Stage]:
        return {stage.key: stage for stage in self.stages}

    @cached_property
    def _acts(self) -> Mapping[str, Act]:
        return {act.key: act for act in self.acts}

    @cached_property
    def _limits(self) -> Mapping[str, Limit]:
        return {limit.key: limit for limit in self.limits}

    @cached_property
    def _grounds(self) -> Mapping[str, Ground]:
        return {ground.key: ground for ground in self.grounds}
