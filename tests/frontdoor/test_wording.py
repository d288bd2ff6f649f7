"""What an agency may be asked (C14, L62): one grammar, read alike by the pages, the acts and the database."""

from datetime import UTC, datetime
from time import perf_counter

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.actions import returns
from frontdoor.core.actions import NotPossible
from frontdoor.forms.override import OverrideForm
from frontdoor.forms.returns import ReturnForm
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE, asks_in_sql, found_in
from frontdoor.models.return_reasons import STARTING_TEXTS
from frontdoor.models.told_names import names_somebody
from tests.factories import workers
from tests.factories.consent import OverrideFactory
from tests.factories.contacts import ContactFactory
from tests.factories.returns import ReturnFactory
from tests.rows import insert_raw

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
INVESTIGATES = """
You are asked to investigate the allegation
Investigate the bruise
We ask that you investigate
Please ask Oscar what happened
Take a statement from the girl
Please do a s47 check
Please complete a home visit today
Please ask Oscar Hebblethwaite whether he was hit.
Ask Oscar's sister if she saw it.
Ask her if she is safe.
Please visit the home before Friday.
Visit the family this week.
Search the child's bag.
Please have a quiet word with the mother.
Get Oscar to tell you what he saw.
We need a full investigation of this.
Please check his arms for bruises.
Look for marks on her back.
Please take a full written account from the boy.
Please speak to Oscar about the weekend.
Please start questioning the mother.
Please complete a section 47 enquiry.
Undertake a joint safe and well visit.
Examine the bruise on his leg.
Can your nurse examine the bruises?
Question him about Sunday.
Confirm with the parents that he was at home.
Please go and see the children today.
When can you interview the child?
How soon could you visit the home?
You must establish who hurt her.
Did he fall? Investigate the bruise.
Did you know that we ask you to investigate the bruise and report?
Would the school do a welfare check at home?
Please ask Oscar whether he agrees that his father hit him.
Please get the child's view of what happened
Please see the child alone and tell us what she says
Can you see the child alone and record what she says
Could the teacher gently see whether the child discloses anything
Can the health visitor look at the baby's bruises
Would you be able to check whether there are marks on her arms
Take photographs of the injuries
Please complete a body map
Please follow up the allegation with the father
Please let mum know we are worried and see what she says
Please assess the risk to the child
Carry out a risk assessment of the home
Please establish the facts
Deal with this in school and report back to us
Please monitor the child for injuries and report back
Please keep the child behind after school and ask what is wrong
Can the school counsellor explore with the child what goes on at home?
Keep an eye on the family and let us know
Could you sit with her and ask her
Please gather evidence from the siblings
Get her to write down what happened
We would be grateful if you looked further into it
We ask that you investigate.
We will visit and you must ask the child what happened.
Social care is asking the school to speak to the mother.
We have closed this: please speak to the child alone.
""".strip().splitlines()
ASKS = """
What did you ask the mother in May?
Did you interview him in May?
Did the school investigate the fall?
When did you last visit the home?
Did you speak to the mother or ask the father about it?
Did you see the mother or speak to the father?
Which adults visit the home?
How does his mother speak to the child?
Does his father visit him?
Please ask your school nurse whether she has seen him.
Please search your records for earlier concerns.
Can you establish from your records when he was last seen?
Did anyone at the school take a statement from him?
Which statement was taken, and by whom?
What did the health visitor find when she saw the home?
Has anyone spoken to the child about this already?
Were the parents asked about the fall, and by whom?
What have staff seen of the bruise?
Who has parental responsibility, as far as you know?
Which other children live at the home?
Please tell us what you know of the family.
Please send the dates of his last three appointments.
Did you do a home visit this year?
Did the midwife ask her about home?
Why did your practice examine him in June?
What questions did the family ask you about the plan?
How do you and the family keep in touch?
Please complete an early help assessment with the family.
What was the outcome of your investigation?
Has your own inquiry ended?
Please speak to us before noon.
Please ask the mother whether she agrees to this.
Is he on a plan elsewhere?
Did you get the child's view of what happened?
What has the child told you about home?
Did you see the child alone on Monday?
Did the school nurse look at the baby's bruises?
Please check whether your records mention bruises.
Please check whether there are injuries recorded on your system.
Please send the body map that you completed.
Please send the photographs that the school took of the injuries.
We are starting a section 47 enquiry.
A social worker will visit the family this week.
Social care will investigate this with the police.
A social worker will speak to the mother and see the child alone.
Children's social care is carrying out a risk assessment.
Please send us your last risk assessment.
What did you discuss with the mother?
When did you last report a concern?
If you see the child with a new injury, call us at once.
Please go on supporting the family as you do.
""".strip().splitlines()


