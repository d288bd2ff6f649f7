"""A child protection conference: from the enquiry to the plan, its core group, its review and its end."""

from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Conference, CoreGroup, Plan, Section47
from frontdoor.core.policy import calendar
from tests.factories import conferences as made
from tests.factories import workers
from tests.factories.enquiries import EnquiryFactory
from tests.factories.people import AgencyFactory, RelationshipFactory
from tests.journeys.looking import assert_fits, become, look
from tests.journeys.test_strategy import fill_moment

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = (("Police, Invented district", "Ann Invented"), ("Invented Surgery", "Bo Invented"))


def fill_day(page: Page, question: str, day: date) -> None:
    group = page.get_by_role("group", name=question)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(value))


def convene(page: Page, at: date, name: str) -> None:
    page.get_by_label(name).check()
    fill_moment(page, "When is it held?", made.at(at))
    page.get_by_label("Where, or how?").fill("Town hall, room 4")
    page.get_by_label("Who chairs it?").select_option("Carys Chair")
    page.get_by_role("button", name="Convene the conference").click()
    expect(page.get_by_text("The conference is convened.")).to_be_visible()


def invite(page: Page) -> None:
    for agency, name in PEOPLE:
        page.get_by_role("link", name="Invite somebody").first.click()
        page.get_by_label("Somebody of an agency").check()
        page.get_by_label("Agency", exact=True).select_option(agency)
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Job", exact=True).first.fill("Lead")
        page.get_by_role("button", name="Invite", exact=True).click()
        expect(page.get_by_role("rowheader", name=name)).to_be_visible()


def came(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("link", name=f"Say what came of it for {name}").click()
        page.get_by_label("Attended").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()


def write(page: Page, child: Any, mother: Any) -> None:
    """What everybody writes at a conference: who came, the child's own section, what the agencies think, the record."""
    page.get_by_role("link", name="Ask the family").click()
    page.get_by_label("Who of the family is asked?").select_option(mother.full_name)
    page.get_by_role("button", name="Ask", exact=True).click()
    came(page, mother.full_name, "Owen Worker", *(name for _, name in PEOPLE))
    page.get_by_role("link", name=f"Write this section about {child.full_name}").click()
    page.get_by_label("What is the child in danger of?").fill(made.SECTION["danger"])
    page.get_by_label("What protects the child?").fill(made.SECTION["protective"])
    page.get_by_label("Did not attend and briefed an advocate").check()
    page.get_by_label("How was the child helped to take part").fill(made.SECTION["participation_how"])
    page.get_by_role("button", name="Save").click()
    for agency, name in PEOPLE:
        page.get_by_role("link", name=f"Add what an agency thinks about {child.full_name}").click()
        page.get_by_label("Whose view is it?").select_option(f"{name}, Lead, {agency}")
        page.get_by_label("A protection plan is needed", exact=True).check()
        page.get_by_label("Why?").fill("Seen at the home twice this month.")
        page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Write the record").click()
    page.get_by_label("What led to the conference?").fill(made.WRITTEN["background"])
    page.get_by_label("What did the conference make of it?").fill(made.WRITTEN["analysis"])
    page.get_by_label("What happens if this does not work?").fill(made.WRITTEN["contingency"])
    page.get_by_role("button", name="Save").click()


def hold(page: Page, address: str, day: date) -> None:
    page.goto(address)
    page.get_by_role("link", name="The conference is held").click()
    fill_day(page, "On which day is it held?", day)
    page.get_by_role("button", name="The conference is held").click()
    expect(page.get_by_role("heading", name="Before the chair signs")).to_be_visible()


def decide(page: Page, child: Any, answers: dict[str, Any]) -> None:
    page.get_by_role("link", name=f"Decide about {child.full_name}").click()
    page.get_by_label(answers["decision"], exact=True).check()
    for choice in answers.get("checked", ()):
        page.get_by_label(choice, exact=True).check()
    for question, day in answers.get("days", {}).items():
        fill_day(page, question, day)
    if "follows" in answers:
        page.get_by_label("What follows for the child?").fill(answers["follows"])
    page.get_by_label("Why?", exact=True).fill(made.DECIDED)
    page.get_by_label("Who did not agree, and why?").fill("Nobody")
    page.get_by_role("button", name="Save the decision").click()


def sign(page: Page) -> None:
    page.get_by_role("link", name="Sign", exact=True).click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("The record stays as it is.")).to_be_visible()


