"""What a partner told, in the words of the front door's pages; and the same beside a record."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from frontdoor import presenters
from frontdoor.actions.stored_files import why_shut
from frontdoor.models import Address, Attachment, Contact, PartnerReferral, Person, ToldPerson
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.stored_files import Scan

SCAN_COLOURS = {Scan.WAITING: "yellow", Scan.CLEAN: "green", Scan.REFUSED: "red", Scan.NO_SCANNER: "grey"}
NOT_TOLD, NOT_RECORDED, NOT_SEEN = "Not told", "Not recorded", "You cannot see this"


def _born(somebody: Person | ToldPerson) -> str:
    if somebody.birth_date_known == BirthDateKnown.UNBORN:
        due = somebody.expected_birth_date
        return f"Not born yet{f', due {presenters.long_day(due)}' if due else ''}"
    if somebody.birth_date is None:
        return ""
    about = "about " if somebody.birth_date_known == BirthDateKnown.ESTIMATED else ""
    return f"{about}{presenters.long_day(somebody.birth_date)}"


def _facts(somebody: Person | ToldPerson, lives_at: str) -> dict[str, str]:
    return {
        "Name": somebody.full_name,
        "Other or former names": somebody.also_known_as,
        "Date of birth": _born(somebody),
        "Sex": somebody.get_sex_display(),
        "Lives at": lives_at,
        "School or nursery": somebody.school,
        "NHS number": somebody.nhs_number or "",
        "Pupil number": somebody.upn or "",
        "Telephone": somebody.telephone,
    }


def told_facts(told: ToldPerson) -> dict[str, str]:
    """What was told about somebody, question by question; empty where nothing was."""
    where = Address(lines=told.address_lines, postcode=told.postcode, no_fixed_address=told.no_fixed_address)
    return _facts(told, where.in_words)


def told_rows(told: ToldPerson) -> list[dict[str, str]]:
    """The same for ``summary_list``, answered questions alone."""
    return [{"key": question, "value": answer} for question, answer in told_facts(told).items() if answer]


def beside(told: ToldPerson, person: Person, addresses: Iterable[Address] | None, on: date) -> list[dict[str, Any]]:
    """What was told beside what is recorded, a row a question.

    ``addresses`` is None for a record that the reader may not open: then name and age alone are shown of it.
    """
    said = told_facts(told)
    if addresses is None:
        recorded = {"Name": f"{person.full_name}, {presenters.age(person, on)}"}
        return [
            _compared(question, answer, recorded.get(question, NOT_SEEN), False)
            for question, answer in said.items()
            if answer
        ]
    recorded = _facts(person, "\n".join(address.in_words for address in addresses))
    return [
        _compared(
            question,
            answer,
            recorded[question],
            bool(answer and recorded[question] and answer.casefold() != recorded[question].casefold()),
        )
        for question, answer in said.items()
        if answer or recorded[question]
    ]


def _compared(question: str, told: str, recorded: str, differs: bool) -> dict[str, Any]:
    return {"question": question, "told": told or NOT_TOLD, "recorded": recorded or NOT_RECORDED, "differs": differs}


def unsettled(contact: Contact, on: date) -> list[tuple[ToldPerson, str]]:
    """The children of whom nobody has said who they are, each with an age in words."""
    return [(told, age(told, on)) for told in contact.told_people.children().unsettled()]


def age(told: ToldPerson, on: date) -> str:
    """How old a child is by what was told."""
    return presenters.age(
        Person(
            birth_date=told.birth_date,
            birth_date_known=told.birth_date_known,
            expected_birth_date=told.expected_birth_date,
        ),
        on,
    )


def sent_rows(referral: PartnerReferral) -> list[dict[str, str]]:
    """Who sent a contact and what they claim, for ``summary_list``; read with agency, sent_by and claimed_level."""
    level = str(referral.claimed_level) if referral.claimed_level else "The referrer was not sure"
    sender = referral.sent_by.get_full_name() if referral.sent_by else "Another system"
    rows = {
        "Sent by": f"{sender}, {referral.agency.name}",
        "Level claimed": level,
        "Reference the referrer has": referral.reference,
    }
    if referral.called_back_at and referral.called_back_by:
        rows["Called back"] = f"{referral.called_back_by.get_full_name()}, {presenters.moment(referral.called_back_at)}"
    return [{"key": key, "value": value} for key, value in rows.items()]


def documents(contact: Contact) -> list[tuple[Attachment, str, str, str]]:
    """Each document with its scan in words and colour, and why it is shut, if it is."""
    return [
        (row, row.get_scan_display(), SCAN_COLOURS[Scan(row.scan)], why_shut(row))
        for row in contact.attachments.order_by("pk")
    ]
