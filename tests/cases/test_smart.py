"""Rules S1 to S3: the same in Python and on the row, at their boundaries and for texts nobody thought of."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import smart

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
VAGUE = (
    "Monitor",
    "monitor the situation",
    "Continue to monitor the family closely.",
    "Support the family",
    "Liaise with professionals as needed",
    "Engage with parents",
    "Ensure the child is safe",
    "To support mum and dad as appropriate",
    "Continue to engage and liaise with all agencies",
    "as needed",
    "Mother to engage with services",
    "Social worker to monitor",
    "Monitor home conditions",
    "Keep under review",
    "Provide support",
    "Liaise with school",
    "Please\nsupport - the family!",
)
CLEAR = (
    "Monitor the bruise by a photograph every Monday at school",
    "Visit the home with the police and see every bedroom",
    "Support Ms Example to change the locks at her flat",
    "Ring the grandmother and ask who collects on Friday",
    "Support worker to drive Wren to the clinic",
    "Відвідати родину, support, у понеділок",
)
NOBODY = (
    "All",
    "everyone",
    "School",
    "the police",
    "GP",
    "Health",
    "TBC",
    "Allocated social worker",
    "The duty team",
    "Parents",
    "n/a",
    "",
    "  ",
    "-",
    "12",
    "Staff",
    "CAMHS",
    "Mother",
    "Mum",
    "Their mother",
    "Health visitor",
    "School nurse",
    "SW",
    "Police / health",
    "Health and education",
    "Core group members",
    "Mum & Dad",
    "All agencies and the children's social worker",
)
SOMEBODY = (
    "Owen Example",
    "DC Ann Invented",
    "Mrs Policey",
    "Al Team-Leader",
    "Grandmother Joan",
    "Joy Friend",
    "\u674e mother",
    "\u674e\u96f7",
    "\u0645\u0631\u064a\u0645",
)
CALLED = ("Zoë", "Joan", "\u674e", "Al")


def blocks(found) -> list[str]:
    return [finding.sentence for finding in found if finding.blocks]


@pytest.mark.parametrize("what", VAGUE)
def test_S1_a_text_that_is_nothing_but_vague_blocks(what):
    assert blocks(smart.s1(what)) == [smart.NOTHING_BUT_VAGUE]


@pytest.mark.parametrize("what", CLEAR)
def test_S1_a_text_that_says_what_is_done_does_not_block(what):
    assert blocks(smart.s1(what)) == []


def test_S1_warns_of_what_can_be_passed():
    assert [finding.sentence for finding in smart.s1("Visit the home today")] == [smart.TOO_FEW_WORDS]
    assert list(smart.s1("Visit the home on Monday")) == []
    assert [finding.sentence for finding in smart.s1("The social worker visits on Monday")] == [smart.BEGIN_WITH_A_VERB]
    assert [finding.sentence for finding in smart.s1(CLEAR[0])] == [smart.VAGUE_WORD]


@given(words=st.integers(min_value=5, max_value=61))
def test_L51_S1_five_words_and_sixty_are_enough_and_not_too_many(words):
    found = [finding.sentence for finding in smart.s1("Visit " + " ".join(["bedroom"] * (words - 1)))]
    assert found == ([] if words <= 60 else [smart.TOO_MANY_WORDS])


@pytest.mark.parametrize("name", NOBODY)
def test_L51_S2_nobody_in_particular_blocks(name):
    assert blocks(smart.s2(name, "Social worker")) == [smart.NO_NAME]


@pytest.mark.parametrize("name", SOMEBODY)
def test_S2_a_named_person_with_a_role_passes_of_the_family_too(name):
    assert blocks(smart.s2(name, "Grandmother", agencies={"Example School"})) == []


@pytest.mark.parametrize("name", CALLED)
def test_S2_one_name_is_enough_for_somebody_of_the_record(name):
    assert blocks(smart.s2(name, "Grandmother")) == [smart.ONE_NAME]
    assert blocks(smart.s2(f" {name.upper()} ", "Grandmother", people={name})) == []


def test_S2_an_agency_is_no_person_and_a_person_has_a_role():
    assert blocks(smart.s2(" example  SCHOOL ", "Head", agencies={"Example School"})) == [smart.NO_NAME]
    assert blocks(smart.s2("Owen Example", "x ")) == [smart.NO_ROLE]
    assert blocks(smart.s2("Owen Example", "Dad")) == []


@given(seconds=st.integers(min_value=-2, max_value=2))
def test_L51_S3_a_time_in_the_past_blocks_and_now_does_not(seconds):
    due = NOW + timedelta(seconds=seconds)
    assert blocks(smart.s3(due, now=NOW)) == ([smart.ALREADY_PAST] if seconds < 0 else [])


@given(seconds=st.integers(min_value=-2, max_value=2))
def test_L51_S3_not_after_the_next_review(seconds):
    review = NOW + timedelta(days=1)
    found = blocks(smart.s3(review + timedelta(seconds=seconds), now=NOW, review_at=review))
    assert found == ([smart.AFTER_THE_REVIEW] if seconds > 0 else [])


@pytest.mark.parametrize(
    "word",
    [
        "ASAP",
        "a.s.a.p.",
        "A S A P",
        "as soon\nas possible",
        "as-soon-as-possible",
        "a s  s o o n  a s  p o s s i b l e",
        "Ongoing",
        "on-going",
        "TBC",
    ],
)
def test_L68_asap_and_ongoing_are_no_date(word):
    assert blocks(smart.s3(NOW, now=NOW, what=f"Visit the home, {word}")) == [smart.NO_DATE]
    assert blocks(smart.s3(None, now=NOW)) == [smart.NO_DATE]


@pytest.mark.parametrize(
    "words",
    [
        "Take the wasaps away",
        "Visit the Ongoingham estate on Monday",
        "Speak as a P.E. teacher on going to bed",
    ],
)
def test_L68_a_word_within_a_word_is_none_of_them(words):
    assert not smart.is_undated(words)


PIECES = st.lists(
    st.sampled_from(
        [
            *"mM.,'’ \n\t-1éß",
            "monitor",
            "Support",
            "the family",
            "as needed",
            "all",
            "team",
            "ASAP",
            "ongoing",
            "school",
            "Owen",
            "to",
            "continue",
            "police",
            "KELVIN \u212a",
            "ſupport",
            "their mother",
            "\u674e",
            "as-soon-as",
            "possible",
            "A S A P",
            "\u00a0",
        ]
    ),
    max_size=8,
).map(" ".join)


@pytest.mark.django_db
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=PIECES)
def test_the_row_reads_a_text_as_the_rules_do(text):
    """What blocks by pattern in Python is what the constraints refuse in PostgreSQL."""
    patterns = (smart.WHOLLY_VAGUE, smart.UNDATED, smart.COLLECTIVE, smart.ONE_WORD)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s ~* %s, %s ~* %s, %s ~* %s, %s ~* %s", [part for rule in patterns for part in (text, rule)]
        )
        stored = cursor.fetchone()
    assert stored == tuple(smart.matches(rule, text) for rule in patterns)
