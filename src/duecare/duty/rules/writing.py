"""A problem as the JSON that `reading` reads. Pure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from duecare.duty.rules.model import DAY, Kind, Need, Person, Problem


def problem_as_json(problem: Problem) -> dict[str, object]:
    """Return the problem as plain lists, objects, texts and numbers."""
    data: dict[str, object] = {
        "first": problem.first.isoformat(),
        "zone": problem.zone,
        "days": list(problem.day_types),
        "holidays": [_day(problem, day) for day in sorted(problem.holidays)],
        "kinds": [_kind(kind) for kind in problem.kinds],
        "cover": [
            {"day": _day(problem, day), "kind": kind, **_need(need)}
            for (day, kind), need in problem.needs.items()
        ],
        "people": [_person(problem, person) for person in problem.people],
        "weights": asdict(problem.weights),
        "locked": [
            {"person": person, "day": _day(problem, day), "kind": kind or None}
            for (person, day), kind in problem.locked.items()
        ],
    }
    if problem.published is not None:
        data["published"] = {person: list(row) for person, row in problem.published.cells.items()}
    return data


def _day(problem: Problem, day: int) -> str:
    return (problem.first + timedelta(day)).isoformat()


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _kind(kind: Kind) -> dict[str, object]:
    return {
        "id": kind.id,
        "from": _clock(kind.starts),
        "to": _clock(kind.ends),
        "post": kind.post,
        "site": kind.site,
        "title": kind.title,
        "title_en": kind.title_en,
        "minutes": kind.minutes,
        "night": kind.night,
        "qualification": kind.qualification,
        "bars": sorted(kind.bars),
    }


def _need(need: Need) -> dict[str, object]:
    return {name: value for name, value in asdict(need).items() if value is not None}


def _person(problem: Problem, person: Person) -> dict[str, object]:
    limits = person.limits
    return {
        "id": person.id,
        "qualifications": sorted(person.qualifications),
        "share": person.share,
        "leave": [_day(problem, day) for day in sorted(person.leave)],
        "wishes": [
            {"day": _day(problem, wish.day), "kind": wish.kind, "weight": wish.weight, "wants": wish.wants}
            for wish in person.wishes
        ],
        "limits": {**asdict(limits), "most": dict(limits.most)},
        "earlier": asdict(person.earlier),
        "before": [{"day": _day(problem, day), "kind": kind} for day, kind in person.before],
        "elsewhere": [
            {
                "day": _day(problem, start // DAY),
                "from": _clock(start % DAY),
                "to": _clock(end - start + start % DAY),
            }
            for start, end in person.elsewhere
        ],
    }
