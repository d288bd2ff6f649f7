"""What an assessment of a family answers for and what it still lacks (domain.md S9 to S13): asked of the one SQL."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import combinations
from typing import Any

from django.urls import reverse

from cases.models import Assessment, ChildConclusion, ChildSection, CopiedPart, FamilyAssessment, Plan, Section47
from cases.models.assessment_gaps import NOT_COVERED, OF_EACH_CHILD, listing_sql
from cases.models.assessment_rules import wrote_some
from cases.models.assessment_words import FlagFound
from frontdoor.core.prepared import ask
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentEvent, Contact, Person, RiskFlag
from frontdoor.models.consent import ConsentKind
from frontdoor.models.households import children_of_household

ALIKE, COPIED = 0.9, 0.6
"""From how alike two children's words (S10), and from how much of an analysis copied (S14), the page warns."""
HISTORY = {"contact": "contact", "assessment": "assessment", "plan": "plan", "enquiry": "section 47 enquiry"}
SOMEBODY = "A person whose record is restricted"
_WROTE = f"SELECT {wrote_some('%(family)s::bigint', '%(worker)s::bigint')}"
_LISTING = listing_sql("%(family)s::bigint", "%(day)s::date")


@dataclass(frozen=True)
class Item:
    """One thing that a document answers for; which ids are filled depends on ``part`` (``listing_sql``)."""

    part: str
    child_id: int | None
    adult_id: int | None
    thing_id: int | None
    done: bool


@dataclass
class Coverage:
    """All that a document answers for, with the people it is about as far as ``viewer`` may know them."""

    items: list[Item]
    people: dict[int, Person] = field(default_factory=dict)

    @cached_property
    def gaps(self) -> list[Item]:
        return [item for item in self.items if not item.done]

    @property
    def is_whole(self) -> bool:
        return not self.gaps

    @property
    def child_ids(self) -> list[int]:
        """Every child of the household, the eldest first, whoever is left out last."""
        found = {item.child_id: item.part == "left_out" for item in self.items if item.part in CHILD_PARTS}
        return sorted((one for one in found if one), key=lambda one: (found[one], self._born(one), one))

    @property
    def left_out(self) -> set[int]:
        return {item.child_id for item in self.items if item.part == "left_out" and item.child_id}

    @property
    def adult_ids(self) -> list[int]:
        return sorted(item.adult_id for item in self.items if item.part == "adult" and item.adult_id)

    def of(self, *parts: str) -> list[Item]:
        """The items of these kinds."""
        return [item for item in self.items if item.part in parts]

    def is_done(self, child_id: int, part: str) -> bool:
        return any(item.done for item in self.items if item.child_id == child_id and item.part == part)

    def name(self, person_id: int) -> str:
        """A person's name; of one whom the reader may not know, that there is somebody."""
        person = self.people.get(person_id)
        return person.full_name if person else SOMEBODY

    def _born(self, child_id: int) -> date:
        person = self.people.get(child_id)
        return (person and (person.birth_date or person.expected_birth_date)) or date.max

    @property
    def missing(self) -> list[str]:
        """What is missing, a line for each child and adult and for the history and the risks."""
        lines = []
        for child in self.child_ids:
            parts = [
                OF_EACH_CHILD[item.part] for item in self.gaps if item.child_id == child and item.part in OF_EACH_CHILD
            ]
            if parts:
                lines.append(f"{self.name(child)}: {', '.join(parts).lower()}")
        lines.extend(f"{self.name(item.adult_id)}: not written about" for item in self.gaps if item.adult_id)
        history = sum(item.part in HISTORY for item in self.gaps)
        flags = sum(item.part == "flag" for item in self.gaps)
        if history:
            lines.append(f"Earlier work not considered: {history}")
        if flags:
            lines.append(f"Risks raised at a contact and not answered: {flags}")
        return lines

    @property
    def refusal(self) -> str:
        """The sentence that refuses, with everything that is missing."""
        return f"{NOT_COVERED} Missing: {'; '.join(self.missing)}."


CHILD_PARTS = {*OF_EACH_CHILD, "left_out"}


def of(family: FamilyAssessment, *, on: date, viewer: Any = None) -> Coverage:
    """What a document answers for on a day, and by whom it is named. Two queries."""
    rows = ask(_LISTING, {"family": family.pk, "day": on})
    coverage = Coverage([Item(*row) for row in rows])
    ids = {*coverage.child_ids, *coverage.adult_ids}
    people = Person.objects.filter(pk__in=ids)
    if viewer is not None:
        people = people.linkable_by(viewer)
    coverage.people = {person.pk: person for person in people}
    return coverage


def wrote_part_of(family: FamilyAssessment, worker: Any) -> bool:
    """Whether a worker wrote any version of any part of a document, as the row asks it."""
    ((wrote,),) = ask(_WROTE, {"family": family.pk, "worker": worker.pk})
    return bool(wrote)


def row_of(family: FamilyAssessment, model: Any, **about: Any) -> Any:
    """The row of a section about somebody, or None while nobody has written it."""
    return model.objects.filter(family=family, **about).first()


def document_for(child: Person, *, on: date, worker: Any) -> FamilyAssessment | None:
    """The document, not authorised yet, of a child with whom this one shares a household; None where there is none.

    One that tells of a child hidden from the worker is not this worker's to write.
    """
    together = children_of_household(child, on=on)
    documents = FamilyAssessment.objects.not_authorised().telling_of_nobody_hidden_from(worker)
    under_way = Assessment.objects.open().filter(child__in=together, family__in=documents)
    found = under_way.select_related("family").order_by("pk").first()
    return found.family if found else None


