"""The advice line keeps no names, and asks once more where a caller tells of harm today (L56)."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.actions import advice
from frontdoor.core.actions import NotPossible
from frontdoor.core.drafts import Draft
from frontdoor.models import AdviceCall
from frontdoor.models.advice import HARM_TODAY, NAMES_NOBODY
from frontdoor.models.told_names import names_somebody, tells_of_harm_today
from tests.factories import people, workers
from tests.factories.advice import AdviceCallFactory
from tests.frontdoor.test_advice import ADVICE, QUESTION, answers, send

pytestmark = pytest.mark.django_db

NAMED = """
Oscar Hebblethwaite hit another child at school in May.
A child called Zebulon Quxington has bruises on arm today
Zebulon Quxington hit another child in the playground.
The boy is called Zebulon and is often tired.
Her name is Aisha and she is often tired.
He told us that Oscar O'Brien-Smith is often tired.
It is a concern for Siân Müller, who is often tired.
My pupil Oscar HEBBLETHWAITE is often tired.
He says that Oscar at Packhorse Primary School is tired.
James Fabled hit somebody in the playground.
May Hebblethwaite is often tired at school.
JAMES KHAN in year 5 is often tired.
He asks about a boy called jayden khan in year 4.
She was born on the third of May 2019, he says.
""".strip().splitlines()
UNNAMED = """
Emailed Mencap about the parents' group.
Ring Early Help and the Family Hub.
The Packhorse Road Primary School asks for advice.
A girl is often tired. Mum says Oscar is fine.
Mrs Patel asks about Year Six.
Advised to call Children’s Services or CAMHS on Monday.
A pupil said that she is called names at school.
Gives Barnardo's number to the caller.
Told about Women's Aid and Citizens Advice.
The caller from West Yorkshire Police asks who can help.
Can Bradford Council help with Universal Credit?
In March the head teacher of a High School rang.
The CAMHS DUTY line was rung about a girl called names.
""".strip().splitlines()


@pytest.fixture
def handler():
    people.ChildFactory(given_names="James", family_name="Otherwise")
    return workers.call_handler(team__front_door=True)


@pytest.mark.parametrize("words", NAMED)
def test_L56_a_call_that_names_a_child_is_refused_by_page_act_and_database(client, acting, handler, words):
    client.force_login(handler)
    page = send(client, question=words)
    assert page.status_code == 422
    assert NAMES_NOBODY in page.text
    given = {"caller": "family", "agency": None, "next_step": "own"}
    for told in ({"question": words, "advice": ADVICE}, {"question": QUESTION, "advice": words}):
        with pytest.raises(NotPossible, match="keeps no names"):
            advice.log(by=handler, at=timezone.now(), **told, **given)
        with pytest.raises(DatabaseError, match="keeps no names"), transaction.atomic():
            AdviceCallFactory(**told)
    assert not AdviceCall.objects.exists()


@pytest.mark.parametrize("words", UNNAMED)
def test_services_places_and_a_first_name_alone_are_no_names(client, acting, handler, words):
    client.force_login(handler)
    assert send(client, question=f"{words} Who may help?").status_code == 302
    AdviceCallFactory(question=f"{words} Who may help?")


def test_a_first_word_that_may_be_a_verb_is_a_name_where_somebody_bears_it():
    words = "James Fabled hit somebody in the playground."
    assert not names_somebody(words)
    people.ChildFactory(given_names="James", family_name="Otherwise")
    assert names_somebody(words)


PARTS = st.sampled_from(
    ["Oscar", "Hebblethwaite", "the", "child", "called", "named", "School", "Primary", "at", ".", "\n", "is", "Emailed"]
    + ["O'Brien", "name", "Early", "Help", "May", "FABLED", "James", ","]
)


@given(st.lists(PARTS, min_size=1, max_size=9))
def test_the_page_and_the_database_read_names_alike(django_db_blocker, django_db_setup, words):
    text = "Asked for advice: " + " ".join(words)
    with django_db_blocker.unblock(), transaction.atomic():
        refused = False
        try:
            with transaction.atomic():
                AdviceCallFactory(question=text)
        except DatabaseError as error:
            refused = "keeps no names" in str(error)
        assert refused == names_somebody(text)
        transaction.set_rollback(True)


HARM = ["A child has bruises on the arm today.", "He was hit this morning.", "A girl was left alone last night."]
NO_HARM = ["He was hit last year, and it was looked at.", "A pupil is tired today.", QUESTION]


@pytest.mark.parametrize(("words", "harm"), [(words, True) for words in HARM] + [(words, False) for words in NO_HARM])
def test_harm_today_is_told_apart(words, harm):
    assert tells_of_harm_today(words) is harm


def test_a_call_that_tells_of_harm_today_is_asked_about_once_and_not_stopped(client, handler):
    client.force_login(handler)
    page = send(client, question=HARM[0])
    assert (page.status_code, AdviceCall.objects.count()) == (200, 0)
    assert HARM_TODAY in page.text
    assert HARM[0] in page.text
    assert page.text.count("Log as advice all the same") == page.text.count("Record a contact with these words") == 1
    again = client.post(reverse("advice_log"), answers(page, question=HARM[0], as_advice="1"))
    assert (again.status_code, AdviceCall.objects.count()) == (302, 1)


def test_L56_what_was_typed_goes_with_the_call_handler_to_the_contact(client, handler):
    client.force_login(handler)
    page = send(client, question=NAMED[0])
    assert f'formaction="{reverse("contact_start")}"' in page.text
    assert "Log as advice all the same" not in page.text
    typed = answers(page, question=NAMED[0], from_advice="1")
    start = client.post(reverse("contact_start"), typed)
    assert (start.status_code, Draft.objects.count()) == (200, 0)
    worry = f"{NAMED[0]}\n\nAdvised: {ADVICE}"
    assert start.context["worry"] == worry
    assert client.post(reverse("contact_start"), {"worry": worry}).context["worry"] == worry
    begun = client.post(reverse("contact_start"), {"worry": worry, "immediate_danger": "no"})
    draft = Draft.objects.get()
    assert begun.url == reverse("contact_step", args=[draft.pk, "caller"])
    for step in ("concern", "urgent"):
        assert NAMED[0] in client.get(reverse("contact_step", args=[draft.pk, step])).text
