"""The words of an answer to a referrer, made from the record by kind of referrer, without a name or an address."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q

from frontdoor.core.recognising import (
    Mark,
    address_marks,
    birth_date_marks,
    folded,
    held_in,
    name_marks,
    number_marks,
)
from frontdoor.core.working_days import london_date
from frontdoor.models import (
    Address,
    Authority,
    AuthorityText,
    ChildOutcome,
    Contact,
    HouseholdMember,
    Person,
    Relationship,
    Tie,
    ToldPerson,
)
from frontdoor.models.agencies import PRIVATE_PEOPLE
from frontdoor.models.authority_texts import TextCode
from frontdoor.models.contacts import ClaimedConsent
from frontdoor.models.decisions import Outcome

IN_WORDS = {
    Outcome.NO_FURTHER_ACTION: "We will take no further action.",
    Outcome.ADVICE: "We have given information or advice, or said which service can help.",
    Outcome.EARLY_HELP: "We are offering the family early help.",
    Outcome.OPEN_CASE: "The family already has a social worker, who now has what you told us.",
    Outcome.REFERRAL: "A social worker will make an assessment with the family.",
    Outcome.REFERRAL_STRATEGY: "A social worker will make enquiries with other agencies.",
    Outcome.EMERGENCY: "We are acting now to keep the child safe.",
    Outcome.OTHER_AUTHORITY: "Another authority is responsible. We have passed on what you told us.",
    Outcome.MISSING: "We have acted on the notice that a child was missing.",
    Outcome.PRIVATE_FOSTERING: "We will visit to look into the private fostering arrangement.",
    Outcome.ADOPTION: "We will follow the steps for an adoption without an agency.",
    Outcome.RETURNED: "We need more information from you before we can decide.",
}


def draft(contact: Contact, on: date) -> str:
    """What the referrer of a decided contact is told: a professional the outcome, anyone else that we acted on it."""
    if contact.source_code in PRIVATE_PEOPLE:
        parts = [
            _greeting(contact),
            "A manager has read what you told us and we have acted on it.\n"
            "We cannot tell you more, because what we know about a family is private to them.",
            _call_us(),
        ]
    else:
        parts = [_greeting(contact), *_outcome(contact), _would_have_helped(contact), *_texts(on), _call_us()]
    return "\n\n".join(filter(None, parts))


def _greeting(contact: Contact) -> str:
    told = f"{london_date(contact.received_at):%-d %B %Y}"
    return f"Thank you for telling us about your concern on {told}. Our reference is {contact.referrers_reference}."


def _outcome(contact: Contact) -> list[str]:
    outcomes = list(contact.decision.outcomes.select_related("level").order_by("pk"))
    people = _people(contact)
    counted = Counter(outcome.outcome for outcome in outcomes)
    if len(counted) == 1:
        decided = [IN_WORDS[Outcome(outcomes[0].outcome)]]
    else:
        decided = [
            f"For {number} of {len(outcomes)} children: {IN_WORDS[Outcome(code)]}" for code, number in counted.items()
        ]
    levels = sorted({str(outcome.level) for outcome in outcomes})
    said = ["A manager has decided what happens next.", *decided, f"Level of need: {', '.join(levels)}."]
    return ["\n".join(said), f"The reason: {_reasons(outcomes, people)}"]


def _reasons(outcomes: list[ChildOutcome], people: list[Person]) -> str:
    children = {outcome.child_id for outcome in outcomes}
    return "\n".join(dict.fromkeys(_without_names(outcome.reason, people, children) for outcome in outcomes))


def _would_have_helped(contact: Contact) -> str:
    missing = []
    if contact.claimed_consent in {ClaimedConsent.NOT_ASKED, ClaimedConsent.NOT_KNOWN}:
        missing.append("whether the family knows that you told us, and what they said")
    if not contact.already_tried.strip():
        missing.append("what you and others have tried")
    if not contact.child_voice.strip():
        missing.append("what the child says about it")
    return f"It would have helped us to know: {'; '.join(missing)}." if missing else ""


def _texts(on: date) -> list[str]:
    found = {text.code: text.words for text in AuthorityText.objects.in_force(on)}
    return [found.get(code, "") for code in (TextCode.ADVICE, TextCode.CHALLENGE)]


def _call_us() -> str:
    telephone = Authority.objects.values_list("telephone", flat=True).get(pk=1)
    call = f"call us on {telephone}" if telephone else "call us"
    return f"If you know more or are worried again, {call} and give the reference."


def _people(contact: Contact) -> list[Person]:
    """The children of a contact first, then all who belong to them: whoever may not be seen is not named either."""
    children = [about.child for about in contact.about.select_related("child").order_by("pk")]
    ids = {child.pk for child in children}
    adults = Relationship.objects.filter(child__in=ids).values("adult")
    tied = Tie.objects.filter(Q(person__in=ids) | Q(other__in=ids))
    homes = HouseholdMember.objects.filter(person__in=ids).values("household")
    theirs = Q(pk__in=adults) | Q(pk__in=Relationship.objects.filter(adult__in=adults).values("child"))
    theirs |= Q(pk__in=tied.values("person")) | Q(pk__in=tied.values("other"))
    theirs |= Q(pk__in=HouseholdMember.objects.filter(household__in=homes).values("person"))
    return [*children, *Person.objects.filter(theirs).exclude(pk__in=ids).order_by("pk")]


def _names(person: Person | ToldPerson) -> Iterator[Mark]:
    yield from name_marks(f"{person.given_names} {person.family_name}")
    yield from name_marks(person.also_known_as)


def _marks(person: Person | ToldPerson) -> Iterator[Mark]:
    """Everything by which a text can say who somebody is, but for where they live."""
    yield from _names(person)
    for day in (person.birth_date, person.expected_birth_date):
        if day is not None:
            yield from birth_date_marks(day)
    for number in (person.nhs_number, person.upn):
        yield from number_marks(number or "")


def _without_names(text: str, people: list[Person], children: Collection[int]) -> str:
    """The text with what each of ``people`` is instead of a name; ``children`` are those that the contact is about."""
    for person in people:
        child = "the child" if person.pk in children else "another child"
        for start, end in reversed(folded(text).spans(_names(person))):
            text = f"{text[:start]}{child if person.is_child else 'an adult of the family'}{text[end:]}"
    return text


def named_in(contact: Contact, text: str) -> list[str]:
    """What a text holds that says who the contact's children and their families are, as it is written there, each once.

    Names, birth dates, NHS and pupil numbers, postcodes and addresses, however they are written. Those whom a partner
    told of count before anybody has said who they are.
    """
    people, told = _people(contact), list(contact.told_people.unsettled().order_by("pk"))
    marks = [mark for person in (*people, *told) for mark in _marks(person)]
    for address in Address.objects.filter(person__in=people).order_by("pk"):
        marks += [*number_marks(address.postcode), *address_marks(address.lines)]
    for somebody in told:
        marks += [*number_marks(somebody.postcode), *address_marks(somebody.address_lines)]
    return held_in(text, marks)
