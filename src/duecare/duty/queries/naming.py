"""What people and kinds of watches are called on a page, in the language active now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from duecare.duty.models import Roster
from duecare.duty.queries.facts import sites_of
from duecare.duty.rules import asking
from duecare.duty.rules.checking import Breach
from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.model import Problem
from duecare.duty.rules.sentences import breach_in_words, rule_in_words
from duecare.duty.rules.terms import kind_parts, post_of, shift_of
from duecare.web.templatetags.duecare import titled


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id.

    :param kinds: shift and post, with the site where there are several: 白班·带班领导.
    :param marks: the same as short as a cell of the grid: 白.
    """

    people: Mapping[str, str]
    kinds: Mapping[str, str]
    marks: Mapping[str, str]

    def breach(self, problem: Problem, breach: Breach) -> str:
        """What is wrong, as a sentence."""
        return breach_in_words(problem, breach, self.people, self.kinds)

    def rule(self, problem: Problem, rule: Rule) -> str:
        """What a rule asks for, as a sentence."""
        return rule_in_words(problem, rule, self.people, self.kinds)


def names_of(roster: Roster) -> Names:
    """The names of everybody who ever stood watches of the roster, and of its kinds of watches."""
    terms = roster.arrangement.terms
    sites = sites_of(roster)
    kinds, marks = {}, {}
    short = _short({shift["key"]: titled(shift) for shift in terms["shifts"]})
    for kind in asking.kinds(terms, sites):
        site, shift, post = kind_parts(kind.id)
        words = [titled(shift_of(terms, shift)), titled(post_of(terms, post))]
        kinds[kind.id] = "·".join([titled(sites[site]), *words] if site else words)
        marks[kind.id] = short[shift]
    keepers = roster.watchkeepers.select_related("user")
    return Names({str(keeper.id): keeper.user.name for keeper in keepers}, kinds, marks)


def _short(titles: Mapping[str, str]) -> dict[str, str]:
    """The first character of each title where that tells them apart, else the titles."""
    firsts = Counter(title[:1] for title in titles.values())
    return {key: title[:1] if firsts[title[:1]] == 1 else title for key, title in titles.items()}
