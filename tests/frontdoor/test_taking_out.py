"""Taking a list of people out: what for, above fifty people with somebody else, and what the file says of it."""

import csv
import io
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import exports
from frontdoor.actions.exports import Listed, NotApproved
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.models import Contact, Export, LedgerEvent, SearchAlert
from frontdoor.models.exports import NOBODY_APPROVED, NOT_YOUR_OWN, TOO_LONG, WHAT_FOR
from tests.exporting import PURPOSE, saved
from tests.factories import people, workers
from tests.factories.contacts import ContactFactory
from tests.factories.exports import REASON, ExportFactory, approved
from tests.factories.look_backs import LookBackFactory
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

LIST = "/contacts/?format=csv"
OF_DECIDERS = {"override_queue", "override_mine"}
LISTS = [
    "triage_queue",
    "check_list",
    *sorted(OF_DECIDERS),
    "consent_matters",
    "override_reviews",
    "override_remedies",
    "families_to_tell",
    "merge_list",
    "review_list",
    "agency_contacts",
    "case_list",
    "unallocated",
    "assessment_list",
    "dispensed",
    "proportion_listed",
    "practice_listed",
    "pace_listed",
    "look_back",
]
NAME_NOBODY = {
    "frontdoor/views/advice.py",  # advice is about nobody who is named
    "frontdoor/views/agencies.py",  # figures
    "frontdoor/views/checks.py",  # figures
    "frontdoor/views/referral_group.py",  # actions of a group
    "frontdoor/views/exports.py",  # taken_out itself
    "cases/views/attendance.py",  # agencies
    "workforce/views/flags.py",  # workers
    "workforce/views/team.py",  # workers
    "audits/views/answers.py",  # references of contacts
    "audits/views/demand.py",  # references of contacts
    "audits/views/findings.py",  # findings of inspections
    "audits/views/leaders.py",  # figures
    "audits/views/pace.py",  # figures by month
}


def browser(worker):
    client = Client()
    client.force_login(worker)
    return client


def on_the_desk(number, **given):
    """So many children, all on one open contact."""
    return ContactFactory(children=[people.ChildFactory(**given) for _ in range(number)])


def named(number, **given):
    ids = frozenset(range(1, number + 1))
    return Listed(**{"listing": Contact, "name": "contacts", "address": LIST, "people": ids, "lines": 3} | given)


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def names(text, contact):
    """Whether a text names the contact; a reference as short as C6 can stand within a token by chance."""
    return re.search(rf"\b{contact.reference}\b", text) is not None


def test_a_list_asks_what_it_is_for_and_fills_nothing_in():
    contact = on_the_desk(2)
    page = browser(workers.practice_manager(team__front_door=True)).get(LIST)
    assert page.status_code == 200
    assert page["Content-Type"].startswith("text/html")
    assert "names 2 people on 1 line" in page.text
    assert 'name="purpose" value' not in page.text
    assert not names(page.text, contact)
    assert not Export.objects.exists()
    assert not LedgerEvent.objects.filter(verb="disclose").exists()


@pytest.mark.parametrize("purpose", ["", says(9), "  " + says(9) + "  "])
def test_ten_characters_must_say_what_for(purpose):
    on_the_desk(1)
    client = browser(workers.practice_manager(team__front_door=True))
    answer = saved(client, LIST, purpose=purpose)
    assert answer.status_code == 422
    assert WHAT_FOR in answer.text
    assert not Export.objects.exists()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_that_names_people_asks_what_for_and_bears_the_mark(name):
    worker = workers.consent_decider() if name in OF_DECIDERS else workers.service_manager()
    client = browser(worker)
    url = reverse(name, args=[LookBackFactory().pk] if name == "look_back" else []) + "?format=csv&as=csv"
    assert "What is the list for?" in client.get(url).text
    assert client.head(url)["Content-Type"].startswith("text/html")
    answer = saved(client, url)
    assert answer["Content-Type"].startswith("text/csv")
    assert rows_of(answer)[-1][0].startswith(f"Taken out by {worker.get_full_name()} on ")
    assert Export.objects.get().address == url


