"""Checks an answer to a published instance against the instance's text, sharing nothing with the solver."""

from __future__ import annotations

from itertools import groupby, pairwise


def check(instance: str, answer: str) -> tuple[int, list[str]]:
    """What a roster costs, and each rule that it breaks.

    :param instance: the text of the instance.
    :param answer: the CSV.
    """
    told = _sections(instance)
    days = int(told["HORIZON"][0][0])
    rows = {line.split(",")[0]: line.split(",")[1:] for line in answer.splitlines()}
    broken = []
    if list(rows) != [cells[0] for cells in told["STAFF"]]:
        broken.append("other people")
    minutes = {cells[0]: int(cells[1]) for cells in told["SHIFTS"]}
    bars = {cells[0]: [*cells, ""][2].split("|") for cells in told["SHIFTS"]}
    for cells in told["STAFF"]:
        row = rows[cells[0]]
        if len(row) != days or not set(row) <= {"", *minutes}:
            broken.append(f"{cells[0]}: other days or shifts")
        broken += [f"{cells[0]}: {what}" for what in _broken(cells, row, minutes, bars)]
    for who, *off in told["DAYS_OFF"]:
        broken += [f"{who}: day {day} is off" for day in off if rows[who][int(day)]]
    return _cost(told, rows), broken


def _sections(instance: str) -> dict[str, list[list[str]]]:
    names = ("HORIZON", "SHIFTS", "STAFF", "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER")
    found: dict[str, list[list[str]]] = {name: [] for name in names}
    section = ""
    for raw in instance.lstrip("\ufeff").splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith("SECTION_"):
            section = line[8:]
        elif line:
            found[section].append([cell.strip() for cell in line.split(",")])
    return found


def _broken(
    cells: list[str], row: list[str], minutes: dict[str, int], bars: dict[str, list[str]]
) -> list[str]:
    most_minutes, least_minutes, most_run, least_run, least_off, most_weekends = map(int, cells[2:8])
    found = []
    for pair in cells[1].split("|"):
        kind, most = pair.split("=")
        if row.count(kind) > int(most):
            found.append(f"too many {kind}")
    if not least_minutes <= sum(minutes[kind] for kind in row if kind) <= most_minutes:
        found.append("minutes")
    if any(after and after in bars.get(kind, []) for kind, after in pairwise(row)):
        found.append("barred after the day before")
    runs = [(worked, len(list(run))) for worked, run in groupby(map(bool, row))]
    found += ["run too long" for worked, length in runs if worked and length > most_run]
    for worked, length in runs[1:-1]:
        if length < (least_run if worked else least_off):
            found.append("run too short" if worked else "too few days off")
    if sum(any(row[day : day + 2]) for day in range(5, len(row), 7)) > most_weekends:
        found.append("weekends")
    return found


def _cost(told: dict[str, list[list[str]]], rows: dict[str, list[str]]) -> int:
    cost = 0
    for who, day, kind, weight in told["SHIFT_ON_REQUESTS"]:
        cost += int(weight) * (rows[who][int(day)] != kind)
    for who, day, kind, weight in told["SHIFT_OFF_REQUESTS"]:
        cost += int(weight) * (rows[who][int(day)] == kind)
    for day, kind, *numbers in told["COVER"]:
        wanted, under, over = map(int, numbers)
        have = sum(row[int(day)] == kind for row in rows.values())
        cost += under * max(0, wanted - have) + over * max(0, have - wanted)
    return cost
