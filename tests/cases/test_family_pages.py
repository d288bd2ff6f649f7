"""The pages of a family's assessment: the matrix, the sections, nothing typed there is lost."""

from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.actions import assessment_after as after
from cases.actions import assessment_sections as sections
from cases.models import AssessedNeed, Assessment, ChildRisk, ChildSection, FamilyAssessment
from frontdoor.core import drafts
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.versions import Stale
from frontdoor.models import LedgerEvent
from tests.factories import assessments as made
from tests.factories import workers
from tests.factories.cases import AssessmentFactory
from tests.factories.people import ChildFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
HOSTILE = "<script>alert('x')</script>"


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def sister(db):
    return ChildFactory(given_names="Sister")


@pytest.fixture
def family(sister):
    return made.begun(children=[sister])


@pytest.fixture
def own(family):
    return family.assessments.get().child


@pytest.fixture
def writes(family):
    return client_of(family.opened_by)


def page(family, name="family_assessment", *more):
    return reverse(name, args=[family.pk, *more])


def typed(family, version=0, **changes):
    return {**made.RISK, "version": version, "family": family.pk, **changes}


def post(client, url, values):
    return client.post(url, {name: value for name, value in values.items() if value is not None})


def test_L47_the_matrix_names_each_child_and_leads_from_each_missing_part_to_where_it_is_written(
    writes, family, own, sister
):
    body = writes.get(page(family)).text
    for child in (own, sister):
        assert child.full_name in body
        for name in ("life", "needs", "parenting", "surroundings", "risk", "conclusion"):
            assert page(family, f"assessed_{name}", child.pk) in body
    assert body.count("Missing") > 20
    assert "A day in this child&#x27;s life" in body


def test_the_childs_assessment_leads_to_the_document(writes, family):
    row = family.assessments.get()
    assert writes.get(reverse("assessment", args=[row.pk])).url == page(family)


def test_a_section_is_saved_and_leads_on_to_the_next(writes, family, sister):
    url = page(family, "assessed_risk", sister.pk)
    answer = post(writes, url, typed(family, next="yes"))
    assert answer.url == page(family, "assessed_conclusion", sister.pk)
    assert ChildRisk.objects.get(child=sister).harm == made.RISK["harm"]
    assert made.RISK["harm"] in writes.get(url).text


def test_needs_are_graded_on_one_page_a_domain(writes, family, sister):
    url = page(family, "assessed_needs", sister.pk)
    values = {"version": 0, "family": family.pk, "grade_health": "high", "text_health": "Toothache at night for weeks."}
    assert post(writes, url, values).status_code == 302
    assert AssessedNeed.objects.get(child=sister).grade == "high"
    now = writes.get(url).context["form"].initial["version"]
    short = post(writes, url, values | {"version": now, "grade_identity": "some", "text_identity": "Short"})
    assert short.status_code == 422
    assert "what the need is" in short.text


@pytest.mark.parametrize(("part", "values"), [("risk", {"harm": "Mine"}), ("needs", {"text_health": "Mine"})])
def test_a_stale_section_shows_both_texts(writes, family, sister, part, values):
    url = page(family, f"assessed_{part}", sister.pk)
    first = {"risk": typed(family, harm="Theirs, seen by the school."), "needs": {}}[part]
    if part == "needs":
        first = {
            "version": 0,
            "family": family.pk,
            "grade_health": "high",
            "text_health": "Theirs, seen by the school.",
        }
    assert post(writes, url, first).status_code == 302
    late = post(writes, url, {**first, **values})
    assert late.status_code == 422
    assert "Theirs, seen by the school." in late.text
    assert "Mine" in late.text
    assert "Saved by somebody else" in late.text


def test_what_is_typed_is_kept_as_a_draft_of_this_document_alone(writes, family, sister):
    saved = reverse("draft_save", args=["assessed_risk", sister.pk])
    assert writes.post(saved, typed(family, harm="Half a sentence")).status_code < 300
    assert "Half a sentence" in writes.get(page(family, "assessed_risk", sister.pk)).text
    listed = drafts.Draft.objects.get()
    assert listed.kind.url(listed) == page(family, "assessed_risk", sister.pk)
    drafts.Draft.objects.update(data={**listed.data, "family": ["0"]})
    assert "Half a sentence" not in writes.get(page(family, "assessed_risk", sister.pk)).text


