"""The roads of a family through the work, walked by the pages: from the caller to the closed case."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.models import PlanDocument, Section47, StrategyMeeting
from frontdoor.models import Contact, Person, Referral, ThresholdLevel
from tests.factories import assessments, conferences, decisions, plans, strategy, visits, workers
from tests.factories.awkward import FORMER, HARM, HELP, PROTECT, Family
from tests.factories.cases import VisitFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.law.sending import day, moment
from tests.rows import bringing_in, update_raw
from tests.walking import Visitor, form_of

REASON = "The school and the mother say so, and nothing speaks against it."
A_MOMENT = timedelta(minutes=2)


def of(name: str, *args: Any) -> str:
    return reverse(name, args=args)


@dataclass
class Walked:
    """A family on its road: its rows so far, and who works with it."""

    family: Family
    handler: Visitor = field(default_factory=lambda: Visitor(workers.call_handler()))
    desk: Visitor = field(init=False)
    worker: Visitor = field(init=False)
    manager: Visitor = field(init=False)
    chair: Visitor = field(init=False)
    contact: Contact = field(init=False)

    def __post_init__(self) -> None:
        front = workers.TeamFactory(front_door=True)
        self.desk = Visitor(workers.practice_manager(team=front, registration_number="SW300002"))
        self.team = workers.TeamFactory()
        self.worker = Visitor(workers.social_worker(team=self.team))
        self.manager = Visitor(workers.practice_manager(team=self.team))
        self.chair = Visitor(workers.practice_manager())

    @property
    def children(self) -> list[Person]:
        return [row.child for row in self.contact.about.select_related("child").order_by("pk")]

    @property
    def cases(self) -> list[Referral]:
        return list(Referral.objects.filter(contact=self.contact).select_related("child").order_by("pk"))


def called(walk: Walked) -> None:
    """The caller tells of each child and adult; the contact is recorded once."""
    family, handler, today = walk.family, walk.handler, timezone.localdate()
    known = {name: ChildFactory(given_names=name, family_name="Invented", **FORMER) for name in family.known}
    at = handler.sends(of("contact_start"), immediate_danger="no")
    at = handler.sends(at, source="1D", method="telephone")
    for number, told in enumerate(family.children):
        if number:
            at = handler.sends(at, another="yes")
        at = handler.sends(at, given_names=told.first or "Baby", family_name=told.last or "Invented")
        if told.first in known:
            at = handler.sends(at, person=known[told.first].pk)
        else:
            at = handler.sends(handler.sends(at, new="1"), **told.typed(today))
    at = handler.sends(at, another="no")
    for person in family.adults:
        answers = {"given_names": person.first, "family_name": person.last, "kind": person.kind}
        answers |= {"parental_responsibility": person.holds, "lives_with_child": person.home}
        at = handler.sends(at, **answers, another="1")
    at = handler.sends(at)
    at = handler.sends(at, concern=family.concern)
    at = handler.sends(at, claimed_consent="agreed")
    handler.sends(at)
    walk.contact = Contact.objects.latest("pk")


def answered_for(walk: Walked) -> None:
    """Somebody who holds parental responsibility agrees to the assessment of each child he or she holds it for."""
    page = of("consent_record", walk.contact.pk)
    for child in walk.children:
        holder = child.adults.filter(parental_responsibility="yes").order_by("pk").first()
        if holder is None:
            continue
        answers = {"children": [child.pk], "kind": "C", "status": "GIVEN", "given_by": holder.adult_id}
        answers |= {"words": "She agrees to the assessment.", **moment("happened_at", timezone.now() - A_MOMENT)}
        walk.desk.sends(page, **answers)


def decided(walk: Walked) -> None:
    """The urgency is set and a manager decides for every child."""
    first = walk.children[0].pk
    walk.desk.sends(of("contact_triage", walk.contact.pk), rag="amber", rag_reason="Needs an answer tomorrow.")
    outcome = "EHO" if walk.family.road == HELP else "REF47" if walk.family.road in (HARM, PROTECT) else "REF17"
    answers = decisions.typed() | {
        f"level_{first}": ThresholdLevel.objects.get(code="2" if walk.family.road == HELP else "4").pk,
        f"outcome_{first}": outcome,
        f"reason_{first}": REASON,
    }
    if walk.family.road == HELP:
        answers |= {f"help_service_{first}": "Family hub, Ashdale", f"help_accepted_{first}": "yes"}
    else:
        answers |= {f"{name}_{first}": words for name, words in decisions.PROPORTIONATE.items()}
        answers |= {f"team_{first}": walk.team.pk, f"primary_need_{first}": "N1"}
    if len(walk.children) > 1:
        answers["same_for_all"] = "on"
    walk.desk.sends(of("contact_decide", walk.contact.pk), each={"read_": "matters"}, **answers)


def allocated(walk: Walked) -> None:
    """A manager of the team gives each child's case to one worker."""
    for case in walk.cases:
        worker = {"worker": walk.worker.worker.pk, "rationale": "Knows the family."}
        walk.manager.sends(of("allocate", case.pk), **worker)


