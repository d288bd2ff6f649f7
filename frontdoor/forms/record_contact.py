"""The questions of a contact, a few at a time. Only what the desk cannot do without is required."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField

from frontdoor.actions.contacts import Referrer
from frontdoor.actions.doubtful import NO_NAME, line
from frontdoor.actions.people import NewAddress, NewAdult, NewPerson
from frontdoor.core.forms import (
    CheckboxField,
    EmailField,
    GovDateField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    YesNoField,
)
from frontdoor.core.prepared import Prepared
from frontdoor.core.working_days import EARLIEST
from frontdoor.forms.identifiers import nhs_number, postcode, pupil_number
from frontdoor.forms.threshold import claimed_level_field
from frontdoor.models import Agency, ThresholdLevel
from frontdoor.models.agencies import ReferralSource
from frontdoor.models.birth_dates import BORN_LONG_AGO, NOT_EXPECTED, is_expected, is_too_old
from frontdoor.models.contacts import Method
from frontdoor.models.person_choices import BirthDateKnown, Ethnicity, Sex
from frontdoor.models.relationships import RelationshipKind, Responsibility
from frontdoor.models.still_to_say import NEEDS_A_REASON, WHY_NOT_ASKED, ClaimedConsent

NAMES = ("given_names", "family_name")
NAME_NEEDED = "Enter a first name or a family name. If neither is known, write Unknown"
OR_LATER = "If that cannot be said now, tick the box below, and we ask for it later"
AGENCY = "agency-"
_AGENCY = [field.attname for field in Agency._meta.concrete_fields]
_AGENCIES = Prepared(lambda _: Agency.objects.filter(ended_on__isnull=True).values_list("pk", "name", *_AGENCY))
_LEVELS = Prepared(lambda _, on: ThresholdLevel.objects.in_force(on), on=DateField())


class DangerForm(GovukForm):
    """Asked before everything else, so that nobody waits on the telephone."""

    immediate_danger = YesNoField(
        "Is a child in immediate danger?",
        hint="Somebody may be seriously hurt today, or is being hurt now.",
        required_message="Select yes if a child is in immediate danger",
        label_size="m",
    )


class UrgentForm(GovukForm):
    """The least that can be sent when a child is in danger."""

    given_names = TextField("Child's first names", required=False, max_length=120, width=20)
    family_name = TextField("Child's family name", required=False, max_length=120, width=20)
    concern = LongTextField("What is worrying", rows=6, required_message="Enter what is worrying")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not (self.cleaned_data.get("given_names") or self.cleaned_data.get("family_name")):
            self.add_error("given_names", NAME_NEEDED)
        return self.cleaned_data

    def child(self) -> NewPerson:
        """The child, of whom no more than a name is known yet."""
        return NewPerson(given_names=self.cleaned_data["given_names"], family_name=self.cleaned_data["family_name"])


class CallerForm(GovukForm):
    """Who tells us, how and when."""

    source = SelectField(
        "Who is telling us", subject="who is telling us", hint="An agency of the list, or who the person is."
    )
    referrer_name = TextField("Their name", required=False, max_length=120, width=20)
    referrer_role = TextField(
        "Their job, or their tie to the child", required=False, max_length=120, width=20, subject="job or tie"
    )
    referrer_telephone = TextField(
        "Telephone to ring them back", required=False, max_length=30, inputmode="tel", width=20
    )
    referrer_email = EmailField("E-mail", required=False)
    method = RadiosField("How it came in", choices=Method.choices, small=True, subject="how it came in")
    received_at = GovDateTimeField(
        "When it came in, if not just now", required=False, past=True, earliest=EARLIEST, subject="when it came in"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Rows, not agencies: most of them are only shown in the list.
        self.agencies = {f"{AGENCY}{pk}": (name, read) for pk, name, *read in _AGENCIES.ask()}
        self.fields["source"].choices = self._sources

    def _sources(self) -> list[tuple[str, Any]]:
        listed = [(key, name) for key, (name, _) in self.agencies.items()]
        return [("", "Choose"), ("Agencies", listed), ("Somebody else", list(ReferralSource.choices))]

    def referrer(self) -> Referrer:
        """The referrer as the act takes it."""
        answers = self.cleaned_data
        _, read = self.agencies.get(answers["source"], ("", None))
        agency = Agency.from_db("default", _AGENCY, read) if read else None
        return Referrer(
            source_code=agency.source_code if agency else answers["source"],
            agency=agency,
            **{name: answers[name] for name in answers if name.startswith("referrer_")},
        )


class NewChildForm(GovukForm):
    """A child who is not recorded yet, born or not.

    While a child is in danger nothing but the name can be wrong: the rest is set aside as it was typed (C13, L65).
    """

    in_danger = False

    given_names = TextField("First names", required=False, max_length=120, width=20)
    family_name = TextField("Family name", required=False, max_length=120, width=20)
    also_known_as = TextField("Other or former names", required=False, max_length=240)
    birth_date_known = RadiosField(
        "Date of birth",
        choices=[
            (BirthDateKnown.EXACT, "Known"),
            (BirthDateKnown.ESTIMATED, "Estimated"),
            (BirthDateKnown.UNKNOWN, "Not known"),
            (BirthDateKnown.UNBORN, "Not born yet"),
        ],
        reveals={"exact": "birth_date", "estimated": "estimated_birth_date", "unborn": "expected_birth_date"},
        required_message="Select whether the date of birth is known",
    )
    birth_date = GovDateField("Day, month and year", past=True, subject="date of birth")
    estimated_birth_date = GovDateField(
        "Best guess",
        past=True,
        subject="estimated date of birth",
        hint="For a child who looks about 7, any day 7 years ago.",
    )
    expected_birth_date = GovDateField("Expected on", subject="expected date of birth")
    sex = RadiosField("Sex", choices=Sex.choices, inline=True, required=False)
    ethnicity = SelectField("Ethnicity", choices=Ethnicity.choices, required=False)
    school = TextField("School or nursery", required=False, max_length=120)
    lines = TextField("Address", required=False, max_length=300)
    postcode = TextField("Postcode", required=False, max_length=8, width=10)
    no_fixed_address = CheckboxField("No fixed address", required=False)
    nhs_number = TextField("NHS number", required=False, max_length=20, width=20, inputmode="numeric")
    upn = TextField("Unique pupil number", required=False, max_length=20, width=20)

    def clean_nhs_number(self) -> str | None:
        return nhs_number(self.cleaned_data["nhs_number"])

    def clean_upn(self) -> str | None:
        return pupil_number(self.cleaned_data["upn"])

    def clean_postcode(self) -> str:
        return postcode(self.cleaned_data["postcode"])

    def clean_birth_date(self) -> Any:
        return self._of_a_child("birth_date")

    def clean_estimated_birth_date(self) -> Any:
        return self._of_a_child("estimated_birth_date")

    def _of_a_child(self, name: str) -> Any:
        born = self.cleaned_data[name]
        if is_too_old(born, self.fields[name].today):
            raise ValidationError(BORN_LONG_AGO.rstrip("."), code="year")
        return born

    def clean_expected_birth_date(self) -> Any:
        expected = self.cleaned_data["expected_birth_date"]
        if expected and not is_expected(expected, self.fields["birth_date"].today):
            raise ValidationError(NOT_EXPECTED.rstrip("."), code="month")
        return expected

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        self.not_checked = self._set_aside() if self.in_danger else []
        unborn = answers.get("birth_date_known") == BirthDateKnown.UNBORN
        if not (unborn or answers.get("given_names") or answers.get("family_name")):
            self.add_error("given_names", NAME_NEEDED)
        if answers.get("no_fixed_address") and (answers.get("lines") or answers.get("postcode")):
            self.add_error("lines", "Enter an address or say that there is no fixed address, not both")
        if unborn and answers.get("sex") not in ("", Sex.UNKNOWN):
            self.add_error("sex", "Leave the sex of an unborn child as not known")
        return answers

    def _set_aside(self) -> list[str]:
        """Take off every answer that would be refused, and give a line for each that was typed."""
        answers, lines = self.cleaned_data, []
        for name in [name for name in self.errors if name in self.fields and name not in NAMES]:
            del self.errors[name]
            answers[name] = getattr(self.fields[name], "empty_value", None)
            typed = self[name].data
            typed = " ".join(filter(None, typed)) if isinstance(typed, list) else typed
            if typed:
                given, family = (answers.get(who, "") for who in NAMES)
                lines.append(line(given, family, self.fields[name].subject, typed))
        dated = {"exact": "birth_date", "estimated": "estimated_birth_date", "unborn": "expected_birth_date"}
        known = dated.get(answers["birth_date_known"] or "")
        if known is None or not answers[known]:
            answers["birth_date_known"] = BirthDateKnown.UNKNOWN
        if known == "expected_birth_date" and not (answers[known] or any(answers.get(who) for who in NAMES)):
            answers["given_names"] = NO_NAME
        return lines

    def person(self) -> NewPerson:
        """The child as the act takes it."""
        answers = self.cleaned_data
        plain = ("given_names", "family_name", "also_known_as", "birth_date_known", "school", "nhs_number", "upn")
        address = NewAddress(
            lines=answers["lines"],
            postcode=answers["postcode"],
            no_fixed_address=answers["no_fixed_address"],
        )
        return NewPerson(
            **{name: answers[name] for name in plain},
            birth_date=answers["birth_date"] or answers["estimated_birth_date"],
            expected_birth_date=answers["expected_birth_date"],
            sex=answers["sex"] or Sex.UNKNOWN,
            ethnicity=answers["ethnicity"] or Ethnicity.NOBT,
            address=None if address == NewAddress() else address,
        )


class AnotherChildForm(GovukForm):
    """Whether the caller is worried about a brother or sister too."""

    another = YesNoField(
        "Is there another child?",
        hint="Each child the caller is worried about.",
        subject="whether there is another child",
    )


class AdultForm(GovukForm):
    """One adult in the family."""

    given_names = TextField("First names", required=False, max_length=120, width=20)
    family_name = TextField("Family name", required=False, max_length=120, width=20)
    kind = SelectField("Who is this to the child", choices=RelationshipKind.choices, subject="who this is to the child")
    parental_responsibility = RadiosField(
        "Parental responsibility", choices=Responsibility.choices, inline=True, small=True
    )
    lives_with_child = RadiosField(
        "Lives with the child",
        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
        inline=True,
        small=True,
        required=False,
    )
    telephone = TextField("Telephone", required=False, max_length=30, width=20, inputmode="tel")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not (self.cleaned_data.get("given_names") or self.cleaned_data.get("family_name")):
            self.add_error("given_names", NAME_NEEDED)
        return self.cleaned_data

    def line(self) -> str:
        """The adult in one line, for a list."""
        answers = self.cleaned_data
        name = f"{answers['given_names']} {answers['family_name']}".strip()
        return f"{name}, {RelationshipKind(answers['kind']).label.lower()}"

    def adult(self) -> NewAdult:
        """The adult as the act takes it."""
        answers = self.cleaned_data
        return NewAdult(
            person=NewPerson(**{name: answers[name] for name in ("given_names", "family_name", "telephone")}),
            kind=answers["kind"],
            parental_responsibility=answers["parental_responsibility"],
            lives_with_child={"yes": True, "no": False}.get(answers["lives_with_child"]),
        )


class ConcernForm(GovukForm):
    """What it is about, in the caller's words and the child's."""

    concern = LongTextField(
        "What is worrying",
        hint="What was seen, heard or said, when, and by whom.",
        required_message="Enter what is worrying",
    )
    child_voice = LongTextField("What the child says or lives with", rows=4, required=False)
    already_tried = LongTextField("What has been tried", rows=3, required=False)


class ClaimForm(ConcernForm):
    """The same at the desk, with the level of need that the caller names: those of the version in force today."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["claimed_level"] = claimed_level_field(_LEVELS.ask(on=today))


class ConsentForm(GovukForm):
    """What the family knows, as the caller says (domain.md 2.1 A). It is asked once and stops nobody (C13)."""

    in_danger = False

    claimed_consent = RadiosField(
        "What does the family know about this contact?",
        choices=ClaimedConsent.choices,
        subject="what the family knows",
        label_size="m",
    )
    claimed_consent_reason = LongTextField(
        "Why the family was not asked or did not agree",
        rows=3,
        required=False,
        hint="Say it if they were not asked or said no.",
    )
    reason_follows = CheckboxField("Why they were not asked or did not agree cannot be said now", required=False)

    def full_clean(self) -> None:
        if self.in_danger:
            self.fields["claimed_consent"].required = False
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        asks = answers.get("claimed_consent") in NEEDS_A_REASON and not answers.get("reason_follows")
        if asks and not answers.get("claimed_consent_reason") and not self.in_danger:
            self.add_error("claimed_consent_reason", f"{WHY_NOT_ASKED} {OR_LATER}")
        return answers

    def told(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        answers = self.cleaned_data
        return {
            "claimed_consent": answers.get("claimed_consent") or ClaimedConsent.NOT_KNOWN,
            "claimed_consent_reason": answers.get("claimed_consent_reason", ""),
        }
