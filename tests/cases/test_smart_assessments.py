"""Rules S9 to S17 where they weigh texts, and the ladder from a worker's first page to the head of service (L07)."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases import coverage
from cases.models import AdultSection
from frontdoor.core import acting
from tests.factories import assessments as made
from tests.factories.people import RelationshipFactory
from tests.words import says

TODAY = timezone.localdate()
WORDS = [f"word{number}" for number in range(50)]


@given(own=st.integers(min_value=0, max_value=30), copied=st.integers(min_value=0, max_value=30))
def test_S14_more_than_sixty_in_a_hundred_words_of_an_earlier_text_is_spoken_of(own, copied):
    earlier = " ".join(WORDS)
    text = " ".join([*(f"own{number}" for number in range(own)), *WORDS[:copied]])
    runs = copied if copied >= 3 else 0
    assert (coverage.copied_share(text, earlier) > coverage.COPIED) == (10 * runs > 6 * (own + copied))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), st.sampled_from([" ", "\n", "  ", " \t"]))
def test_S10_the_same_words_are_the_same_however_they_are_set(words, between):
    assert coverage.similarity(" ".join(words), between.join(words).upper()) == 1


@pytest.mark.parametrize(("changed", "noticed"), [(4, True), (5, False)])
def test_S10_above_nine_in_ten_words_alike_is_spoken_of(changed, noticed):
    other = [f"other{number}" for number in range(changed)] + WORDS[changed:]
    assert (coverage.similarity(" ".join(WORDS), " ".join(other)) > coverage.ALIKE) is noticed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "addressed"),
    [
        ({"account": says(39)}, False),
        ({"account": says(40)}, True),
        ({"account": f"{' ' * 20}{'x' * 39}{' ' * 20}"}, False),
        ({"account": ""}, False),
        ({"account": "", "why_not": says(20)}, True),
    ],
)
def test_S11_a_father_who_lives_elsewhere_is_addressed_or_there_is_a_reason(written, addressed):
    family = made.begun()
    child = family.assessments.get().child
    father = RelationshipFactory(child=child, kind="father", parental_responsibility="not_known").adult
    made.write(family)
    with acting.acting_as(family.opened_by):
        row = AdultSection.objects.get(family=family, adult=father)
        for name, words in written.items():
            setattr(row, name, words)
        row.save()
    assert coverage.of(family, on=TODAY).is_whole is addressed
