"""Whatever is sent from a page of the work with a child: no error of ours, a clear sentence, and nothing typed is lost.

Every page of the tables of doors is opened by whoever may; each of its forms is sent with nothing, too much, markup
and signs that nobody sees, days that do not exist, answers that were not offered, and over another version.
"""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.contrib.messages import WARNING, get_messages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.core import acting
from tests.factories import assessments, conferences, strategy, workers
from tests.law import (
    doors_assessments,
    doors_closing,
    doors_conferences,
    doors_documents,
    doors_drift,
    doors_follow_ups,
    doors_plans,
    doors_strategy,
    doors_visits,
)
from tests.law.sending import client_of
from tests.law.test_doors import address, contact_of, record_of
from tests.walking import PageForm, PageForms

pytestmark = pytest.mark.django_db

TABLES = (
    doors_assessments,
    doors_closing,
    doors_conferences,
    doors_documents,
    doors_drift,
    doors_follow_ups,
    doors_plans,
    doors_strategy,
    doors_visits,
)
NAMES = sorted(name for table in TABLES for name, door in table.DOORS.items() if door.answers != {405})
OPENED, ANSWERED, REFUSED = 200, 302, 422
KEPT = "Nothing of this may be lost. "
MARKUP = '<script>alert("A")</script>'
TYPED = {
    "nothing": "",
    "much": KEPT * 700,
    "markup": f"{KEPT}{MARKUP} \u202eneerg\u202c \u05e9\u05dc\u05d5\u05dd Zoe\u0308 \U0001f98a &amp; 'so' it goes.",
    "a NUL": f"{KEPT}\x00 and goes on after a sign that no text has.",
}
DAYS = {"31 February": (31, 2, 2026), "year 1": (1, 1, 1), "year 9999": (31, 12, 9999)}
WORDS = "Seen at home by two of us, and told to the mother the same day; we look at it again next week."
WARNED_OF = '<input type="hidden" name="seen" value="yes">'
ONLY_READ = {
    "case_closure",
    "child_version_print",
    "conference",
    "conference_circulation",
    "conference_family_letter",
    "conference_forecast",
    "conference_letter",
    "conference_list",
    "conference_record_copy",
    "conference_reviews",
    "core_group_list",
    "document",
    "document_file",
    "documents",
    "drift_list",
    "emergency_list",
    "enquiry_list",
    "follow_up_list",
    "late_list",
    "meeting_attendance",
    "missed_list",
    "note",
    "plan",
    "plan_actions",
    "plan_copies",
    "plan_copy",
    "plan_list",
    "plan_review_held",
    "plan_version",
    "seen_list",
    "seen_without_case",
    "strategy_actions",
    "strategy_circulation",
    "strategy_copy",
    "strategy_list",
    "strategy_say",
    "strategy_to_convene",
    "visit",
}
NOTHING_TO_SEND = {
    "assessment_agreement",
    "assessed_previous",
    "case_close",
    "case_closure_paper",
    "child_version_paper",
    "chronology_mark",
    "conference_from_enquiry",
    "conference_from_plan",
    "enquiry",
    "family_time_decide",
    "plan_begin",
    "plan_decide",
    "plan_propose",
    "plan_start",
}
"""Forms that the rows of this law do not call for; tests/law/sending_*.py send them."""
LAYOUT = {reverse(name) for name in ("account_logout", "people_search")}
HIDDEN_KINDS = {"hidden", "file"}
CHOSEN_KINDS = {"radio", "checkbox", "select", "button"}


def filled(form: PageForm, text: str, day: tuple[Any, Any, Any] | None = None) -> dict[str, Any]:
    """The answers of a form: what it holds, the first choice of each question, ``text`` and a day everywhere."""
    now = timezone.localtime()
    parts = dict(zip(("day", "month", "year"), day or (now.day, now.month, now.year), strict=True))
    parts["time"] = f"{now:%H:%M}"
    sent: dict[str, Any] = dict(form.sends)
    for name, kind in form.kinds.items():
        part = name.rpartition("_")[2]
        if kind in HIDDEN_KINDS:
            continue
        if kind in CHOSEN_KINDS:
            sent[name] = next((value for value in sorted(form.offers[name]) if value), "")
        elif part in parts and f"{name.rpartition('_')[0]}_day" in form.kinds:
            sent[name] = parts[part]
        else:
            sent[name] = text
    return sent


def texts(form: PageForm) -> list[str]:
    """The questions that are answered in words."""
    asked = filled(form, KEPT)
    return [name for name, value in asked.items() if value == KEPT]