def test_no_other_list_of_people_is_written():
    """A view that writes a CSV of its own names nobody; whoever adds one says so here."""
    views = [path for app in ("frontdoor", "cases", "workforce", "audits") for path in Path(app).glob("views/*.py")]
    assert {path.as_posix() for path in views if "csv_response(" in path.read_text()} == NAME_NOBODY


def test_a_list_of_fifty_leaves_at_once_with_its_mark_and_stands_in_the_ledger():
    contact = on_the_desk(50)
    manager = workers.practice_manager(team__front_door=True)
    answer = saved(browser(manager), LIST)
    assert answer["Content-Disposition"] == 'attachment; filename="contacts.csv"'
    heads, line, mark = rows_of(answer)
    assert line[0] == contact.reference
    assert len(heads) == len(line) == len(mark)
    row = Export.objects.get()
    taken = timezone.localtime(row.taken_at)
    assert mark[0] == f"Taken out by {manager.get_full_name()} on {taken:%-d %B %Y at %H:%M}. For: {PURPOSE}"
    assert (row.requested_by, row.name, row.address, row.purpose) == (manager, "contacts", LIST, PURPOSE)
    assert (row.people, row.taken_people, row.taken_lines) == (50, 50, 1)
    event = LedgerEvent.objects.get(verb="disclose")
    assert (event.actor_id, event.basis, len(event.person_ids)) == (manager.pk, f"export {row.pk}", 50)
    assert not SearchAlert.objects.exists()


def test_a_purpose_that_a_spreadsheet_would_run_is_shown_by_it():
    on_the_desk(1)
    answer = saved(browser(workers.practice_manager(team__front_door=True)), LIST, purpose='=HYPERLINK("x")')
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows_of(answer) for cell in row)


def test_fifty_one_people_without_an_approver_are_refused_and_told_of_once_an_hour():
    contact = on_the_desk(51)
    manager = workers.practice_manager(team__front_door=True)
    client = browser(manager)
    for _ in range(2):
        answer = saved(client, LIST)
        assert answer.status_code == 403
        assert NOBODY_APPROVED in answer.text
        assert "Ask for approval" in answer.text
        assert PURPOSE in answer.text, "what was typed is kept"
        assert not names(answer.text, contact)
    alert = SearchAlert.objects.get()
    assert (alert.worker, alert.kind) == (manager, "export")
    assert not Export.objects.exists()
    assert not LedgerEvent.objects.filter(verb="disclose").exists()


def test_the_way_to_ask_stores_a_request_and_is_no_attempt():
    on_the_desk(51)
    manager, leader = workers.practice_manager(team__front_door=True), workers.senior_leader()
    client = browser(manager)
    assert "Ask for approval" in client.get(LIST).text
    answer = saved(client, LIST, ask="1")
    row = Export.objects.get()
    assert answer.url == reverse("export", args=[row.pk])
    assert (row.people, row.lines, row.taken_at) == (51, 1, None)
    assert not SearchAlert.objects.exists()
    assert NOT_YOUR_OWN in client.get(answer.url).text
    page = browser(leader).get(answer.url).text
    assert manager.get_full_name() in page
    assert PURPOSE in page
    assert "51, on 1 line" in page
    assert "See the list as you may see it" in page
    home = browser(leader).get(reverse("my_work")).text
    assert "Contacts: 51 people" in home
    assert "Contacts: 51 people" not in client.get(reverse("my_work")).text