def alike(family: FamilyAssessment) -> list[tuple[int, int]]:
    """Pairs of children whose words or days are nearly the same text (S10): a prompt, never a grade."""
    rows = ChildSection.objects.filter(family=family, left_out_on=None).order_by("pk")
    found = []
    for one, other in combinations(rows, 2):
        texts = ((one.words, other.words), (one.day, other.day))
        if any(first and second and similarity(first, second) > ALIKE for first, second in texts):
            found.append((one.child_id, other.child_id))
    return found


def similarity(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1, word by word."""
    return SequenceMatcher(None, one.lower().split(), other.lower().split(), autojunk=False).ratio()


def copied_share(text: str, source: str) -> float:
    """How much of a text stands in another one, 0 to 1, in runs of three words or more."""
    words = text.lower().split()
    blocks = SequenceMatcher(None, words, source.lower().split(), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 3) / len(words) if words else 0.0  # noqa: PLR2004 - a run


def copied(family: FamilyAssessment) -> list[int]:
    """The children whose analysis is for more than 60 in 100 that of an earlier document (S14): a prompt."""
    written = dict(
        ChildConclusion.objects.filter(family=family).exclude(analysis="").values_list("child_id", "analysis")
    )
    earlier = Assessment.objects.filter(child__in=written).exclude(family=family).exclude(analysis="")
    pairs = earlier.values_list("child_id", "analysis")
    return sorted({child for child, text in pairs if copied_share(written[child], text) > COPIED})


def marks(family: FamilyAssessment) -> Iterable[CopiedPart]:
    """What was copied into the document, with where it came from."""
    return CopiedPart.objects.filter(family=family).select_related("source", "copied_by").order_by("pk")


@dataclass(frozen=True)
class Thing:
    """An earlier piece of work that the system lists, or a risk raised, as a form asks about it."""

    part: str
    pk: int
    title: str
    url: str = ""
    relevance: str = ""

    @property
    def key(self) -> str:
        return f"{self.part}_{self.pk}"


def considered(rows: Iterable[Any]) -> dict[str, str]:
    """What was said of earlier work (rows of HistoryConsidered, or what is kept of them), by ``Thing.key``."""
    return {
        f"{kind}_{getattr(row, f'{kind}_id')}": row.relevance
        for row in rows
        for kind in HISTORY
        if getattr(row, f"{kind}_id")
    }


def things(family: FamilyAssessment, covered: Coverage, *, viewer: Any) -> list[Thing]:
    """The history that the system lists, oldest first, with what was said of it; each leads to its page.

    One query a kind, whatever their number.
    """
    said = considered(family.history_considered.all())
    listed = {kind: [item.thing_id for item in covered.of(kind)] for kind in HISTORY}
    rows: list[tuple[date, str, int, str, str]] = []
    may_open = {
        kind: set(model.objects.visible_to(viewer).filter(pk__in=listed[kind]).values_list("pk", flat=True))
        for kind, model in (("contact", Contact), ("assessment", Assessment), ("enquiry", Section47))
    }
    for contact in Contact.objects.filter(pk__in=listed["contact"]):
        day = london_date(contact.received_at)
        url = reverse("contact", args=[contact.pk]) if contact.pk in may_open["contact"] else ""
        rows.append((day, "contact", contact.pk, f"Contact C{contact.pk}", url))
    for assessment in Assessment.objects.filter(pk__in=listed["assessment"]):
        found = assessment.get_outcome_display() or "no outcome"
        url = reverse("assessment", args=[assessment.pk]) if assessment.pk in may_open["assessment"] else ""
        rows.append((assessment.started_on, "assessment", assessment.pk, f"Assessment: {found}", url))
    for plan in Plan.objects.filter(pk__in=listed["plan"]):
        rows.append((plan.started_on, "plan", plan.pk, plan.get_kind_display(), ""))
    for enquiry in Section47.objects.filter(pk__in=listed["enquiry"]):
        url = reverse("enquiry", args=[enquiry.pk]) if enquiry.pk in may_open["enquiry"] else ""
        rows.append((enquiry.started_on, "enquiry", enquiry.pk, "Section 47 enquiry", url))
    names = {(item.part, item.thing_id): covered.name(item.child_id) for item in covered.of(*HISTORY) if item.child_id}
    return [
        Thing(kind, pk, f"{title}, {day:%-d %B %Y}, {names[kind, pk]}", url, said.get(f"{kind}_{pk}", ""))
        for day, kind, pk, title, url in sorted(rows)
    ]


def agreements(assessed: Iterable[Assessment]) -> dict[int, ConsentEvent]:
    """The last word on the assessment of each of these children, by child (C08). One query."""
    ids = [one.child_id for one in assessed]
    said = ConsentEvent.objects.filter(child__in=ids, kind=ConsentKind.SERVICE).select_related("given_by")
    return {event.child_id: event for event in said.order_by("happened_at", "pk")}


@dataclass(frozen=True)
class Flag:
    """A risk raised at a contact, with what the assessment found about it."""

    pk: int
    title: str
    found: str
    because: str

    @property
    def found_words(self) -> str:
        return str(FlagFound(self.found).label)


def flags(family: FamilyAssessment, covered: Coverage) -> list[Flag]:
    """The risks that were raised, the oldest first."""
    answers = {row.flag_id: row for row in family.flag_answers.all()}
    raised = RiskFlag.objects.filter(pk__in=[item.thing_id for item in covered.of("flag")])
    found = []
    for row in raised.order_by("raised_at", "pk"):
        answer = answers.get(row.pk)
        title = f"{row.get_harm_display()}, {london_date(row.raised_at):%-d %B %Y}: {row.seen_by}"
        found.append(Flag(row.pk, title, answer.found if answer else "", answer.because if answer else ""))
    return found
