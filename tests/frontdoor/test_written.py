"""What counts as written in words (2.3, L18, L60): one rule of every reason, for page, act and database."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.core.forms import GovukForm, LongTextField
from frontdoor.core.written import BRIEFEST, NO_WORDS, InWords, in_words, words_for

pytestmark = pytest.mark.django_db

SAYS_NOTHING = """
....................
!!!!!!!!!! ---------- ??????????
none held 1
n/a n/a n/a n/a n/a n/a n/a
as above as above as above as above
As above, see record. As above.
asdf asdf asdf asdf
Asdf qwerty zxcvbn asdfgh hjkl
aaaaaaaaaaaaaaaaaaaaaaaa
x x x x x x x x x x x x
reason reason reason reason
blah blah blah blah blah
12/03/2026 10:30 00000
hahahahahahahahahahaha
test test test test test
жжжжжжжжжжжжжжжжжжжж
😀😀😀😀😀😀😀😀😀😀😀😀
""".strip().splitlines()
SAYS = """
Mother agreed by phone.
Mum said no. She is tired.
He hit her on Sunday night.
GP: no bruises seen on 3 May
Nothing is known about father.
The same facts as last week, and he is back.
الأم وافقت على ذلك بالهاتف
Matka zgodziła się przez telefon.
母亲昨天在电话里同意了这件事情并且说明了原因
แม่ตกลงทางโทรศัพท์เมื่อวานนี้แล้ว
""".strip().splitlines()


def read_by_postgres(text, words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT frontdoor_in_words(%s, %s)", [text, words])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_L60_dots_repeats_and_fillers_are_no_reason(text):
    words = words_for(max(len(text), BRIEFEST))
    assert not in_words(text, words)
    assert not read_by_postgres(text, words)


@pytest.mark.parametrize("text", SAYS)
def test_a_short_honest_sentence_is_a_reason_in_any_script(text):
    assert in_words(text, words_for(len(text)))
    assert read_by_postgres(text, words_for(len(text)))


PIECES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(
        [*SAYS_NOTHING, *SAYS, "Is", "reasons", "ababab", "éé", "É é", "a\tb\nc", "İ", "ſ", "\u0130", "\u2003"]
    ),
)


@given(st.lists(PIECES, max_size=6).map(" ".join), st.integers(1, 5))
def test_the_page_and_the_database_count_words_alike(django_db_blocker, django_db_setup, text, words):
    with django_db_blocker.unblock():
        assert read_by_postgres(text, words) == in_words(text, words)


def test_every_reason_on_a_row_is_told_in_words():
    """No constraint counts characters alone from ten on."""
    ours = ("frontdoor", "cases", "workforce", "audits")
    rules = [
        rule for app in ours for model in apps.get_app_config(app).get_models() for rule in model._meta.constraints
    ]
    for rule in (rule for rule in rules if isinstance(rule, CheckConstraint)):
        parts = list(Q(rule.condition).flatten())
        counted = [
            part
            for part in parts
            if isinstance(part, GreaterThanOrEqual) and isinstance(part.lhs, Length) and part.rhs >= BRIEFEST
        ]
        assert len(counted) <= sum(isinstance(part, InWords) for part in parts), rule.name


TOO_SHORT = "Say why in at least 20 characters."


def test_a_question_says_why_a_text_is_no_answer():
    class Reason(GovukForm):
        reason = LongTextField(
            "Why?", min_length=20, error_messages={"min_length": "Say why in at least 20 characters."}
        )

    assert Reason({"reason": "." * 20}).errors["reason"] == [NO_WORDS]
    assert Reason({"reason": "." * 19}).errors["reason"] == [TOO_SHORT]
    assert Reason({"reason": "Mother agreed by phone."}).is_valid()