def test_an_approved_list_leaves_once_as_the_asker_and_says_who_approved():
    contact = on_the_desk(51)
    manager, leader = workers.practice_manager(team__front_door=True), workers.senior_leader()
    client = browser(manager)
    page = saved(client, LIST, ask="1").url
    decision = {"submission_key": uuid4(), "decision": "approved", "reason": REASON}
    assert browser(leader).post(page, decision).status_code == 302
    assert "Contacts: approved" in client.get(reverse("my_work")).text
    assert f'action="{LIST}"' in client.get(page).text
    row = Export.objects.get()
    taken = {"submission_key": uuid4(), "export": row.pk}
    answer = client.post(LIST, taken)
    _, line, mark = rows_of(answer)
    assert line[0] == contact.reference
    assert mark[0].endswith(f", approved by {leader.get_full_name()}. For: {PURPOSE}")
    row.refresh_from_db()
    assert row.taken_people == 51
    assert client.post(LIST, taken).url == page, "the same form sent again leads to what it did"
    again = client.post(LIST, taken | {"submission_key": uuid4()})
    assert again.status_code == 403
    assert exports.GONE in again.text
    assert LedgerEvent.objects.filter(verb="disclose").count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (lambda by: ExportFactory(requested_by=by), NOBODY_APPROVED),
        (lambda by: approved(requested_by=by, decision="refused"), NOBODY_APPROVED),
        (lambda by: approved(requested_by=by, hours_ago=24.01), exports.RAN_OUT),
        (lambda by: approved(requested_by=by, address="/cases/?format=csv"), exports.OTHER_LIST),
        (lambda by: approved(requested_by=by, people=46), exports.GREW),
        (lambda by: approved(), NOBODY_APPROVED),
    ],
    ids=["waiting", "refused", "ran out", "another list", "grew", "of somebody else"],
)
def test_an_approval_that_does_not_hold_opens_nothing_and_is_told_of(row, sentence):
    contact = on_the_desk(51)
    manager = workers.practice_manager(team__front_door=True)
    answer = browser(manager).post(LIST, {"submission_key": uuid4(), "export": row(manager).pk})
    assert answer.status_code == 403
    assert sentence in answer.text
    assert not names(answer.text, contact)
    assert SearchAlert.objects.get().worker == manager
    assert not Export.objects.filter(taken_at__isnull=False).exists()


@pytest.mark.parametrize(("hours", "holds"), [(23.99, True), (24.01, False)])
def test_an_approval_holds_for_a_day(hours, holds):
    manager = workers.service_manager()
    row = approved(requested_by=manager, hours_ago=hours)
    assert row.is_open(timezone.now()) == holds


@pytest.mark.parametrize(("people", "fits"), [(66, True), (67, False)])
def test_a_list_may_grow_by_a_tenth_until_it_is_taken_out(people, fits):
    manager = workers.service_manager()
    row = approved(requested_by=manager, people=60)
    act = {"by": manager, "at": timezone.now(), "export": row, "listed": named(people)}
    if fits:
        assert exports.take_approved(**act).taken_people == people
        return
    with pytest.raises(NotApproved):
        exports.take_approved(**act)


def test_the_file_holds_what_the_asker_may_see_when_it_leaves():
    seen, hidden = on_the_desk(1), on_the_desk(1, restricted=True)
    manager = workers.practice_manager(team__front_door=True)
    row = approved(requested_by=manager)
    answer = browser(manager).post(LIST, {"submission_key": uuid4(), "export": row.pk})
    assert seen.reference in answer.text
    assert hidden.reference not in answer.text, "approved by somebody who sees more, made as the asker"
    assert Export.objects.get().taken_people == 1


def test_nobody_approves_the_own_request_by_form_act_or_statement():
    manager = workers.service_manager()
    row = ExportFactory(requested_by=manager)
    answers = {"submission_key": uuid4(), "decision": "approved", "reason": REASON}
    answer = browser(manager).post(reverse("export", args=[row.pk]), answers)
    assert answer.status_code == 403
    assert NOT_YOUR_OWN in answer.text
    with pytest.raises(Refused, match=NOT_YOUR_OWN):
        exports.decide(by=manager, at=timezone.now(), export=row, decision="approved", reason=REASON)
    values = {"decided_by": manager, "decided_at": timezone.now(), "decision": "approved", "reason": REASON}
    with pytest.raises(DatabaseError, match="export_not_by_the_asker"), acting_as(manager), transaction.atomic():
        update_raw(row, **values)


def test_those_who_do_not_approve_neither_see_nor_answer_what_others_ask():
    row = ExportFactory()
    url = reverse("export", args=[row.pk])
    for stranger in (workers.practice_manager(), workers.auditor(), workers.social_worker()):
        client = browser(stranger)
        assert client.get(url).status_code == 404
        assert client.post(url, {"decision": "approved", "reason": REASON}).status_code == 404
        assert "To approve" not in client.get(reverse("exports")).text
        with pytest.raises(Refused):
            exports.decide(by=stranger, at=timezone.now(), export=row, decision="approved", reason=REASON)
    assert browser(workers.administrator()).get(url).status_code == 403


