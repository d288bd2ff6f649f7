"""An agency is not asked to speak to the people of a contact, whatever they are called (C14, L61, L62)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.actions import checks
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models.agency_requests import ASKS_TO_INVESTIGATE
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE, asks_in_sql, found_in, names_on
from tests.factories import consent, contacts, people, workers
from tests.rows import insert_raw

pytestmark = pytest.mark.django_db

NAMES = "joshua|josh|coffey|róisín|roisin"
ASKS_THEM = """
Speak to Joshua about the bruise and tell us what he says
Have a word with Joshua at break
Discuss the bruise with Joshua and his mother
We need a school investigation into this
Verify with Joshua whether his stepfather hit him
Put the allegation to the father
Ring mum and ask what happened on Sunday
Please talk to Josh on his own
Question Roisin about her marks at home
Can you check with Róisín that she was at home?
Confirm the dates with Joshua
Please raise this with dad at pick-up
Ask mum why he was late
Telephone the stepfather today
Could you contact the parents and explain?
We want an investigation into this by the school
An investigation into this by the school would help us
Sit down with Joshua this morning
Please get mum's account of the weekend
Please obtain the father's version
Catch up with the family after school
Put it to Joshua that he was seen in town
Please quiz Joshua gently
Go through the events with Joshua
Must speak with the step-parents first
Please challenge the mother about this
Explore the injury with JOSHUA
Speak to Mr Coffey about Sunday. Then discuss it all with Joshua
Can the school talk to Joshua about his arm?
Please meet with the family and report back
""".strip().splitlines()
KNOWS = """
What has Joshua said to his teacher?
Have you spoken with the mother this term?
Has anyone spoken to Joshua about his attendance?
When did you last see Joshua?
How does Joshua speak to his mother?
Does Joshua talk to staff about home?
Who has Joshua talked to at school?
What do you know about Joshua and his family?
Did you ask Joshua about the bruise?
What did Joshua tell you on Monday?
Who collects Joshua and Roisin from school?
Does mum talk to Joshua in English?
Can Joshua talk about his feelings with adults?
What contact does Joshua have with his father?
How often has the father rung the school?
Were the parents told of the absence, and by whom?
Can you ask Joshua's class teacher for the dates?
What was put to the father at your meeting in May?
Who discussed the bruise with the mother?
What came of the school's investigation into the fall?
Has the police investigation of last year ended?
Which appointments has Róisín Coffey missed?
What concerns has the family raised with you?
How did the mother and Joshua seem when you saw them?
Is Joshua on your list for extra help?
What did the mother say when you rang her?
Did the school contact the parents about this?
Has Joshua's stepfather been to the school?
""".strip().splitlines()


@pytest.fixture
def contact(acting):
    joshua = people.ChildFactory(given_names="Joshua", family_name="Coffey", also_known_as="Josh")
    row = contacts.ContactFactory(children=[joshua])
    mother = people.RelationshipFactory(child=joshua).adult
    people.RelationshipFactory(adult=mother, child=people.ChildFactory(given_names="Róisín", family_name="Coffey"))
    return row


def read_by_postgres(text, names=NAMES):
    condition = asks_in_sql("%(text)s", "1").replace("frontdoor_names_on(1)", "%(names)s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {condition}", {"text": text, "names": names})
        return cursor.fetchone()[0]


@pytest.mark.parametrize("words", ASKS_THEM)
def test_L62_nobody_is_sent_to_the_people_of_a_contact(words):
    assert found_in([words], NAMES)
    assert read_by_postgres(words)


@pytest.mark.parametrize("words", KNOWS)
def test_L62_what_an_agency_knows_of_them_may_be_asked(words):
    assert found_in([words], NAMES) == []
    assert not read_by_postgres(words)


WORDY = "young|mark|will|head|child|may"


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Please speak to the young person.", True),
        ("Please look for any mark.", True),
        ("Please speak to Mark about it.", True),
        ("Quiz the child.", True),
        ("May the mother see him?", False),
        ("Please ask your head teacher for the dates.", False),
    ],
)
def test_L62_a_name_that_is_a_word_hides_no_word(words, asks):
    assert bool(found_in([words], WORDY)) is asks
    assert read_by_postgres(words, WORDY) is asks


PIECES = st.sampled_from([word for line in (*ASKS_THEM, *KNOWS) for word in line.split()] + ["\n", ".", "do you"])


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_L62_the_page_and_the_database_read_names_alike(django_db_blocker, django_db_setup, text):
    with django_db_blocker.unblock():
        assert read_by_postgres(text) == bool(found_in([text], NAMES))


def test_the_people_of_a_contact_are_known_by_their_names(contact):
    known = set(names_on(contact.pk).split("|"))
    assert {"joshua", "josh", "coffey", "róisín", "roisin"} <= known
    assert names_on(0) == ""


SPEAK = "Speak to Josh about the bruise and tell us."


def test_L61_a_question_to_an_agency_sends_nobody_to_a_named_child(contact, client):
    ground = consent.ConsentEventFactory(contact=contact)
    agency, worker = people.AgencyFactory(), workers.social_worker(team__front_door=True)
    given_ = {"contact": contact, "children": [ground.child], "agencies": [agency], "kind": "information"}
    with acting_as(worker), pytest.raises(NotPossible, match="cannot be asked to investigate"):
        checks.request(by=worker, now=timezone.now(), questions=[SPEAK], owner=worker, **given_)
    row = consent.asked(contact=contact)
    row.pk, row._state.adding, row.questions = None, True, [SPEAK]
    signed = acting_as(row.requested_by)
    with signed, pytest.raises(DatabaseError, match="cannot be asked to investigate"), transaction.atomic():
        insert_raw(row)
    client.force_login(worker)
    answer = {"kind": "information", "children": [ground.child_id], "agencies": [agency.pk], "question_1": SPEAK}
    page = client.post(reverse("check_request", args=[contact.pk]), answer)
    assert page.context["form"].errors["question_1"] == [ASKS_TO_INVESTIGATE]


def test_L61_a_decision_without_consent_sends_nobody_to_a_named_child(contact, acting):
    row = consent.OverrideFactory.build(contact=contact, requested_by=acting, questions=SPEAK)
    with pytest.raises(DatabaseError, match=NOT_TO_INVESTIGATE[:40]), transaction.atomic():
        row.save()