def test_a_stranger_is_not_told_that_it_exists_and_an_auditor_only_reads(family, sister):
    assert client_of(workers.social_worker()).get(page(family)).status_code == 404
    reads = client_of(workers.auditor())
    assert "Submit for authorisation" not in reads.get(page(family)).text
    assert reads.get(page(family, "assessed_risk", sister.pk)).status_code == 403


def test_a_document_that_tells_of_a_hidden_child_is_not_shown(family, sister):
    made.SectionFactory(family=family, child=sister)
    reads = client_of(made.manager_of(family))
    assert reads.get(page(family)).status_code == 200
    hide(sister)
    assert reads.get(page(family)).status_code == 404


def test_a_hidden_child_of_whom_nothing_is_told_yet_is_counted_and_not_named(family, sister):
    hide(sister)
    body = client_of(made.manager_of(family)).get(page(family)).text
    assert "A person whose record is restricted" in body
    assert sister.full_name not in body


def hide(child):
    with acting_as(workers.WorkerFactory()):
        child.refresh_from_db()
        child.restricted = True
        child.save()


def test_text_of_others_is_never_markup(writes, family, sister):
    post(writes, page(family, "assessed_risk", sister.pk), typed(family, harm=HOSTILE + " and more words"))
    body = writes.get(page(family)).text
    assert HOSTILE not in body
    assert "&lt;script&gt;" in body


def test_submitting_too_early_says_what_is_missing_and_to_whom(writes, family, sister):
    answer = post(writes, page(family, "family_submit"), {"version": family.version})
    assert answer.status_code == 422
    assert "This assessment is not whole." in answer.text
    assert "Sister" in answer.text


def test_the_whole_way_from_the_first_word_to_the_family(writes, family, own, sister):
    made.write(family)
    manager = made.manager_of(family)
    assert post(writes, page(family, "family_submit"), {"version": family.version}).status_code == 302
    decides = client_of(manager)
    assert "Save this decision" in decides.get(page(family)).text
    version = FamilyAssessment.objects.get().version
    assert (
        post(decides, page(family, "family_decide"), {"version": version, "decision": "authorise"}).status_code == 302
    )
    assert Assessment.objects.get().authorised_by == manager
    mother = own.adults.get().adult
    for person in (own, sister, mother):
        shared = {"person": person.pk, "how": "met", "comments": "It is fair.", **day("shared_on", TODAY)}
        assert post(writes, page(family, "family_share"), shared).status_code == 302
    assert "It is fair." in writes.get(page(family)).text
    assert post(writes, page(family, "family_finish"), {}).status_code == 302
    assert Assessment.objects.get().finished_on == TODAY


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_manager_sends_it_back_and_the_reason_stands_on_the_page(writes, family):
    made.write(family)
    post(writes, page(family, "family_submit"), {"version": family.version})
    version = FamilyAssessment.objects.get().version
    sent = {"version": version, "decision": "send_back", "reason": "The father was not asked at all."}
    assert post(client_of(made.manager_of(family)), page(family, "family_decide"), sent).status_code == 302
    assert "The father was not asked at all." in writes.get(page(family)).text


def test_copying_from_the_previous_assessment_is_marked_with_its_source(writes, family, own):
    began = TODAY - timedelta(days=400)
    before = AssessmentFactory(
        referral=family.assessments.get().referral,
        child=own,
        referral_received_on=began,
        started_on=began,
        due_on=began + timedelta(days=60),
        finished=True,
    )
    url = page(family, "assessed_previous", own.pk)
    assert before.analysis in writes.get(url).text
    assert post(writes, url, {"part": "analysis", "version": 0}).status_code == 302
    assert family.conclusions.get(child=own).analysis == before.analysis
    assert "copied from the assessment of" in writes.get(page(family)).text
    assert "More than 60 in 100 words of the analysis" in writes.get(page(family)).text
    with pytest.raises(Stale):
        after.copy(by=family.opened_by, on=TODAY, family_id=family.pk, child_id=own.pk, part="analysis", version=0)
    with pytest.raises(NotPossible):
        after.copy(by=family.opened_by, on=TODAY, family_id=family.pk, child_id=own.pk, part="words", version=1)