def test_a_request_is_answered_once_with_a_reason():
    row, leader = ExportFactory(), workers.senior_leader()
    client, url = browser(leader), reverse("export", args=[row.pk])
    answers = {"submission_key": uuid4(), "decision": "refused", "reason": "Too much"}
    short = client.post(url, answers)
    assert short.status_code == 422
    assert "Too much" in short.text
    assert client.get(url).context["form"]["decision"].initial is None
    assert client.post(url, answers | {"reason": REASON}).status_code == 302
    asker = browser(row.requested_by)
    assert "Contacts: refused" in asker.get(reverse("my_work")).text
    assert REASON in asker.get(url).text
    assert "Save the file" not in asker.get(url).text
    with pytest.raises(NotPossible, match=exports.ALREADY_DECIDED):
        exports.decide(by=workers.service_manager(), at=timezone.now(), export=row, decision="approved", reason=REASON)


@pytest.mark.parametrize(("people", "alone"), [(50, True), (51, False)])
def test_fifty_people_are_the_most_that_one_person_takes_out(people, alone):
    manager, now = workers.practice_manager(), timezone.now()
    act = {"by": manager, "at": now, "purpose": PURPOSE}
    if alone:
        assert exports.take_out(listed=named(people), **act).taken_people == people
        with pytest.raises(NotPossible, match=exports.NOT_NEEDED):
            exports.ask(listed=named(people), **act)
        return
    with pytest.raises(NotApproved):
        exports.take_out(listed=named(people), **act)
    with pytest.raises(DatabaseError, match="export_of_many_is_approved"), acting_as(manager), transaction.atomic():
        insert_raw(
            Export(
                requested_by=manager,
                requested_at=now,
                name="contacts",
                address=LIST,
                people=people,
                lines=1,
                purpose=PURPOSE,
                taken_at=now,
                taken_people=people,
                taken_lines=1,
            )
        )
    assert exports.ask(listed=named(people), **act).taken_at is None


def test_children_whom_a_partner_named_count_before_they_have_a_record():
    assert named(50, unknown=1).needs_approval
    assert not named(49, unknown=1).needs_approval


@pytest.mark.parametrize(("lines", "fits"), [(5_000, True), (5_001, False)])
def test_a_list_of_more_than_five_thousand_lines_is_to_be_narrowed(lines, fits):
    act = {"by": workers.practice_manager(), "at": timezone.now(), "purpose": PURPOSE}
    if fits:
        assert exports.take_out(listed=named(1, lines=lines), **act).taken_lines == lines
        return
    for road in (exports.take_out, exports.ask):
        with pytest.raises(NotPossible, match=TOO_LONG):
            road(listed=named(60 if road is exports.ask else 1, lines=lines), **act)


def test_a_page_of_a_list_that_is_too_long_says_so_and_offers_no_form(monkeypatch):
    monkeypatch.setattr(exports, "MOST_LINES", 1)
    for _ in range(2):
        on_the_desk(1)
    client = browser(workers.practice_manager(team__front_door=True))
    page = client.get(LIST)
    assert TOO_LONG in page.text
    assert "Save the file" not in page.text
    assert saved(client, LIST).status_code == 422
    assert not Export.objects.exists()


@pytest.mark.parametrize("show", ["waiting", "answered", "mine", "all"])
def test_the_pages_ask_the_same_number_of_questions_whatever_their_length(show):
    leader = workers.service_manager()
    client, url = browser(leader), f"{reverse('exports')}?show={show}"
    counts = []
    for more in (1, 24):
        for _ in range(more):
            approved() if show == "all" else ExportFactory()
            approved(requested_by=leader)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url)
        counts.append(len(asked))
        assert PURPOSE in page.text
    assert counts[0] == counts[1]


def test_an_approver_is_shown_how_a_list_is_narrowed_and_led_to_it_where_its_door_opens():
    client = browser(workers.senior_leader())
    seen = ExportFactory(address="/contacts/?rag=red&source=&format=csv")
    page = client.get(reverse("export", args=[seen.pk])).text
    assert "Urgency: Red" in page
    assert 'href="/contacts/?rag=red&amp;source="' in page
    shut = client.get(reverse("export", args=[ExportFactory(address="/cases/unallocated/?format=csv").pk])).text
    assert "See the list" not in shut
    assert "Narrowed to" not in shut
