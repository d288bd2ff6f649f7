"""Whole sentences as people write them to an agency (C14, L62): which ask for social care's work and which do not."""

import pytest
from django.db import connection

from frontdoor.models.check_wording import asks_in_sql, found_in
from tests.frontdoor.test_wording import ASKS, INVESTIGATES

pytestmark = pytest.mark.django_db

NAMES = "oscar|khan"
ASKS_FOR_SOCIAL_CARES_WORK = """
Please have Oscar tell you what happened
Could you let Oscar tell you about the weekend and note his words
Encourage Oscar to open up about home and write down what he says
Please invite the parents in and discuss the bruise
We would like the school to find out more
We would like the school to find out more about the injury
It would help to know what happened; could Miss Ali ask?
Please keep Oscar under observation and report any marks
You are asked to manage this concern yourselves and return to us with your findings
Please gather more information from the family and report back
Let the child tell you about it.
Make her say what happened.
Please get the boy to talk about his dad
Invite the child to draw what happens at home
Invite mum to explain the marks
Call the father in and go over what he said
Bring the parents in for a conversation about it
Please help the child to tell someone in school
Would you mind asking him about it
Please try talking to mum
We suggest speaking to the father
You could start by asking her
The school should find out the cause of the injury
Can you find out anything about how it happened
Please seek further details from the parents
Gather some more information and come back to us
Please verify his story
Check the child's account
Please handle this in school and let us know
Please manage this internally
Please sort this out yourselves
Your staff are asked to resolve this and get back to us
Please keep a close watch on her
Keep them under close observation
Have a discreet eye on the family and ask him
Get to the bottom of this
Could you sound out the mother
Could somebody at the school ask?
Perhaps the nurse could look at the bruise; would she ask?
Please could the class teacher ask him what happened
Please do not wait: ask the child today.
Do not hesitate to ask the child what happened.
Do not just watch, speak to the mother.
Rather than wait, speak to the father.
Would the form tutor be able to ask Oscar gently about his weekend?
We'd be grateful if the school could speak with mum and let us have her response.
Please ask Oscar's sister to write down what she remembers.
Kindly have Oscar explain how he got the mark.
Please see what you can find out.
Could you find out whether dad has moved back in?
The school is asked to look into the matter and revert.
Please do some digging and tell us who hurt him.
Please follow this up with the parents.
We need the nursery to keep watching Oscar and to report anything new.
Please arrange for the school nurse to check him over for bruises.
Could the GP examine him and tell us how the injury was caused?
You should meet with the parents and put this to them.
Please let the parents come in and explain the bruise.
Could the teacher allow Oscar to talk about home?
Please press the mother for an explanation.
We suggest that you talk it through with Oscar.
Please conduct your own enquiries first.
Manage this within school for now and report back in two weeks.
Please take this forward yourselves and tell us what you find.
""".strip().splitlines()
INNOCENT = """
Please do not ask the child about this.
Social care will speak to the child; please do not question him yourself.
Do not investigate yourself.
Police interview with the father is planned.
Police are to investigate the assault on the mother.
Police will interview the father.
Never question a child about what was said.
Do not interview or examine the child.
Please do not carry out your own enquiries.
We would like to find out more. What do you know?
We want to find out what you know of the family.
Can you find out more from your records?
Please gather the information that you hold on the family.
Please let us know what you have.
Please let the school nurse tell us when she last saw him.
Please encourage the family to talk to us.
Please encourage the mother to contact early help.
Invite the family to the early help meeting.
Please invite the parents to the review of the plan.
Does he have friends to talk to?
Do the parents let him talk to other children?
Does his mother have anyone to talk to?
How do you manage his behaviour in school?
How does the school manage his diabetes?
Please send us your findings from the medical in May.
Please tell us how he manages in class and report any absence.
Who could we ask?
Whom can I ask?
Who else could he ask?
Is he under observation in hospital?
Has he been kept under review by your clinic?
Did the school let him tell his side?
Who invited the parents in to discuss the bruise?
When you invited the mother in, what did she say?
What information did you get from the parents?
Please send a copy of the information that the parents gave you.
Have staff said anything of him?
Have the parents told you why he was away?
We hope to speak to the mother tomorrow.
We plan to visit the family on Friday.
Did you check his story with the mother?
Which account did the mother give?
You may tell the family that you have told us.
If he tells you more, write down what he says and call us.
If the child wants to talk, listen, and call us.
Please keep us informed.
Please keep a note of his absences.
Please monitor his attendance as before.
Thank you for talking to us about this.
Please call us and ask for the duty social worker.
Please ask for the duty social worker.
You can ask for our advice line at any time.
Does the mother let you know when he is ill?
How does his father help him to speak English?
Does he get help to talk from a therapist?
Does the speech therapist help him to talk?
Which staff help him to speak?
What help does he get to speak English?
We will find out what happened.
What is known to your service of Oscar and his family?
When was he last seen by a doctor of your practice, and for what?
Please tell us of any injuries that your staff have recorded.
Has the mother said anything to the nursery about her partner?
Which professionals work with the family now?
Please send the attendance figures of this year.
What has the school tried, and what came of it?
Is there a plan for him, and who leads it?
Were the parents told of this request, and what did they say?
Does the health visitor have worries about his weight?
Who brings him to school?
Please tell us if he misses another appointment.
What did Oscar say, in his own words, and who heard it?
Please share the minutes of your meeting of 3 May.
Have the police been called to the home this year?
We are sorry that we could not speak to you yesterday.
A manager has decided that social care will assess with the family.
If you disagree, you can ask for the decision to be looked at again.
The family can ask for early help through the children's centre.
Please continue to offer the breakfast club.
Your records may show who lives at home; please list them.
How often does the father collect him, and how does he seem then?
Do you know whether the mother has support from her family?
Please return the form by Friday and let us know if you cannot.
""".strip().splitlines()


def read_by_postgres(lines: list[str]) -> dict[str, bool]:
    condition = asks_in_sql("line", "1").replace("frontdoor_names_on(1)", "%(names)s")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line, {condition} FROM unnest(%(lines)s::text[]) line", {"lines": lines, "names": NAMES}
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize(
    ("lines", "asks"), [(ASKS_FOR_SOCIAL_CARES_WORK + INVESTIGATES, True), (INNOCENT + ASKS, False)], ids=["ask", "may"]
)
def test_L62_a_whole_sentence_is_read_as_it_is_meant(lines, asks):
    found = {line: bool(found_in([line], NAMES)) for line in lines}
    assert [line for line in lines if found[line] != asks] == []
    assert read_by_postgres(lines) == found
