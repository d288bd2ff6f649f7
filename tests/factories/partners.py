"""What partners send: a referral about one child whom nobody has settled yet, and documents."""

from typing import Any

import factory

from frontdoor.models import Attachment, Contact, PartnerClient, PartnerReferral, ToldPerson
from tests.factories.base import RecordFactory
from tests.factories.contacts import RECEIVED, ContactFactory
from tests.factories.people import AgencyFactory
from tests.factories.workers import partner_referrer


class PartnerContactFactory(ContactFactory):
    """A contact on which no child stands yet."""

    class Meta:
        model = Contact

    method = "form"

    @factory.post_generation
    def children(self, create: bool, extracted: Any, **_: Any) -> None:
        """The referral names them."""


class PartnerReferralFactory(RecordFactory):
    """A referral by somebody of an agency about one child; ``told=[]`` names nobody."""

    class Meta:
        model = PartnerReferral

    sent_by = factory.LazyFunction(partner_referrer)
    agency = factory.SelfAttribute("sent_by.agency")
    contact = factory.SubFactory(
        PartnerContactFactory,
        agency=factory.SelfAttribute("..agency"),
        recorded_by=factory.SelfAttribute("..sent_by"),
    )

    @factory.post_generation
    def told(self, create: bool, extracted: Any, **_: Any) -> None:
        for about in [{}] if extracted is None else extracted:
            ToldPersonFactory(contact=self.contact, **about)


class ToldPersonFactory(RecordFactory):
    """A child as a partner described it."""

    class Meta:
        model = ToldPerson

    contact = factory.SubFactory(PartnerContactFactory)
    is_child = True
    given_names = factory.Sequence(lambda n: f"Told{n}")
    family_name = "Invented"

    class Params:
        adult = factory.Trait(is_child=False, kind="mother", parental_responsibility="yes")
        settled = factory.Trait(
            settled_at=RECEIVED,
            settled_by=factory.LazyAttribute(lambda told: told.contact.recorded_by),
            person=factory.SubFactory("tests.factories.people.ChildFactory"),
        )


class AttachmentFactory(RecordFactory):
    class Meta:
        model = Attachment

    contact = factory.SubFactory(ContactFactory)
    name = "notes.pdf"
    file = factory.django.FileField(data=b"%PDF-1.7 invented")
    kind = "application/pdf"
    size = 17
    digest = "0" * 64
    scan = "no_scanner"
    attached_by = factory.SelfAttribute("contact.recorded_by")


class PartnerClientFactory(RecordFactory):
    class Meta:
        model = PartnerClient

    agency = factory.SubFactory(AgencyFactory)
    name = "Records"
    secret_digest = "0" * 64