def test_the_childs_version_is_written_read_and_printed(writes, family, own):
    url = page(family, "child_version", own.pk)
    words = {"version": 0, "family": family.pk, "why": "Your school was worried.", "heard": "You like Saturdays."}
    assert post(writes, url, words).status_code == 302
    printed = page(family, "child_version_print", own.pk)
    assert "You like Saturdays." in writes.get(printed).text
    asked = page(family, "child_version_paper", own.pk)
    assert f'href="{asked}"' in writes.get(printed).text
    assert post(writes, asked, {}).status_code == 422
    paper = post(writes, asked, {"purpose": "family"})
    assert paper["Content-Type"] == "application/pdf"
    words = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper.content)).pages)
    assert "You like Saturdays." in words
    assert "Printed by" not in words
    left = LedgerEvent.objects.filter(verb="disclose").get()
    assert (left.person_ids, left.basis) == ([own.pk], "paper: family")


def test_more_time_is_asked_for_and_decided_by_a_manager(writes, family):
    asked = {"reason_code": "specialist", "why": "The paediatrician sees the child next week."}
    asked |= day("needed_until", TODAY + timedelta(days=60))
    assert post(writes, page(family, "family_time"), asked).status_code == 302
    decides = client_of(made.manager_of(family))
    assert "Decide about more time" in decides.get(page(family)).text
    said = {"decision": "agreed", "decision_reason": "It cannot be known before."}
    assert post(decides, page(family, "family_time_decide"), said).status_code == 302
    assert "It cannot be known before." in writes.get(page(family)).text


def test_the_page_asks_the_same_number_of_questions_for_one_child_and_for_ten(writes, family):
    def asked():
        writes.get(page(family))
        with CaptureQueriesContext(connection) as queries:
            assert writes.get(page(family)).status_code == 200
        return len(queries)

    made.write(family)
    few = asked()
    home = family.assessments.get().child.homes.get().household
    for _ in range(9):
        made.joins(home)
    made.write(family)
    assert asked() == few


PAIRS = 200


@pytest.mark.django_db(transaction=True)
def test_of_200_pairs_who_save_one_section_one_wins_and_the_others_text_is_kept():
    sister = ChildFactory(given_names="Sister")
    family = made.begun(children=[sister])
    act = {"by": family.opened_by, "on": TODAY, "family_id": family.pk, "child_id": sister.pk, "model": ChildRisk}
    sections.write_child(version=0, written=made.RISK, **act)
    lost: list[tuple[int, str, str]] = []
    barrier = Barrier(2)

    def save(who: str) -> None:
        close_old_connections()
        for number in range(PAIRS):
            barrier.wait()
            text = f"The harm as {who} saw it, number {number}."
            try:
                sections.write_child(version=number + 1, written=made.RISK | {"harm": text}, **act)
            except Stale as stale:
                lost.append((number, text, stale.current.harm))
        connection.close()

    both = [Thread(target=save, args=(who,)) for who in ("Ann", "Ben")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [number for number, *_ in lost] == list(range(PAIRS))
    row = ChildRisk.objects.get(child=sister)
    assert row.version == PAIRS + 1
    kept = set(row.history.values_list("harm", flat=True))
    assert all(theirs in kept and mine not in kept for _, mine, theirs in lost)
    assert ChildSection.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_loser_of_a_save_reads_both_texts_on_the_page():
    sister = ChildFactory(given_names="Sister")
    family = made.begun(children=[sister])
    url = page(family, "assessed_risk", sister.pk)
    clients = [client_of(family.opened_by), client_of(made.manager_of(family))]
    answers: list[Any] = []
    barrier = Barrier(2)

    def send(number: int) -> None:
        close_old_connections()
        barrier.wait()
        answers.append((number, post(clients[number], url, typed(family, harm=f"The text of writer {number}, whole."))))
        connection.close()

    both = [Thread(target=send, args=(number,)) for number in (0, 1)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(answer.status_code for _, answer in answers) == [302, 422]
    late = next(answer for _, answer in answers if answer.status_code == 422)
    assert "The text of writer 0, whole." in late.text
    assert "The text of writer 1, whole." in late.text
