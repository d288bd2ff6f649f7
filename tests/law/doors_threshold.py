"""Who may open the pages of the levels of need, and of decisions whose record is to be completed."""

from tests.law.door import ADMINISTRATORS, MANAGERS, page, record, street

DOORS = {
    "decisions_owed": page(MANAGERS),
    "contact_complete": record("contact_id", MANAGERS, 404),  # the contact of the law is undecided: nothing is owed
    "levels_of_need": street(),
    "levels_of_need_version": street(),  # the version that every installation starts with
    "admin_threshold": page(ADMINISTRATORS),
    "admin_threshold_version": page(ADMINISTRATORS),
    "admin_threshold_title": page(ADMINISTRATORS),
    "admin_threshold_level_new": page(ADMINISTRATORS),
    "admin_threshold_propose": page(ADMINISTRATORS),
    "admin_threshold_preview": page(ADMINISTRATORS),
    "admin_threshold_level": page(ADMINISTRATORS),
}