def assessed(walk: Walked) -> None:
    """One document about the family, a section for each child, authorised, shared and finished."""
    for case in walk.cases:
        if not case.assessments.exists():
            walk.worker.sends(of("assessment_start", case.pk))
    family = walk.cases[0].assessments.get().family
    page, person = of("family_assessment", family.pk), walk.children[-1]
    unborn = person.birth_date_known == "unborn"
    life = assessments.LIFE | {"seen_alone": "yes", **day("seen_on", timezone.localdate())}
    if not unborn:
        VisitFactory(child=person, visited_on=timezone.localdate())
    if unborn:
        life = {name: assessments.LIFE[name] for name in ("words", "day", "strengths", "danger")}
        life["words_whose"] = "observed"
    walk.worker.sends(of("assessed_life", family.pk, person.pk), **life)
    walk.worker.sends(of("assessed_risk", family.pk, person.pk), **assessments.RISK)
    walk.worker.sends(of("assessed_conclusion", family.pk, person.pk), **assessments.CONCLUSION)
    assessments.write(family, by=walk.worker.worker)
    walk.worker.sends(page, of("family_submit", family.pk))
    walk.manager.sends(page, of("family_decide", family.pk), decision="authorise")
    share = of("family_share", family.pk)
    today = day("shared_on", timezone.localdate())
    for receiver in _receivers(walk, share):
        walk.worker.sends(share, person=receiver, how="met", comments="It is fair.", **today)
    walk.worker.sends(of("child_version", family.pk, person.pk), why="Your school was worried about you.")
    walk.worker.prints("child_version_paper", family.pk, person.pk, purpose="family")
    walk.worker.sends(page, of("family_finish", family.pk))


def _receivers(walk: Walked, page: str) -> set[str]:
    return form_of(page, walk.worker.client.get(page).text, page, {}).offers["person"]


def planned(walk: Walked, *, kind: str = "cin") -> PlanDocument:
    """The plan of all the family's children is written, authorised, given on paper and reviewed."""
    today, first = timezone.localdate(), walk.cases[0]
    if kind == "cin":
        children = [case.pk for case in walk.cases]
        page = walk.manager.sends(of("plan_start", first.pk), children=children, reason=plans.REASON)
    else:
        periods = [case.plans.get(kind="cp").pk for case in walk.cases]
        page = walk.worker.sends(of("plan_begin", first.pk), children=periods)
    document = PlanDocument.objects.latest("pk")
    for part in document.parts.order_by("pk"):
        walk.worker.sends(of("plan_need_new", part.pk), words=plans.NEED, grade="high", source="visit")
        outcome = {"words": plans.DIFFERENT, "scale_at_start": 2}
        walk.worker.sends(of("plan_outcome_new", part.needs.get().pk), **outcome)
        action = {"what": plans.WHAT, "owner_kind": "agency", "agency_name": "Owen Example", **plans.MEASURED}
        action |= {"agency_role": "Family support worker", **day("due_on", today + timedelta(days=7))}
        walk.worker.sends(of("plan_action_new", part.needs.get().outcomes.get().pk), **action)
    later = day("contingency_due_on", today + timedelta(days=20))
    walk.worker.sends(of("plan_contingency", document.pk), contingency=plans.CONTINGENCY, **later)
    walk.worker.sends(of("plan_propose", document.pk))
    walk.manager.sends(of("plan_decide", document.pk), decision="authorise")
    whose = "all" if document.parts.count() > 1 else document.parts.get().pk
    copy = {"who": "other", "given_to": "Nan Example", "kind": "family", "part": whose, "how": "handed"}
    walk.worker.sends(of("plan_copy_new", document.pk), **copy)
    walk.worker.saves("plan_copy", document.versions.get().copies.get().pk)
    told = {"view_": plans.VIEW, "scale_": 6, "result_": "done", "words_": plans.WORDS}
    held = {"attended": "All the family", "words": plans.WORDS, **day("held_on", today)}
    walk.worker.sends(of("plan_review", document.pk), each=told, **held)
    walk.worker.reads("plan_review_held", document.reviews.filter(held_on__isnull=False).get().pk)
    assert page == of("plan", document.pk)
    return document


