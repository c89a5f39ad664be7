"""What may be shown: no count under five, nothing it could be computed from, no figure that the charter rules out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.core.errors import BadInput
from duecare.grievances.rules import (
    FORBIDDEN,
    Figure,
    FigureRefused,
    Forbidden,
    Rating,
    Share,
    Shown,
    figure_named,
    rating,
    share,
    shares,
    suppress,
)
from duecare.grievances.tests.cases import ACCEPTED, REFUSED, REPLIED, at, did


def could_be(shown: Shown, most: int) -> list[tuple[int, ...]]:
    """Every table up to `most` in a cell that looks like what is shown, by trying them all, with its sums at the end.

    Whoever looks knows that a zero is shown, so nothing left out is one.
    """
    height, width = len(shown.cells), len(shown.cells[0])
    flat = [n for row in shown.cells for n in row]
    found = []
    for cells in product(*[range(1, most + 1) if n is None else (n,) for n in flat]):
        rows = [sum(cells[i * width : (i + 1) * width]) for i in range(height)]
        columns = [sum(cells[j::width]) for j in range(width)]
        sums = [*rows, *columns, sum(cells)]
        told = [*shown.rows, *shown.columns, shown.total]
        if all(known in (None, real) for known, real in zip(told, sums, strict=True)):
            found.append((*cells, *sums))
    return found


def tables(height, width, most):
    row = st.lists(st.integers(0, most), min_size=width, max_size=width)
    return st.lists(row, min_size=height, max_size=height)


SHAPES = st.sampled_from([(1, 2), (2, 1), (1, 4), (2, 2), (2, 3), (3, 2)])
SMALL = SHAPES.flatmap(lambda shape: tables(*shape, 8))
ANY = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(lambda shape: tables(*shape, 30))
SUMS = st.fixed_dictionaries({"row_sums": st.booleans(), "column_sums": st.booleans()})


@settings(max_examples=60)
@given(SMALL, SUMS)
def test_nothing_left_out_can_be_computed_from_what_is_shown(counts, wanted):
    shown = suppress(counts, **wanted)
    told = [*(n for row in shown.cells for n in row), *shown.rows, *shown.columns, shown.total]
    if all(n is None for n in told):
        return  # nothing is shown, so nothing follows
    if sum(n is None for row in shown.cells for n in row) > 4:
        return  # too many to try; the sums of these shapes are tried with fewer
    possible = could_be(shown, 12)
    assert possible
    height, width = len(counts), len(counts[0])
    for place, known in enumerate(told):
        unwanted = (height * width <= place < height * width + height and not wanted["row_sums"]) or (
            height * width + height <= place < len(told) - 1 and not wanted["column_sums"]
        )
        if known is None and not unwanted:
            assert len({table[place] for table in possible}) > 1


@given(ANY, SUMS)
def test_no_small_count_is_shown_and_what_is_shown_is_true(counts, wanted):
    shown = suppress(counts, **wanted)
    for row, real in zip(shown.cells, counts, strict=True):
        assert all(n is None or n == r for n, r in zip(row, real, strict=True))
    for n in (*(n for row in shown.cells for n in row), *shown.rows, *shown.columns, shown.total):
        assert n is None or not 0 < n < 5
    assert all(n in (None, sum(row)) for n, row in zip(shown.rows, counts, strict=True))
    assert shown.total in (None, sum(map(sum, counts)))


@given(ANY)
def test_a_table_without_small_counts_is_shown_whole(counts):
    bigger = [[n + 5 for n in row] for row in counts]
    shown = suppress(bigger)
    assert [list(row) for row in shown.cells] == bigger and shown.total == sum(map(sum, bigger))


def test_a_single_small_count_takes_the_cheapest_three_with_it():
    shown = suppress([[3, 10, 40], [20, 30, 50], [25, 7, 60]])
    assert shown.cells == ((None, None, 40), (20, 30, 50), (None, None, 60))
    assert shown.rows == (53, 100, 92) and shown.columns == (48, 47, 150) and shown.total == 245


def test_two_ones_in_a_list_are_not_told_by_their_sum():
    # 22 less 20 leaves two counts of at least one: both would be one.
    shown = suppress([[1, 1, 20]], column_sums=False)
    assert shown.cells[0] == (None, None, None) or shown.total is None


def test_a_list_hides_the_smallest_of_the_others():
    shown = suppress([[2, 9, 6, 30]], column_sums=False)
    assert shown.cells == ((None, 9, None, 30),) and shown.total == 47


def test_a_zero_is_shown():
    assert suppress([[0, 12], [8, 9]]).cells == ((0, 12), (8, 9))


@pytest.mark.parametrize("counts", [[[1, 2], [3]], [[1, -2]]])
def test_what_is_no_table(counts):
    with pytest.raises(ValueError, match="table"):
        suppress(counts)


def test_an_empty_table_is_empty():
    assert suppress([]) == Shown((), (), (), 0)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 4, None), (3, 50, None), (48, 50, None), (45, 50, Share(45, 50)), (50, 50, Share(50, 50)),
        (0, 9, Share(0, 9)),
    ],
)  # fmt: skip
def test_a_share_gives_no_small_count_away(part, whole, shown):
    assert share(part, whole) == shown


def test_a_share_is_a_part():
    with pytest.raises(ValueError, match="part"):
        share(6, 5)


def test_ratings_are_told_in_whole_groups_of_ten():
    assert rating([5] * 9) is None
    assert rating([5] * 10) == rating([5] * 10 + [1] * 9) == Rating(5.0, 10)
    assert rating([5] * 10 + [1] * 10) == Rating(3.0, 20)


@pytest.mark.parametrize("figure", Forbidden)
def test_what_must_not_be_counted_is_refused_with_the_rule_s_number(figure):
    with pytest.raises(FigureRefused) as refused:
        figure_named(figure.value)
    assert refused.value.rule in "1234" and refused.value.status == 403 and str(refused.value)
    assert set(FORBIDDEN) == set(Forbidden)


def test_what_is_not_on_the_list_is_not_made():
    assert figure_named("put-right") is Figure.PUT_RIGHT
    with pytest.raises(BadInput):
        figure_named("cases-per-village")


def test_allowed_and_forbidden_share_no_name():
    assert not {figure.value for figure in Figure} & {figure.value for figure in Forbidden}


def test_a_public_body_is_measured_on_what_it_owed():
    found = shares([at(60, *REPLIED, did("close", 21), did("follow-up", 25), did("put-right", 26))] * 6)
    # Acceptance, handling and follow-up, each in time.
    assert found[Figure.ANSWERED_IN_TIME] == Share(18, 18)
    assert found[Figure.REASONED_REPLIES] == Share(6, 6)
    assert found[Figure.PUT_RIGHT] == Share(6, 6)
    assert Figure.RATING not in found


def test_what_runs_late_counts_before_it_is_done():
    assert shares([at(90, *ACCEPTED)] * 5)[Figure.ANSWERED_IN_TIME] == Share(5, 10)
    assert shares([at(90, *ACCEPTED)] * 5)[Figure.REASONED_REPLIES] == Share(0, 5)
    assert shares([at(20, *ACCEPTED)] * 5)[Figure.ANSWERED_IN_TIME] == Share(5, 5)


def test_reviews_upheld_and_refused():
    asked = (*REPLIED, did("ask-review", 25))
    cases = [at(50, *REFUSED)] * 5 + [at(50, *asked, did("uphold-review", 40))] * 7
    assert shares(cases)[Figure.REVIEWS_UPHELD] == Share(7, 12)


def test_a_withdrawn_case_is_no_favourable_figure():
    withdrawn = at(60, did("register"), did("withdraw", 5))
    assert withdrawn.stage == "withdrawn"
    assert set(shares([withdrawn] * 20).values()) == {None}


def test_going_higher_and_reporting_retaliation_change_nobody_s_share():
    plain = shares([at(30, *REPLIED)] * 6)
    higher = shares([at(30, *REPLIED, did("go-higher", 28), did("report-retaliation", 29))] * 6)
    assert higher == plain
