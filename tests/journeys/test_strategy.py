"""A strategy meeting: convened by a worker, written by two at once, decided and signed by its chair, sent out."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cases.models import StrategyMeeting
from tests.factories import strategy as made
from tests.factories import workers
from tests.factories.cases import ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.people import AgencyFactory
from tests.journeys.looking import assert_fits, become, look

pytestmark = pytest.mark.django_db(transaction=True)


def fill_moment(page: Page, question: str, at: Any) -> None:
    group = page.get_by_role("group", name=question)
    local = timezone.localtime(at)
    for part, value in (("Day", local.day), ("Month", local.month), ("Year", local.year)):
        group.get_by_label(part, exact=True).fill(str(value))
    group.get_by_label("Time").fill(f"{local:%H:%M}")


def say(page: Page, name: str, words: str) -> None:
    """Add a fact that somebody invited says."""
    page.get_by_text(f"Add what {name} says").click()
    box = page.locator("details[open]").filter(has_text=name)
    box.get_by_label("Fact", exact=True).check()
    box.get_by_label("What was said?").fill(words)
    box.get_by_label("Where is it known from").fill("The log")
    box.get_by_role("button", name="Add").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_convening_to_the_signed_record(scripts, request, live_server, browser: Browser, browser_context_args):
    page = request.getfixturevalue("page" if scripts else "without_scripts")
    desk = workers.TeamFactory(front_door=True)
    worker = workers.social_worker(team=desk, given_names="Owen", family_name="Worker")
    chair = workers.practice_manager(team=desk, given_names="Carys", family_name="Chair")
    police = AgencyFactory(name="Police, Invented district", sector="police")
    AgencyFactory(name="Invented Surgery", sector="health")
    contact = ContactFactory(agency=police)
    child = contact.about.get().child

    become(page, live_server, chair)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/")
    page.get_by_role("link", name="Convene a strategy meeting").click()
    page.get_by_label("What is the reasonable cause to suspect significant harm, and why now?").fill(made.REASON)
    page.get_by_role("group", name="Which harm do you suspect?").get_by_label("Physical abuse").check()
    fill_moment(page, "When was there reasonable cause", timezone.now() - timedelta(hours=2))
    page.get_by_role("group", name="Is a child in immediate danger?").get_by_label("No", exact=True).check()
    fill_moment(page, "When is it held?", timezone.now() + timedelta(minutes=5))
    page.get_by_label("Where, or how?").fill("By video")
    page.get_by_label("Who chairs it?").select_option("Carys Chair")
    page.get_by_label("The meeting is about this child").check()
    page.get_by_role("button", name="Convene the meeting").click()
    expect(page.get_by_text("The meeting is convened.")).to_be_visible()
    convened = page.url
    become(page, live_server, worker)
    page.goto(convened)
    for agency, name in (("Police, Invented district", "Ann Invented"), ("Invented Surgery", "Bo Invented")):
        page.get_by_role("link", name="Invite somebody").first.click()
        page.get_by_label("Somebody of an agency").check()
        page.get_by_label("Agency", exact=True).select_option(agency)
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Job", exact=True).first.fill("Lead")
        page.get_by_role("button", name="Invite", exact=True).click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    meeting = StrategyMeeting.objects.get()

    with browser.new_context(**browser_context_args) as context:
        theirs = context.new_page()
        become(theirs, live_server, chair)
        theirs.goto(f"{live_server.url}/strategy/{meeting.pk}/")
        theirs.get_by_role("link", name="The meeting is held now").click()
        theirs.get_by_role("button", name="The meeting is held").click()
        expect(theirs.get_by_text("The meeting is held. Say who came")).to_be_visible()
        page.reload()
        say(page, "Ann Invented", "Two calls to the address this year.")
        say(theirs, "Ann Invented", "The child was asleep upstairs.")
        for words in ("Two calls to the address this year.", "The child was asleep upstairs."):
            expect(theirs.get_by_text(words)).to_be_visible()
        theirs.get_by_role("link", name=f"Decide about {child.full_name}").click()
        theirs.get_by_label("Start a section 47 enquiry").check()
        theirs.get_by_label("Why?").fill("A clear account and an injury that fits it.")
        theirs.get_by_role("button", name="Save the decision").click()
        expect(theirs.get_by_role("heading", name="There is a problem")).to_be_visible()
        finish(theirs, live_server, meeting, child)
        assert_fits(theirs)


def finish(page: Page, live_server: Any, meeting: StrategyMeeting, child: Any) -> None:
    """All that is missing after the lines, as the chair goes through it, to the signature."""
    address = f"{live_server.url}/strategy/{meeting.pk}/"
    for name in ("Ann Invented", "Bo Invented"):
        page.goto(address)
        page.get_by_role("link", name=f"Say what came of it for {name}").click()
        page.get_by_label("Attended").check()
        page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=f"Write about {child.full_name}").click()
    page.get_by_label("What does the child say, or live with?").fill(made.SECTION["account"])
    page.get_by_label("Where is the child now, and with whom?").fill(made.SECTION["whereabouts"])
    page.get_by_label("What is the risk to this child?").fill(made.SECTION["risk"])
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=f"Decide about {child.full_name}").click()
    page.get_by_label("Start a section 47 enquiry").check()
    page.get_by_label("Why?").fill("A clear account and an injury that fits it.")
    page.get_by_role("button", name="Save the decision").click()
    page.get_by_role("link", name="Agree an action").click()
    page.get_by_label("What is done?").fill("Visit the home ASAP")
    page.get_by_label("What is it for?").fill("To know whether it is safe tonight.")
    page.get_by_label("A colleague in social care").check()
    page.get_by_label("Colleague", exact=True).select_option("Owen Worker")
    page.get_by_label("Job", exact=True).first.fill("Social worker")
    fill_moment(page, "By when is it done?", timezone.now() + timedelta(hours=5))
    page.get_by_role("button", name="Agree this action").click()
    expect(page.get_by_role("link", name="ASAP and ongoing are no date")).to_be_visible()
    page.get_by_label("What is done?").fill(made.WHAT)
    page.get_by_role("button", name="Agree this action").click()
    page.get_by_role("link", name="Sign the record").click()
    page.get_by_role("button", name="Sign the record").click()
    expect(page.get_by_text("Write first: ").first).to_be_visible()
    meeting.refresh_from_db()
    from_record(page, address)
    page.get_by_role("link", name="Sign the record").click()
    page.get_by_role("button", name="Sign the record").click()
    expect(page.get_by_text("Now it goes to everybody who took part.")).to_be_visible()
    page.get_by_role("link", name="Send it to Ann Invented").click()
    page.get_by_label("Printed and handed over").check()
    page.get_by_role("button", name="Record that it goes out").click()
    expect(page.get_by_text("It is recorded that the record went out.")).to_be_visible()


def from_record(page: Page, address: str) -> None:
    """The part about all children, question by question."""
    page.goto(address)
    page.get_by_role("link", name="Write the record").click()
    for name, words in made.WRITTEN.items():
        box = page.locator(f"[name={name}]")
        if box.first.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value={words}]").check()
        else:
            box.fill(words)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_every_page_is_accessible_and_fits(live_server, page: Page):
    meeting = made.ready(chair=workers.practice_manager(team=workers.TeamFactory(front_door=True)))
    row, child = meeting.invitations.latest("pk"), meeting.children.get()
    made.LineFactory(invitation=row)
    missed = made.MissedFactory()
    decided = made.signed().children.get()
    referral = ReferralFactory(child=decided.child, team=meeting.chair.team)
    enquiry = EnquiryFactory(decided=decided, referral=referral, proposed=True)
    become(page, live_server, meeting.chair)
    for path in (
        "/strategy/",
        "/strategy/actions/",
        "/meetings/attendance/",
        "/meetings/missed/",
        f"/meetings/missed/{missed.pk}/",
        f"/contacts/{meeting.contact_id}/strategy/",
        f"/strategy/{meeting.pk}/",
        *(
            f"/strategy/{meeting.pk}/{part}/"
            for part in ("people", "record", "alone", "actions", "signature", "circulation")
        ),
        *(f"/strategy/people/{row.pk}/{part}" for part in ("", "remind/", "send/")),
        *(f"/strategy/children/{child.pk}/{part}" for part in ("", "decision/", "part/")),
        "/strategy/to-convene/",
        "/enquiries/",
        f"/enquiries/{enquiry.pk}/",
        f"/enquiries/{enquiry.pk}/conference/",
        "/emergency/",
        f"/people/{child.child_id}/emergency/",
    ):
        look(page, live_server.url + path)