def test_from_the_outcome_of_the_enquiry_to_the_end_of_the_plan(live_server, page: Page, without_scripts: Page):
    """The chair's browser runs scripts, the worker's runs none."""
    started, first_day, second_day = made.last_working_day(9), made.last_working_day(3), made.last_working_day()
    enquiry = EnquiryFactory(
        started_on=started, conference_due_on=calendar(around=started).add_working_days(started, 15)
    )
    child, team = enquiry.child, enquiry.referral.team
    mother = RelationshipFactory(child=child, kind="mother").adult
    worker = workers.social_worker(team=team, given_names="Owen", family_name="Worker")
    manager = workers.practice_manager(team=team)
    chair = workers.practice_manager(given_names="Carys", family_name="Chair")
    for (name, _), sector in zip(PEOPLE, ("police", "health"), strict=True):
        AgencyFactory(name=name, sector=sector)

    theirs, enquiry_page = without_scripts, f"{live_server.url}{reverse('enquiry', args=[enquiry.pk])}"
    become(theirs, live_server, worker)
    theirs.goto(enquiry_page)
    theirs.get_by_label("continuing risk", exact=False).last.check()
    theirs.get_by_label("Why?").fill(made.DECIDED)
    theirs.get_by_role("button", name="Propose this outcome").click()
    become(page, live_server, manager)
    page.goto(enquiry_page)
    page.get_by_label("Authorise this outcome").check()
    page.get_by_role("button", name="Save").click()

    theirs.goto(enquiry_page)
    theirs.get_by_role("link", name="Convene the conference").click()
    convene(theirs, first_day, child.full_name)
    invite(theirs)
    conference = Conference.objects.get()
    assert conference.due_on == calendar(around=started).add_working_days(started, 15), "T11"
    address = f"{live_server.url}{reverse('conference', args=[conference.pk])}"
    become(page, live_server, chair)
    hold(page, address, first_day)
    theirs.goto(address)
    write(theirs, child, mother)

    page.goto(address)
    assert_fits(page)
    days = {"When is the first core group?": made.next_working_day(4)}
    days["When is the next review conference?"] = made.next_working_day(30)
    plan_it = {"decision": "Child protection plan", "checked": ["Neglect"], "days": days}
    decide(page, child, plan_it)
    expect(page.get_by_text("Child protection plan: neglect")).to_be_visible()
    page.get_by_role("link", name=f"Add an action to the outline plan for {child.full_name}").click()
    page.get_by_label("What is done?").fill("Visit ASAP")
    page.get_by_label("What will be different for the child?").fill("He sleeps safely and says so.")
    page.get_by_label("Name of the person who does it").fill("Owen Worker")
    page.get_by_label("Job, or what the person is to the child").fill("Social worker")
    fill_day(page, "By which day is it done?", made.next_working_day(10))
    page.get_by_role("button", name="Agree this action").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("What is done?").fill(made.WHAT)
    page.get_by_role("button", name="Agree this action").click()
    sign(page)

    plan = Plan.objects.get()
    assert plan.started_on == first_day, "the plan starts on the day of the conference"
    assert plan.review_due_on == first_day + relativedelta(months=3), "T15"
    assert Section47.objects.get().led_to_plan
    core_group(theirs, live_server, plan)
    become(page, live_server, manager)
    held, following = plan.core_groups.order_by("pk")
    for name, of in (("core_group", held), ("core_group", following), ("core_group_again", following)):
        look(page, f"{live_server.url}{reverse(name, args=[of.pk])}")
    become(page, live_server, chair)

    theirs.goto(f"{live_server.url}{reverse('person', args=[child.pk])}")
    theirs.get_by_role("link", name="Convene the review conference").click()
    convene(theirs, second_day, child.full_name)
    invite(theirs)
    review = Conference.objects.latest("pk")
    address = f"{live_server.url}{reverse('conference', args=[review.pk])}"
    hold(page, address, second_day)
    theirs.goto(address)
    write(theirs, child, mother)
    page.goto(address)
    decide(page, child, {"decision": "The child protection plan ends", "follows": made.FOLLOWS})
    sign(page)
    plan.refresh_from_db()
    assert plan.ended_on == second_day
    page.goto(f"{live_server.url}{reverse('core_group_list')}")
    expect(page.get_by_text(child.full_name)).to_have_count(0)


def core_group(page: Page, live_server: Any, plan: Plan) -> None:
    """The first core group is held with those who were invited; the next is promised within four weeks (T13, T14)."""
    group = CoreGroup.objects.get()
    assert group.due_on == calendar(around=plan.started_on).add_working_days(plan.started_on, 10)
    address = f"{live_server.url}{reverse('core_group', args=[group.pk])}"
    held_on = plan.started_on + timedelta(days=1)
    page.goto(address)
    invite(page)
    came(page, PEOPLE[0][1])
    save_core_group(page, held_on)
    expect(page.get_by_text("Say of everybody who was invited").first).to_be_visible()
    page.goto(address)
    came(page, PEOPLE[1][1])
    save_core_group(page, held_on)
    expect(page.get_by_text("The next core group is promised.")).to_be_visible()
    assert CoreGroup.objects.get(held_on=None).due_on == held_on + timedelta(days=28)


def save_core_group(page: Page, held_on: date) -> None:
    fill_day(page, "When was it held?", held_on)
    page.get_by_label("Who came?").fill("The mother and the grandmother")
    page.get_by_label("What is the child's day like now?").fill("He gets himself up and has breakfast at school now.")
    page.get_by_label("What became of the actions?").fill("Both visits were made; the bed has come.")
    page.get_by_role("button", name="Save the core group").click()
