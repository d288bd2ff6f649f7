"""Who may open what for, and about, partner agencies (see tests/law/doors.py)."""

from tests.law.door import ADMINISTRATORS, FRONT_DOOR, PARTNER, READERS, Door, page, record, street

PARTNERS = frozenset({PARTNER})

# Every page that opens to partners alone; a random name that is nobody's is not found.
PORTAL: dict[str, Door] = {
    "partner_start": page(PARTNERS),
    "partner_step": page(PARTNERS, 404),  # the draft of somebody else, like one that is not there
    "partner_autosave": page(PARTNERS).post_only(),
    "partner_referrals": page(PARTNERS),
    "partner_referral": page(PARTNERS, 404),
    "partner_answer": page(PARTNERS, 404),  # as "partner_referral"
    "partner_threshold": page(PARTNERS),
    "partner_advice": page(PARTNERS),
}

DOORS: dict[str, Door] = {
    **PORTAL,
    "contact_children": record("contact_id", FRONT_DOOR),
    "contact_child": record("contact_id", FRONT_DOOR, 404),  # no partner named the child of the law
    "contact_called_back": record("contact_id", FRONT_DOOR).post_only(),
    "contact_attachment": record("contact_id", READERS),
    # The API asks for a token itself: without one 401, and 405 for a GET where only a POST is taken.
    "api_token": street(405),
    "api_contacts": street(401),
    "api_contact": street(401),
    "api_contact_documents": street(401),
    "api_contact_answer": street(401),
    "api_levels": street(401),
    "api_schema": street(401),
    "admin_clients": page(ADMINISTRATORS),
    "admin_client_new": page(ADMINISTRATORS),
    "admin_client": page(ADMINISTRATORS),
    "admin_client_change": page(ADMINISTRATORS),
    "admin_partners": page(ADMINISTRATORS),
    "admin_partner_invite": page(ADMINISTRATORS),
    "admin_partner": page(ADMINISTRATORS, 200),
}
