"""Pure parts of the roster: the problem, its check, its fairness."""
