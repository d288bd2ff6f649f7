"""The rules about partners and what they send (see tests/law/rules.py)."""

from typing import Any

from tests.factories import partners, people, workers
from tests.law.rule import NOW, Rule, twice

TOLD = partners.ToldPersonFactory


def referral() -> Any:
    return partners.PartnerReferralFactory()


def client() -> Any:
    return partners.PartnerClientFactory()


def adult() -> Any:
    return TOLD(adult=True)


def settled() -> Any:
    return TOLD(settled=True)


def named_by_partner() -> Any:
    return partners.PartnerReferralFactory(contact__triaged=True).contact


def partner_grant() -> Any:
    return workers.GrantFactory(
        worker=workers.WorkerFactory(agency=people.AgencyFactory(), team=None), role="partner_referrer"
    )


def another_agency(_: Any) -> Any:
    return people.AgencyFactory()


def another_contact(_: Any) -> Any:
    return partners.PartnerContactFactory()


def somebody(_: Any) -> Any:
    return workers.call_handler()


RULES = {
    "partner_referral_named": Rule(referral, {"public_id": "BCDFGHJKMNP1", "contact": another_contact}, on="insert"),
    "partner_called_back_by_somebody": Rule(referral, {"called_back_at": NOW}, on="update"),
    "partner_referral_of_own_agency": Rule(
        referral, {"agency": another_agency, "contact": another_contact, "public_id": "BCDFGHJKMNPQ"}, on="insert"
    ),
    "partner_referral_sent_by_one": Rule(
        referral, {"body_digest": "0" * 64, "contact": another_contact, "public_id": "BCDFGHJKMNPQ"}, on="insert"
    ),
    "partner_client_once": Rule(client, {"client_id": "another"}, on="insert"),
    "partner_client_keeps_a_hash": Rule(
        client, {"secret_digest": "secret", "client_id": "another", "name": "Another"}, on="insert"
    ),
    "partner_client_ended_by_somebody": Rule(client, {"ended_at": NOW}, on="update"),
    "partner_referral_stays": Rule(referral, {"over_limit": True}, on="update"),
    "contact_children_are_settled": Rule(
        named_by_partner, {"decided_at": NOW, "decided_by": somebody, "version": 2}, on="update"
    ),
    "told_person_has_a_name": Rule(TOLD, {"given_names": "", "family_name": ""}, on="insert"),
    "told_birth_date_when_known": Rule(TOLD, {"birth_date_known": "exact"}, on="insert"),
    "told_postcode_is_whole": Rule(TOLD, {"postcode": "AB1"}, on="insert"),
    "told_adult_has_a_tie": Rule(adult, {"kind": ""}, on="insert"),
    "told_person_settled_whole": Rule(TOLD, {"settled_at": NOW}),
    "told_person_stays": Rule(settled, {"given_names": "Another"}, on="update"),
    "attachment_is_not_empty": Rule(partners.AttachmentFactory, {"size": 0}, on="insert"),
    "attachment_has_a_digest": Rule(partners.AttachmentFactory, {"digest": "none"}, on="insert"),
    "attachment_has_its_own_file": twice(partners.AttachmentFactory),
    "attachment_stays": Rule(partners.AttachmentFactory, {"name": "other.pdf"}, on="update"),
    "partner_of_one_agency": Rule(partner_grant, {"role": "call_handler"}, on="insert"),
    "worker_agency_stays": Rule(workers.partner_referrer, {"agency": another_agency}, on="update"),
    "worker_of_a_team_or_an_agency": Rule(
        lambda: workers.WorkerFactory(team=None, agency=people.AgencyFactory()),
        {"team": lambda _: workers.TeamFactory(), "email": "another@example.org"},
    ),
}
