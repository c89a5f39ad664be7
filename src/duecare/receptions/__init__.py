"""Reception days: when a named leader receives people in person, the numbers they take, and that it was held.

A queue is numbers without names, gone the next day (domain.md §4, rule 5).
"""