def visited(walk: Walked) -> None:
    """A visit at home in which each child of the home is spoken of; one that cannot be seen yet says why."""
    child = walk.children[0]
    answers = {"kind": "cin", "place": "home", "announced": "yes", "observed": visits.OBSERVED, "safe": "yes"}
    about = {"seen_": "seen", "alone_": "yes", "said_": visits.SAID}
    if child.birth_date_known == "unborn":
        about = {"seen_": "not_seen", "why_not_": "The child is not born yet."}
    for other in (one.pk for one in walk.children if one.birth_date_known == "unborn"):
        answers |= {f"seen_{other}": "not_seen", f"why_not_{other}": "The child is not born yet."}
        answers |= {f"alone_{other}": [], f"said_{other}": ""}
    page = of("visit_new", child.pk)
    walk.worker.sends(page, each=about, **answers, **moment("happened_at", timezone.now() - A_MOMENT))


def met_about_harm(walk: Walked) -> None:
    """The strategy meeting is convened, held, written, decided for each child, signed and sent; enquiries start."""
    chair = {"chair": walk.chair.worker.pk, "place": "By telephone"}
    convened = {
        "reason": strategy.REASON,
        "harm": "PHY",
        "immediate": "no",
        **chair,
        **moment("planned_at", timezone.now()),
    }
    page = walk.desk.sends(of("strategy_from_contact", walk.contact.pk), each={"child_": "in"}, **convened)
    meeting = StrategyMeeting.objects.get()
    walk.chair.sends(of("strategy_hold", meeting.pk), **moment("held_at", timezone.now()))
    for sector in ("police", "health"):
        agency = {"kind": "agency", "agency": AgencyFactory(sector=sector).pk, "name": "Ann Invented", "job": "Lead"}
        walk.desk.sends(of("strategy_invite", meeting.pk), **agency)
    for seat in meeting.invitations.filter(attendance=""):
        walk.desk.sends(of("strategy_note", seat.pk), attendance="attended")
    for row in meeting.children.all():
        walk.desk.sends(of("strategy_section", row.pk), **strategy.SECTION)
        reason = "A clear account and an injury that fits it."
        walk.chair.sends(of("strategy_decide", row.pk), decision="s47", decision_reason=reason)
    walk.desk.sends(of("strategy_record", meeting.pk), **strategy.WRITTEN)
    action = {"what": strategy.WHAT, "purpose": "To know whether it is safe tonight.", "kind": "agency"}
    action |= {"owner_name": "Owen Example", "owner_job": "Social worker"}
    walk.desk.sends(
        of("strategy_action_new", meeting.pk), **action, **moment("due_at", timezone.now() + timedelta(days=1))
    )
    walk.chair.sends(of("strategy_sign", meeting.pk), each={"missing_reason": "Nobody there knows this child yet."})
    seat = meeting.invitations.exclude(agency=None).earliest("pk")
    walk.chair.sends(of("strategy_send", seat.pk), how="handed")
    walk.chair.saves("strategy_copy", seat.pk)
    for row in meeting.children.to_start():
        walk.worker.sends(page, of("enquiry_start", row.pk))
    outcome = "icpc" if walk.family.road == PROTECT else "cin"
    for enquiry in Section47.objects.order_by("pk"):
        found = {"outcome": outcome, "outcome_reason": conferences.DECIDED}
        walk.worker.sends(of("enquiry", enquiry.pk), **found)
        walk.manager.sends(of("enquiry", enquiry.pk), decision="authorise")
        if walk.family.road == HARM:
            views = {"not_needed_reason": conferences.DECIDED, "agency_views": conferences.DECIDED}
            walk.manager.sends(of("enquiry_conference", enquiry.pk), **views)


