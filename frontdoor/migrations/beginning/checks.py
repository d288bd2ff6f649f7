"""The children whom requests to agencies are about; the database lets them in only where consent stands (C01)."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger
from django.db import migrations, models

from frontdoor.migrations.beginning.words import WRITTEN_ONCE, refuses

TABLES = [
    migrations.CreateModel(
        name="AgencyCheck",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="about", to="frontdoor.agencyrequest"
                ),
            ),
            (
                "contact",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="frontdoor.contact"
                ),
            ),
            (
                "child",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="frontdoor.person"
                ),
            ),
            (
                "agency",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="frontdoor.agency"
                ),
            ),
            (
                "consent",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="checks",
                    to="frontdoor.consentevent",
                ),
            ),
        ],
        options={
            "abstract": False,
            "constraints": [models.UniqueConstraint(fields=("request", "child"), name="check_child_once")],
        },
    ),
]

RULES = {
    "agencycheck": [
        *WRITTEN_ONCE,
        refuses(
            "check_needs_consent",
            sentence="Agencies cannot be asked about this child yet. Record that a parent agreed, or ask a manager to decide that agencies are asked without consent.",
            operation=pgtrigger.Insert,
            declare=[("ground", "frontdoor_consentevent%ROWTYPE")],
            first="""PERFORM 1 FROM frontdoor_contact held WHERE held.id = NEW.contact_id FOR NO KEY UPDATE; SELECT * INTO ground FROM frontdoor_consentevent e WHERE e.id = NEW.consent_id;""",
            when="""
        ground.id IS NULL OR ground.kind <> 'B'
        OR ground.contact_id <> NEW.contact_id OR ground.child_id <> NEW.child_id
        OR ground.status NOT IN ('CYP_COMPETENT', 'GIVEN', 'GIVEN_PARTIAL', 'NOT_NEEDED_COURT', 'NOT_NEEDED_S47', 'OVERRIDDEN')
        OR EXISTS (
            SELECT 1 FROM frontdoor_consentevent e WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = 'B' AND (e.happened_at, e.id) > (ground.happened_at, ground.id) AND (
                ground.status IN ('GROUND_ENDED', 'NOT_NEEDED_COURT', 'NOT_NEEDED_S47', 'OVERRIDDEN') AND e.status IN ('GROUND_ENDED', 'NOT_NEEDED_COURT', 'NOT_NEEDED_S47', 'OVERRIDDEN')
                OR ground.status = 'OVERRIDDEN' AND e.status IN ('REFUSED', 'WITHDRAWN')
                OR ground.status IN ('CYP_COMPETENT', 'GIVEN', 'GIVEN_PARTIAL') AND e.status IN ('CYP_COMPETENT', 'GIVEN', 'GIVEN_PARTIAL', 'REFUSED', 'WITHDRAWN')
                   AND coalesce(e.given_by_id, e.child_id) = coalesce(ground.given_by_id, ground.child_id)))
        OR (ground.status = 'GIVEN_PARTIAL' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentagency a
            WHERE a.event_id = ground.id AND a.agency_id = NEW.agency_id))
        OR (ground.status = 'OVERRIDDEN' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            JOIN frontdoor_overrideagency a ON a.override_id = o.id AND a.agency_id = NEW.agency_id
            JOIN frontdoor_overridechild c ON c.override_id = o.id AND c.child_id = NEW.child_id
            WHERE o.id = ground.override_id AND o.decision = 'approved' AND o.expires_at > clock_timestamp()
              AND o.review_result <> 'not_justified'))
    """,
        ),
        refuses(
            "check_parents_disagree",
            sentence="One parent agrees that agencies are asked about this child and another does not. A manager has to decide before anybody is asked.",
            operation=pgtrigger.Insert,
            declare=[("ground", "frontdoor_consentevent%ROWTYPE")],
            first="""PERFORM 1 FROM frontdoor_contact held WHERE held.id = NEW.contact_id FOR NO KEY UPDATE; SELECT * INTO ground FROM frontdoor_consentevent e WHERE e.id = NEW.consent_id;""",
            when="""
        ground.status IN ('CYP_COMPETENT', 'GIVEN', 'GIVEN_PARTIAL') AND EXISTS (
            SELECT 1 FROM (
                SELECT DISTINCT ON (coalesce(e.given_by_id, e.child_id)) e.* FROM frontdoor_consentevent e
                WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = 'B' AND e.status IN ('CYP_COMPETENT', 'GIVEN', 'GIVEN_PARTIAL', 'REFUSED', 'WITHDRAWN')
                ORDER BY coalesce(e.given_by_id, e.child_id), e.happened_at DESC, e.id DESC) latest
            WHERE latest.status IN ('REFUSED', 'WITHDRAWN') AND NOT EXISTS (
                SELECT 1 FROM frontdoor_consentmatter m
                WHERE m.contact_id = NEW.contact_id AND m.child_id = NEW.child_id AND m.kind = 'B'
                  AND m.decision = 'rely' AND m.decided_at >= latest.recorded_at))
    """,
        ),
        refuses(
            "check_asks_what_was_decided",
            sentence="Without consent, agencies are asked only the questions that the manager's decision lists. Choose among them, or ask for a new decision.",
            operation=pgtrigger.Insert,
            when=r"""
        EXISTS (
            SELECT 1 FROM frontdoor_consentevent e JOIN frontdoor_consentoverride o ON o.id = e.override_id
            JOIN frontdoor_agencyrequest r ON r.id = NEW.request_id
            CROSS JOIN unnest(r.questions) question
            WHERE e.id = NEW.consent_id AND e.status = 'OVERRIDDEN'
              AND NOT btrim(question, E' \t') IN (
                SELECT btrim(line, E' \t') FROM regexp_split_to_table(o.questions, E'[\r\n]+') line))
    """,
        ),
        refuses(
            "check_asked_by_another",
            sentence="Somebody other than the manager who recorded section 47 or the court order must ask the agency: nobody goes past consent alone.",
            operation=pgtrigger.Insert,
            when="""
        EXISTS (
            SELECT 1 FROM frontdoor_consentevent e JOIN frontdoor_agencyrequest r ON r.id = NEW.request_id
            WHERE e.id = NEW.consent_id AND e.status IN ('NOT_NEEDED_COURT', 'NOT_NEEDED_S47') AND e.recorded_by_id = r.requested_by_id)
    """,
        ),
        refuses(
            "check_on_its_request",
            sentence="A child is asked about on the contact and at the agency of its request.",
            operation=pgtrigger.Insert,
            when="""
        NOT EXISTS (
            SELECT 1 FROM frontdoor_agencyrequest r
            WHERE r.id = NEW.request_id AND r.contact_id = NEW.contact_id AND r.agency_id = NEW.agency_id)
    """,
        ),
        refuses(
            "check_offer_needs_agreement",
            sentence="Early help cannot be offered yet. Record that a parent agreed to a service for this child.",
            operation=pgtrigger.Insert,
            declare=[("agreed", "frontdoor_consentevent%ROWTYPE")],
            first="""
        PERFORM 1 FROM frontdoor_contact held WHERE held.id = NEW.contact_id FOR NO KEY UPDATE;
        SELECT * INTO agreed FROM frontdoor_consentevent e
        WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = 'C'
        ORDER BY e.happened_at DESC, e.id DESC LIMIT 1;
    """,
            when="""
        EXISTS (SELECT 1 FROM frontdoor_agencyrequest r WHERE r.id = NEW.request_id AND r.kind = 'early_help')
        AND (agreed.id IS NULL OR agreed.status NOT IN ('CYP_COMPETENT', 'GIVEN', 'GIVEN_PARTIAL'))
    """,
        ),
    ],
}
