"""Every kind of paper of the work with a child is printed, whatever stands in its texts."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from cases.models import ChildVersion, PlanCopy, PlanDocument, PlanVersion
from cases.models.conference_after import Paper
from cases.papers import assessment as assessment_paper
from cases.papers import chronology as chronology_paper
from cases.papers import conference as conference_record
from cases.papers import plan as plan_paper
from cases.papers import strategy as strategy_record
from cases.papers.filed import Printing
from frontdoor.core import policy
from frontdoor.core.chronology import Entry, Told
from tests.factories import conferences, strategy

pytestmark = pytest.mark.django_db
HOSTILE = "She said that nobody came. " * 60 + "x" * 2000 + " ליאת ليلى 😀👨‍👩‍👧‍👦" * 40 + "_" * 1200
NAME = "ליאת ليلى 😀 O'Invented-" + "x" * 90
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def plan_copy():
    action = dict.fromkeys(("what", "who", "measure", "target"), HOSTILE) | {"by": "2026-12-01", "result": ""}
    need = {"words": HOSTILE, "outcomes": [{"words": HOSTILE, "scale": 4, "actions": [action]}]}
    content = {"kind": "Child in need plan", "contingency": HOSTILE, "contingency_by": "2026-12-01"}
    content["children"] = [{"part": 1, "name": NAME, "needs": [need]}]
    version = PlanVersion(document=PlanDocument(pk=1), number=1, content=content, authorised_at=AT)
    return plan_paper.copy(authority=policy.authority(), given=PlanCopy(version=version, given_to=NAME))


def strategy_copy():
    meeting = strategy.ready(reason=HOSTILE, risk_analysis=HOSTILE)
    row = meeting.invitations.outside_who_took_part().earliest("pk")
    strategy.LineFactory(invitation=row, words=HOSTILE, source=NAME)
    return strategy_record.record(authority=policy.authority(), meeting=strategy.sign(meeting), to=row)


def conference_copy(kind):
    conference = conferences.ready()
    conferences.OutlineFactory(conference_child=conference.children.get(), purpose=HOSTILE)
    conference.signed_at, conference.signed_by = AT, conference.chair
    return conference_record.paper(authority=policy.authority(), conference=conference, kind=kind, to=NAME)


def child_version():
    row = ChildVersion(why=HOSTILE, heard=HOSTILE, good="", worries="\n" * 2000, next_steps=NAME)
    return assessment_paper.child_version(authority=policy.authority(), name=NAME, row=row, worker=NAME, printed_at=AT)


def chronology():
    told = Told(title=NAME, detail=HOSTILE, who=NAME, mark=HOSTILE)
    entry = Entry(
        at=date(2026, 11, 3), category="Visit", told=told, source="cases.visited", row=1, whose=[1], significant=HOSTILE
    )
    return chronology_paper.chronology(
        Printing(policy.authority(), NAME, AT, "a court"),
        people={1: NAME, 2: NAME},
        entries=[entry],
        chosen={"since": None, "until": None, "categories": ["Visit"], "significant": False},
        compact=False,
    )


PAPERS = {
    "a plan": plan_copy,
    "a strategy meeting": strategy_copy,
    "the letter of a conference": lambda: conference_copy(Paper.LETTER),
    "the record of a conference": lambda: conference_copy(Paper.RECORD),
    "an assessment for the child": child_version,
    "a chronology": chronology,
}


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_hostile_text_is_printed(make):
    assert len(PdfReader(BytesIO(make())).pages) > 1