def conferred(walk: Walked) -> None:
    """The conference is convened, held with the quorum, decided for each child and signed; its papers leave."""
    held, since = conferences.last_working_day(), conferences.last_working_day(10)
    with bringing_in():  # so that a conference can be held on whatever day of the week this is walked
        for enquiry in Section47.objects.all():
            update_raw(enquiry, started_on=since, conference_due_on=held, version=enquiry.version + 1)
    first = Section47.objects.order_by("pk").first()
    assert first is not None
    about = [enquiry.child_id for enquiry in Section47.objects.all()]
    chair = Visitor(workers.practice_manager())
    when = {"planned_at_time": "10:00", **day("planned_at", held)}
    page = of("conference_from_enquiry", first.pk)
    page = walk.worker.sends(page, children_about=about, chair=chair.worker.pk, place="Town hall", **when)
    conference = first.conference_children.get().conference
    chair.sends(of("conference_hold", conference.pk), **day("held_on", held))
    for sector in ("police", "health"):
        conferences.ConferenceInvitationFactory(
            conference=conference, agency__sector=sector, discipline=sector, came=True, shared=True
        )
    for seat in conference.invitations.filter(attendance=""):
        walk.worker.sends(of("conference_note", seat.pk), attendance="attended")
    for tie in walk.children[0].adults.order_by("pk")[:1]:
        walk.worker.sends(of("conference_ask_family", conference.pk), person=tie.adult_id)
        relative = conference.family.get()
        walk.worker.sends(of("conference_family", relative.pk), attendance="attended", views="She wants it to stop.")
    for row in conference.children.order_by("pk"):
        _decided_at_conference(walk, chair, row)
    walk.worker.sends(of("conference_record", conference.pk), **conferences.WRITTEN)
    chair.sends(of("conference_sign", conference.pk))
    seat = conference.invitations.exclude(agency=None).earliest("pk")
    walk.worker.saves("conference_letter", seat.pk)
    walk.worker.saves("conference_record_copy", seat.pk)
    for relative in conference.family.all():
        walk.worker.saves("conference_family_letter", relative.pk)
    assert page == of("conference", conference.pk)


def _decided_at_conference(walk: Walked, chair: Visitor, row: Any) -> None:
    walk.worker.sends(of("conference_section", row.pk), **conferences.SECTION)
    for one in row.conference.invitations.exclude(agency=None):
        view = {"invitation": one.pk, "view": "met", "words": "The child is hit and afraid."}
        walk.worker.sends(of("conference_view", row.pk), **view)
    said = {"decision": "plan", "category": "PHY", "decision_reason": conferences.DECIDED, "dissent": "Nobody"}
    days = {
        **day("core_group_on", conferences.next_working_day(4)),
        **day("review_on", conferences.next_working_day(30)),
    }
    chair.sends(of("conference_decide", row.pk), **said, **days)
    action = {"what": conferences.WHAT, "purpose": "The child sleeps safely.", "owner_name": "Owen Example"}
    action |= {"owner_job": "Social worker", **day("due_on", conferences.next_working_day(3))}
    walk.worker.sends(of("conference_outline", row.pk), **action)


def meanwhile(walk: Walked) -> None:
    """What happens while we work: a birth, another name, a death."""
    child, today = walk.children[0], timezone.localdate()
    if walk.family.then in ("born", "twins born"):
        both = walk.family.then == "twins born"
        baby = {"sex": "F", "given_names": "Wren", "told_by": "The midwife", "how_many": 2 if both else 1}
        baby |= {"sex_2": "M", "given_names_2": "Robin"} if both else {}
        walk.worker.sends(of("person_birth", child.pk), **baby, **day("birth_date", today))
    elif walk.family.then == "renamed":
        names = {"family_name": "Adopter", "also_known_as": "Wren Former, Wren Invented"}
        walk.worker.sends(of("person_details", child.pk, child.pk), **names)
    elif walk.family.then == "dies":
        walk.worker.sends(of("person_details", child.pk, child.pk), **day("death_date", today))


def read_back(walk: Walked) -> None:
    """Each child's record is read; the family's chronology too, and on paper."""
    for child in walk.children:
        assert walk.worker.reads("person", child.pk).context is not None
    first = walk.children[0]
    walk.worker.reads("chronology", first.pk, whose="family", show="compact")
    page = of("chronology_print", first.pk)
    shown = form_of(page, walk.worker.client.get(page).text, page, {})
    answer = walk.worker.client.post(
        page,
        {"whose": "family", "show": "full", "purpose": "court", "sections": sorted(shown.offers["sections"])}
        | shown.sends,
    )
    assert answer["Content-Type"] == "application/pdf", answer.text


def closed(walk: Walked, document: PlanDocument | None, reason: str = "RC7") -> None:
    """The plan ends and each case closes; nothing stands open any more."""
    if document is not None:
        parts = [part.pk for part in document.parts.all()]
        walk.manager.sends(of("plan_end", document.pk), children=parts, reason=plans.REASON)
    for case in walk.cases:
        why = "She is fed, warm and at school every day, and her grandmother sees to it."
        walk.manager.sends(of("case_close", case.pk), reason=reason, what_changed=why, steps_down="no")
    assert not Referral.objects.open().filter(contact=walk.contact).exists()


def stays_open(walk: Walked) -> None:
    """No case closes while work on it goes on: the assessment that an enquiry began, or a plan."""
    for case in walk.cases:
        assert "The assessment" in walk.manager.reads("case_close", case.pk).text
