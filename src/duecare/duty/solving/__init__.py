"""Finding rosters with OR-Tools CP-SAT, behind the pure problem of `duecare.duty.rules`."""