def spoilt(form: PageForm) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is wrong, and what is sent."""
    for what, text in TYPED.items():
        yield what, filled(form, text)
    if any(name.endswith("_day") for name in form.kinds):
        for what, day in DAYS.items():
            yield what, filled(form, WORDS, day)
    chosen = [name for name, kind in form.kinds.items() if kind in CHOSEN_KINDS]
    if chosen:
        yield "answers that were not offered", filled(form, WORDS) | dict.fromkeys(chosen, "9" * 25)
        yield "an answer that is none", filled(form, WORDS) | dict.fromkeys(chosen, "-1\x00")
    if "version" in form.kinds:
        for version in ("999", "9" * 25):
            yield f"version {version}", filled(form, WORDS) | {"version": version}


class Work:
    """Rows of every kind about one child's work, and those who may open them."""

    def __init__(self) -> None:
        self.team = workers.TeamFactory()
        worker = workers.social_worker(team=self.team)
        meeting = strategy.ready(contact=contact_of("own", worker)[0])
        line = strategy.LineFactory(invitation=meeting.invitations.exclude(agency=None).earliest("pk"))
        conference = conferences.review(
            plan=conferences.running_plan(referral=contact_of("own", worker)[1]), decision="continue"
        )
        family = assessments.write(assessments.begun())
        self.known = record_of("own", worker) | {
            "meeting_id": meeting.pk,
            "invitation_id": line.invitation_id,
            "line_id": line.pk,
            "child_row_id": meeting.children.get().pk,
            "action_id": meeting.actions.get().pk,
            "conference_id": conference.pk,
            "asked_id": conference.invitations.exclude(agency=None).earliest("pk").pk,
            "relative_id": conference.family.get().pk,
            "conference_child_id": conference.children.get().pk,
            "missed_id": strategy.MissedFactory().pk,
        }
        self.of_family = {
            "family_id": family.pk,
            "child_id": family.assessments.get().child_id,
            "adult_id": family.assessments.get().child.adults.get().adult_id,
        }
        manager = workers.practice_manager(team=self.team)
        leads = [meeting.chair, conference.chair, family.opened_by, assessments.manager_of(family)]
        self.browsers = [client_of(one) for one in (worker, manager, *leads, workers.service_manager())]

    def forms(self, name: str) -> tuple[Any, list[PageForm]]:
        """The forms of a page, and the first browser in which it has any."""
        page = address(name, self.known | (self.of_family if name in doors_assessments.DOORS else {}))
        for browser in self.browsers:
            shown = browser.get(page)
            if shown.status_code != OPENED or "text/html" not in shown["Content-Type"]:
                continue
            forms = {
                (form.to, *sorted(form.kinds)): form
                for form in PageForms(page, shown.text).found
                if form.to not in LAYOUT
            }
            if forms:
                return browser, list(forms.values())
        return None, []


@pytest.fixture(scope="module")
def work(django_db_setup: None, django_db_blocker: Any) -> Iterator[Work]:
    """Made once; what a sending changes is undone by its own savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        with acting.acting_as(workers.Worker.objects.the_system()):
            made = Work()
        yield made
        transaction.set_rollback(True)


def is_a_file(answer: Any) -> bool:
    """A form may be answered with the paper that it asks for."""
    return answer.status_code == OPENED and answer["Content-Type"] == "application/pdf"


def faults(browser: Any, form: PageForm, what: str, sent: dict[str, Any]) -> Iterator[str]:
    """A sentence for each thing that is wrong with the answer to what was sent."""
    with transaction.atomic():
        answer = browser.post(form.to, sent)
        shown = answer.text if answer.status_code == REFUSED else ""
        if answer.status_code not in (ANSWERED, REFUSED) and not is_a_file(answer):
            yield f"{what}: {answer.status_code}"
        if answer.status_code == ANSWERED:
            said = [str(one) for one in get_messages(answer.wsgi_request) if one.level >= WARNING]
            if said and any(sent.get(name) for name in texts(form)):
                yield f"{what}: refused by a redirect, {said}"
            shown = browser.get(answer.headers["Location"]).text
        if answer.status_code == REFUSED:
            if "govuk-error-summary" not in shown and WARNED_OF not in shown:
                yield f"{what}: no sentence"
            told = unescape(shown).replace("\r\n", "\n")
            for name in texts(form):
                lost = [part for part in str(sent.get(name, "")).split("\x00") if part.strip() not in told]
                if lost:
                    yield f"{what}: {name} is lost"
        if MARKUP in shown:
            yield f"{what}: markup stands in the page"
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_sent_is_answered_with_a_sentence_and_kept(name, work):
    browser, forms = work.forms(name)
    assert bool(forms) == (name not in ONLY_READ | NOTHING_TO_SEND)
    wrong = [
        f"{form.to}: {fault}"
        for form in forms
        for what, sent in spoilt(form)
        for fault in faults(browser, form, what, sent)
    ]
    assert not wrong, "\n".join(wrong)