def read_by_postgres(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + asks_in_sql("%(text)s").replace("%(text)s", "%s"), [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("words", INVESTIGATES)
def test_L62_words_that_give_an_agency_social_cares_work_are_found(words):
    assert found_in([words])
    assert read_by_postgres(words)


@pytest.mark.parametrize("words", ASKS)
def test_L62_what_an_agency_knows_and_did_may_be_asked(words):
    assert found_in([words]) == []
    assert not read_by_postgres(words)


@pytest.mark.parametrize("words", STARTING_TEXTS.values())
def test_the_words_a_return_starts_from_ask_for_what_is_known(words):
    assert found_in([words]) == []


BEFORE = st.sampled_from(
    ["Dear colleague,", "Thank you for your call.", "As agreed:", "URGENT -", *(f"{words}\n" for words in ASKS)]
)
AFTER = st.sampled_from(["", " Thank you.", " as soon as you can", "\nWith thanks", *(f" {words}" for words in ASKS)])


WRAPPED = st.builds("{} {}{}".format, BEFORE, st.sampled_from(INVESTIGATES), AFTER)


@given(WRAPPED, st.sampled_from([str, str.upper, str.lower]))
def test_L62_words_around_it_do_not_hide_it(django_db_blocker, django_db_setup, words, case):
    text = case(words)
    assert found_in([text])
    with django_db_blocker.unblock():
        assert read_by_postgres(text)


WORDS = (
    *("please", "ask", "the", "child", "find", "out", "if", "interview", "Mother", "speak", "to", "dad", "?", "\n"),
    *("conduct", "its", "own", "inquiry", "establish", "him", "about", "do", "welfare", "check", "an", "did", "you"),
    *("does", "and", "or", "she", "that", "agrees", "whether", "Oscar's", "statement", "take", "from", "visit", "."),
)


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_L62_the_page_and_the_database_read_words_alike(django_db_blocker, django_db_setup, words):
    text = " ".join(words)
    with django_db_blocker.unblock():
        assert read_by_postgres(text) == bool(found_in([text]))


ASKED = "Please investigate and ask the child what happened."


def test_L62_a_decision_without_consent_asks_nobody_to_investigate(acting):
    contact = ContactFactory()
    form = OverrideForm({"questions": ASKED}, contact=contact, today=NOW.date(), now=NOW)
    assert form.errors["questions"] == [NOT_TO_INVESTIGATE]
    row = OverrideFactory.build(contact=contact, requested_by=acting, questions=ASKED)
    for write in (type(row).save, insert_raw):
        with pytest.raises(DatabaseError, match=NOT_TO_INVESTIGATE[:40]), transaction.atomic():
            write(row)


def test_L62_a_returned_contact_asks_nobody_to_investigate(acting):
    form = ReturnForm({"missing": ASKED}, may_be_mailed=True, today=NOW.date(), now=NOW)
    assert form.errors["missing"] == [NOT_TO_INVESTIGATE]
    manager, contact = workers.practice_manager(team__front_door=True), ContactFactory(triaged=True)
    with pytest.raises(NotPossible, match="cannot be asked to investigate"):
        returns.give_back(contact_id=contact.pk, reason="concern", missing=ASKED, how="call", by=manager, at=NOW)
    row = ReturnFactory.build(contact=contact, returned_by=manager, missing=ASKED)
    for write in (type(row).save, insert_raw):
        with pytest.raises(DatabaseError, match=NOT_TO_INVESTIGATE[:40]), transaction.atomic():
            write(row)


@pytest.mark.parametrize("piece", ["\n", " ", "please ", "ask the ", "did you ", "take the ", "a", "Ask Oscar "])
def test_a_long_text_is_read_at_once(piece):
    text = piece * (20_000 // len(piece))
    begun = perf_counter()
    found_in([text])
    names_somebody(text)
    assert perf_counter() - begun < 2
