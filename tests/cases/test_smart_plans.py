"""Rules S4 to S8: the same in Python and on the row, at their boundaries and for texts nobody thought of."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import smart, smart_plans
from tests.factories.plans import CONTINGENCY, DIFFERENT, MEASURED
from tests.words import says

A_DAY = date(2026, 12, 1)
BLANKS = st.text(alphabet=" \t\n", max_size=4)
NO_OUTCOME = (
    "",
    "Safe",
    "Ensure the child is safe and well",
    "Support the family to engage with professionals as needed",
    "Continue to monitor the situation closely",
)
ABOUT_AN_ADULT = (
    "Mother will attend the course on every Tuesday",
    "Dad does not drink while the children are there",
    "The parents keep every appointment at the clinic",
    "Ms Example keeps the flat clean and warm all week",
)


def blocks(found) -> list[str]:
    return [finding.sentence for finding in found if finding.blocks]


def warns(found) -> list[str]:
    return [finding.sentence for finding in found if not finding.blocks]


@pytest.mark.parametrize("words", NO_OUTCOME)
def test_S4_an_outcome_that_says_no_difference_blocks(words):
    assert blocks(smart_plans.s4(words)) == [smart_plans.WHAT_IS_DIFFERENT]


@pytest.mark.parametrize("words", ABOUT_AN_ADULT)
def test_L52_an_outcome_about_an_adult_is_spoken_of_and_passes(words):
    assert warns(smart_plans.s4(words)) == [smart_plans.NOT_THE_ADULT]
    assert blocks(smart_plans.s4(words)) == []


@pytest.mark.parametrize("words", [DIFFERENT, "Motherwell is where he goes swimming every week"])
def test_S4_an_outcome_for_the_child_passes(words):
    assert list(smart_plans.s4(words)) == []


@given(words=st.text(max_size=25), before=BLANKS, after=BLANKS)
def test_S4_twenty_characters_blanks_at_the_ends_not_counted(words, before, after):
    whole = before + words + after
    vague = smart.matches(smart.WHOLLY_VAGUE, whole)
    assert bool(blocks(smart_plans.s4(whole))) == (len(whole.strip()) < 20 or vague)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"measure": says(9) + " "}, smart_plans.HOW_KNOWN),
        ({"baseline": "x" * 4 + " "}, smart_plans.WHERE_IT_STANDS),
        ({"target": "x" * 4 + " "}, smart_plans.WHAT_SIGN),
        ({"checked_by": "Everybody"}, smart_plans.WHO_CHECKS),
        ({"checked_by": "The school"}, smart_plans.WHO_CHECKS),
        ({"checked_by": ""}, smart_plans.WHO_CHECKS),
    ],
)
def test_L51_S5_says_beside_each_question_what_is_missing(changed, sentence):
    found = smart_plans.s5(**MEASURED | changed)
    assert {name: finding.sentence for name, finding in found.items()} == {next(iter(changed)): sentence}
    assert all(finding.blocks for finding in found.values())


def test_L51_S5_a_whole_measure_passes():
    assert smart_plans.s5(**MEASURED) == {}
    assert smart_plans.s5(measure=says(10), baseline="x" * 5, target="x" * 5, checked_by="Jo") == {}


@given(for_parents=st.integers(min_value=0, max_value=40), others=st.integers(min_value=0, max_value=40))
def test_L52_S7_warns_above_seventy_per_cent_and_never_blocks(for_parents, others):
    found = list(smart_plans.s7([True] * for_parents + [False] * others))
    assert blocks(found) == []
    if not for_parents:
        assert found == []
    elif not others:
        assert warns(found) == [smart_plans.ONLY_PARENTS]
    else:
        assert bool(found) == (10 * for_parents > 7 * (for_parents + others))


def test_L52_S7_seven_of_ten_pass_and_eight_are_spoken_of():
    assert list(smart_plans.s7([True] * 7 + [False] * 3)) == []
    assert warns(smart_plans.s7([True] * 8 + [False] * 2)) == [smart_plans.MOSTLY_PARENTS.format(share=80)]


def test_S8_a_contingency_says_what_and_by_when():
    assert list(smart_plans.s8(CONTINGENCY, A_DAY)) == []
    for words, day in ((says(19) + " ", A_DAY), (CONTINGENCY, None), ("", None)):
        assert blocks(smart_plans.s8(words, day)) == [smart_plans.CONTINGENCY]


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(["Ensure", "support", "the family", "Wren", "has", "tea", "\t", "as needed", "é", "every day"]),
        max_size=7,
    ).map(" ".join)
)
def test_the_row_reads_an_outcome_as_the_rule_does(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(trim(%s)) >= 20 AND NOT %s ~* %s", [words, words, smart.WHOLLY_VAGUE])
        (stored,) = cursor.fetchone()
    if len(words.strip()) == len(words.strip(" ")):
        assert stored == smart_plans.is_an_outcome(words)
