"""Measures: ``python -m bench [ONLY]`` prints one line for each.

Every module here that has a ``run`` is a benchmark; it makes its own data in databases of its own and takes it away.
``BENCH_SCALE=0.1`` makes everything a tenth the size, for a quick look.
"""
