"""What a partner's system sends and is answered, field by field. A field that is not here is refused."""

from typing import Any

from rest_framework import serializers
from stdnum.gb import nhs, upn

from frontdoor.actions.contacts import Referrer
from frontdoor.actions.people import NewAddress, NewAdult, NewPerson
from frontdoor.core.fields import LONGEST_TEXT_BYTES
from frontdoor.forms.identifiers import postcode
from frontdoor.forms.record_contact import NAME_NEEDED
from frontdoor.forms.refer import SURE_OF_THEMSELVES
from frontdoor.models import PartnerClient, PartnerReferral
from frontdoor.models.contacts import ClaimedConsent
from frontdoor.models.person_choices import BirthDateKnown, Ethnicity, Sex
from frontdoor.models.relationships import RelationshipKind, Responsibility
from frontdoor.partner_status import RECEIVED, STATUSES

MOST = 20
LONG = LONGEST_TEXT_BYTES
"""As long as the form takes, so that no system is refused words that a person may send."""


class Strict(serializers.Serializer):
    """Refuses what it does not know, so that nobody believes to have told us something."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({name: ["This field is not known."] for name in unknown})
        return super().to_internal_value(data)


def line(longest: int, **more: Any) -> serializers.CharField:
    """A text that may be left out."""
    return serializers.CharField(max_length=longest, required=False, allow_blank=True, default="", **more)


class AddressIn(Strict):
    lines = line(300)
    postcode = line(8)
    no_fixed_address = serializers.BooleanField(default=False)

    def validate_postcode(self, typed: str) -> str:
        return postcode(typed)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        somewhere = bool(attrs["lines"] or attrs["postcode"])
        if somewhere == attrs["no_fixed_address"]:
            raise serializers.ValidationError("Give an address or say that there is no fixed address.")
        return attrs


class ChildIn(Strict):
    """A child. Leave out what is not known; an unborn child has an expected date of birth."""

    given_names = line(120)
    family_name = line(120)
    also_known_as = line(240)
    birth_date = serializers.DateField(required=False, allow_null=True, default=None)
    birth_date_is_estimated = serializers.BooleanField(default=False)
    expected_birth_date = serializers.DateField(required=False, allow_null=True, default=None)
    sex = serializers.ChoiceField(choices=Sex.choices, default=Sex.UNKNOWN.value)
    ethnicity = serializers.ChoiceField(choices=Ethnicity.choices, default=Ethnicity.NOBT.value)
    school = line(120)
    nhs_number = line(20)
    upn = line(20)
    address = AddressIn(required=False, allow_null=True, default=None)

    def validate_nhs_number(self, typed: str) -> str | None:
        return _number(typed, nhs, "Check the NHS number: it has 10 digits and one is wrong.")

    def validate_upn(self, typed: str) -> str | None:
        return _number(typed, upn, "Check the pupil number: it is a letter and 12 digits, and one is wrong.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not (attrs["given_names"] or attrs["family_name"] or attrs["expected_birth_date"]):
            raise serializers.ValidationError({"given_names": [f"{NAME_NEEDED}."]})
        if attrs["birth_date"] and attrs["expected_birth_date"]:
            raise serializers.ValidationError({"expected_birth_date": ["A child is born or expected, not both."]})
        if attrs["expected_birth_date"] and attrs["sex"] != Sex.UNKNOWN:
            raise serializers.ValidationError({"sex": ["Leave the sex of an unborn child as not known."]})
        return attrs


def _number(typed: str, kind: Any, sentence: str) -> str | None:
    if not typed:
        return None
    if not (typed.isascii() and kind.is_valid(typed)):
        raise serializers.ValidationError(sentence)
    return kind.compact(typed)


def child_of(answers: dict[str, Any]) -> NewPerson:
    """A described child as the act takes it."""
    answers = dict(answers)
    where, estimated = answers.pop("address"), answers.pop("birth_date_is_estimated")
    known = BirthDateKnown.UNKNOWN
    if answers["expected_birth_date"]:
        known = BirthDateKnown.UNBORN
    elif answers["birth_date"]:
        known = BirthDateKnown.ESTIMATED if estimated else BirthDateKnown.EXACT
    address = NewAddress(**where) if where else None
    return NewPerson(**answers, birth_date_known=known, address=address)


class AdultIn(Strict):
    """An adult in the family."""

    given_names = line(120)
    family_name = line(120)
    relationship = serializers.ChoiceField(choices=RelationshipKind.choices)
    parental_responsibility = serializers.ChoiceField(choices=Responsibility.choices)
    lives_with_child = serializers.BooleanField(required=False, allow_null=True, default=None)
    telephone = line(30)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not (attrs["given_names"] or attrs["family_name"]):
            raise serializers.ValidationError({"given_names": [f"{NAME_NEEDED}."]})
        return attrs


def adult_of(answers: dict[str, Any]) -> NewAdult:
    """A described adult as the act takes it."""
    return NewAdult(
        person=NewPerson(**{name: answers[name] for name in ("given_names", "family_name", "telephone")}),
        kind=answers["relationship"],
        parental_responsibility=answers["parental_responsibility"],
        lives_with_child=answers["lives_with_child"],
    )


class ReferrerIn(Strict):
    """Whom the front door rings."""

    name = serializers.CharField(max_length=120)
    role = line(120)
    telephone = serializers.CharField(max_length=30)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, default="")


class ContactIn(Strict):
    """A contact about one or more children."""

    immediate_danger = serializers.BooleanField()
    level = serializers.CharField(max_length=4, required=False, allow_null=True, default=None)
    referrer = ReferrerIn()
    children = serializers.ListField(child=ChildIn(), min_length=1, max_length=MOST)
    adults = serializers.ListField(child=AdultIn(), max_length=MOST, required=False, default=list)
    concern = serializers.CharField(max_length=LONG)
    child_voice = line(LONG)
    already_tried = line(LONG)
    family_knows = serializers.ChoiceField(
        choices=SURE_OF_THEMSELVES, required=False, allow_null=True, allow_blank=True, default=None
    )
    family_knows_reason = line(LONG)

    def told(self, client: PartnerClient, unread: list[str]) -> dict[str, Any]:
        """What the act takes; ``unread`` are lines of what was sent and could not be read."""
        answers = self.validated_data
        referrer = answers["referrer"]
        return {
            "referrer": Referrer(
                source_code=client.agency.source_code,
                agency=client.agency,
                **{f"referrer_{name}": referrer[name] for name in ("name", "role", "telephone", "email")},
            ),
            "children": [child_of(child) for child in answers["children"]],
            "adults": [adult_of(adult) for adult in answers["adults"]],
            "level_code": answers["level"],
            "claimed_consent": answers["family_knows"] or ClaimedConsent.NOT_KNOWN,
            "claimed_consent_reason": answers["family_knows_reason"],
            "not_checked": "\n".join(unread),
            **{name: answers[name] for name in ("immediate_danger", "concern", "child_voice", "already_tried")},
        }


class ContactTaken(serializers.Serializer):
    """That a contact is safe, the same for every sending under one key; and what is asked for afterwards."""

    id = serializers.CharField()
    status = serializers.ChoiceField(choices=[RECEIVED])
    received_at = serializers.DateTimeField()
    waits_for_call_back = serializers.BooleanField()
    still_to_say = serializers.ListField(child=serializers.CharField())


class ContactStanding(serializers.Serializer):
    """Where a contact stands, what the referrer is asked for, and what they are told once it is decided."""

    id = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUSES)
    received_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    asked = serializers.CharField(allow_blank=True)
    answer_by = serializers.DateTimeField(allow_null=True)
    told = serializers.CharField(allow_blank=True)
    still_to_say = serializers.ListField(child=serializers.CharField())


class DocumentIn(Strict):
    """One document: a PDF, a Word document, a JPEG or a PNG, as the form takes it."""

    file = serializers.FileField(allow_empty_file=True, max_length=1000)


class DocumentTaken(serializers.Serializer):
    """That a document is safe with its contact."""

    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class AnswerIn(Strict):
    """What the front door asked for when it returned the contact."""

    words = serializers.CharField(max_length=LONG)


class AnswerTaken(serializers.Serializer):
    """That the answer is safe."""

    id = serializers.CharField()
    answered_at = serializers.DateTimeField()


class Problem(serializers.Serializer):
    """A refusal (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(required=False)


def taken(referral: PartnerReferral) -> dict[str, Any]:
    """The answer to a contact."""
    return dict(
        ContactTaken(
            {
                "id": referral.public_id,
                "status": RECEIVED,
                "received_at": referral.contact.received_at,
                "waits_for_call_back": referral.over_limit,
                "still_to_say": referral.contact.still_to_say,
            }
        ).data
    )
