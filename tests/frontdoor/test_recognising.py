"""A text says who somebody is, however it is written; nothing that leaves by e-mail does (domain.md C13, L55)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from frontdoor import letter_words
from frontdoor.actions import feedback, returns
from frontdoor.core.actions import NotPossible
from frontdoor.core.recognising import (
    MONTHS,
    address_marks,
    birth_date_marks,
    folded,
    held_in,
    name_marks,
    number_marks,
)
from frontdoor.models import ContactReturn, OutboxMessage
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.factories.people import AddressFactory, ChildFactory, RelationshipFactory
from tests.frontdoor.test_returns import NOW

NAME, BORN = "Sagal Nur-Ali", date(2018, 5, 11)
SAYS = [
    "sagal nur",
    "SAGAL NUR",
    "Ságal",
    "s\u00adagal",
    "Nur-Ali, Sagal",
    "sagal_nur",
    "nurali",
    "sa-gal",
    "11/5/2018",
    "11.05.18",
    "2018-05-11",
    "2018/5/11",
    "11052018",
    "11 May 2018",
    "11 MAY 18",
    "11th May",
    "the 11th of May",
    "eleventh of May",
    "May 11, 2018",
    "11/may/2018",
    "943 476 5919",
    "9434765919",
    "943-476-5919",
    "zz1 1zz",
    "ZZ11ZZ",
    "7 invented  street",
    "7, Invented Street",
    "H801200001001",
    "xander",
    "oneill",
]
LETS_BY = [
    "We rang on 11 June 2018, and on 11 May 2026.",
    "The call of 12 May lasted 11 minutes; ring 0113 496 0001.",
    "The nursery may answer by 5/11/2018.",
    "Who saw the marks, and when? A 7 year old sister invented a street.",
]


@pytest.fixture
def contact(acting):
    child = ChildFactory(
        given_names="Sagal",
        family_name="Nur-Ali",
        birth_date=BORN,
        nhs_number="9434765919",
        upn="H801200001001",
        also_known_as="Xander",
    )
    RelationshipFactory(child=child, adult__given_names="Mary", adult__family_name="O'Neill")
    AddressFactory(person=child, lines="7 Invented Street\nInventown", postcode="ZZ1 1ZZ")
    return ContactFactory(children=[child], triaged=True, referrer_email="head@school.example.org")


@pytest.mark.django_db
@pytest.mark.parametrize("said", SAYS)
def test_L55_a_text_that_says_who_a_child_is_does_not_leave(contact, client, said):
    manager, words = workers.practice_manager(team__front_door=True), f"Please ask about {said}, and write to us."
    assert letter_words.named_in(contact, words)
    with pytest.raises(NotPossible, match="names nobody"):
        returns.give_back(contact_id=contact.pk, reason="concern", missing=words, how="email", by=manager, at=NOW)
    client.force_login(manager)
    sent = {"submission_key": uuid4(), "reason": "concern", "missing": words, "how": "email"}
    page = client.post(reverse("contact_return", args=[contact.pk]), sent)
    assert page.status_code == 422
    assert "names nobody: the referrer has the reference. Take out: " in page.text
    assert not ContactReturn.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not mail.outbox


@pytest.mark.django_db
@pytest.mark.parametrize("said", LETS_BY)
def test_a_text_that_only_looks_like_it_is_let_by(contact, said):
    assert letter_words.named_in(contact, said) == []


@pytest.mark.django_db
def test_what_is_to_be_taken_out_is_told_as_it_was_written(contact):
    words = "sagal nur-ali and SAGAL NUR-ALI, b. 11/5/2018, NHS 943 476 5919"
    assert letter_words.named_in(contact, words) == ["sagal nur-ali", "11/5/2018", "943 476 5919"]


@pytest.mark.django_db
def test_a_draft_to_a_referrer_names_nobody_however_the_reason_was_typed(contact):
    people = letter_words._people(contact)
    children = {about.child_id for about in contact.about.all()}
    assert letter_words._without_names("SAGAL nur-ali and mary o'neill agree.", people, children) == (
        "the child and an adult of the family agree."
    )


@pytest.mark.django_db
def test_somebody_without_a_name_has_none_to_take_out(acting):
    unborn = ChildFactory(unborn=True)
    unknown = ChildFactory(given_names="Unknown", family_name="Unknown", birth_unknown=True)
    contact = ContactFactory(children=[unborn, unknown])
    assert letter_words.named_in(contact, "The unborn child of an unknown father") == []
    assert letter_words.named_in(contact, "expected on 1 March 2027") == ["1 March 2027"]


def test_the_answer_and_the_question_are_held_against_the_same_marks():
    assert returns.letter_words.named_in is feedback.letter_words.named_in


BIRTHS = st.dates(date(1950, 1, 1), date(2026, 12, 31))
SUFFIX = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
FORMS = st.sampled_from(
    [
        lambda d: f"{d.day}/{d.month}/{d.year}",
        lambda d: f"{d:%d.%m.%y}",
        lambda d: f"{d.day}-{d.month}-{d:%y}",
        lambda d: f"{d:%Y-%m-%d}",
        lambda d: f"{d:%d%m%Y}",
        lambda d: f"{d.day} {MONTHS[d.month - 1].title()} {d.year}",
        lambda d: f"{d.day}{SUFFIX.get(d.day, 'th')} of {MONTHS[d.month - 1].upper()}",
        lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d:%y}",
        lambda d: f"{MONTHS[d.month - 1].title()} {d.day}{SUFFIX.get(d.day, 'th')}, {d.year}",
    ]
)


@given(born=BIRTHS, form=FORMS, around=st.sampled_from(["{}", "b. {}.", "({})", "dob:{};", "since {}, at home"]))
def test_every_way_to_write_a_birth_date_is_seen(born, form, around):
    said = form(born)
    assert held_in(around.format(said), birth_date_marks(born)), said


@given(born=BIRTHS, days=st.integers(1, 200), form=FORMS)
def test_another_day_of_the_same_year_is_not_taken_for_the_birth_date(born, days, form):
    other = born + timedelta(days=days)
    if other.year == born.year and (other.day, other.month) != (born.month, born.day):
        assert held_in(f"{form(other)}.", birth_date_marks(born)) == []


LETTERS = st.text("abcdefghijklmnopqrstuvwxyzáéłøß'-", min_size=4, max_size=12).filter(
    lambda word: sum(sign.isalpha() for sign in word) >= 4 and word[0].isalpha() and word[-1].isalpha()
)


@given(
    word=LETTERS,
    written=st.sampled_from([str.lower, str.upper, str.title, str.swapcase, lambda word: folded(word).letters]),
)
def test_a_name_is_seen_without_case_and_accents(word, written):
    said = written(word)
    assert held_in(f"ask {said}?", name_marks(f"{word.title()} Quill")), said


@given(
    digits=st.text("0123456789", min_size=10, max_size=10), cuts=st.tuples(st.integers(1, 8), st.sampled_from(" -."))
)
def test_a_number_is_seen_spaced_or_not(digits, cuts):
    place, sign = cuts
    assert held_in(f"no. {digits[:place]}{sign}{digits[place:]}", number_marks(digits))
    assert held_in(f"no. 1{digits}", number_marks(digits)) == []


@given(lines=st.text(max_size=40), text=st.text(max_size=60))
def test_no_text_and_no_address_breaks_the_reading(lines, text):
    held_in(text, [*address_marks(lines), *name_marks(lines), *number_marks(lines)])
    read = folded(text)
    assert len(read.letters) == len(read.places)
