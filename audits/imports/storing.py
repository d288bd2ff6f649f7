"""Storing what was staged: rows known by their key are brought up to date, new ones are added, nothing is doubled."""

from audits.imports.storing_cases import CasesStore, start_of
from cases.actions import seen_due
from cases.models import Plan, Visit
from frontdoor.models import Contact, ContactChild

NO_WORDS = "Brought in from the inspection workbook. What was told stands in the former system."


class Store(CasesStore):
    """Writes a staged workbook; the caller holds the transaction."""

    def store(self) -> dict[str, int]:
        """Store everything; how many rows of each kind were added or changed."""
        self.teams = self._teams()
        self.workers = self._workers()
        self.people = self._people()
        self._contacts()
        self.referrals = self._referrals()
        self._allocations()
        self._assessments()
        self._enquiries()
        self._plans()
        self._visits()
        seen_due.catch_up([person.pk for person in self.people.values()])
        return dict(self.made)

    def _contacts(self) -> None:
        wanted = {
            contact.key: {
                "received_at": start_of(contact.on),
                "recorded_by_id": self.by.pk,
                "method": "other",
                "source_code": contact.source,
                "concern": NO_WORDS,
                "claimed_consent": "not_known",
                "immediate_danger": False,
            }
            for contact in self.staged.contacts.values()
        }
        rows = self._upsert(Contact, "legacy_key", wanted)
        about = {(row.pk, self.people[self.staged.contacts[key].child].pk) for key, row in rows.items()}
        have = set(
            ContactChild.objects.filter(contact_id__in=[pk for pk, _ in about]).values_list("contact_id", "child_id")
        )
        ContactChild.objects.bring_in(
            ContactChild(contact_id=contact, child_id=child) for contact, child in sorted(about - have)
        )

    def _plans(self) -> None:
        wanted = {
            plan.key: {
                "referral_id": self.referrals[plan.episode].pk,
                "child_id": self.people[plan.child].pk,
                "kind": plan.kind,
                "started_on": plan.started_on,
                "ended_on": plan.ended_on,
                "initial_category": plan.initial_category,
                "latest_category": plan.latest_category,
                "latest_review_on": plan.review_on,
                "earlier_protection_plans": plan.earlier_plans,
            }
            for plan in sorted(self.staged.plans.values(), key=lambda plan: plan.ended_on is None)
        }
        self._upsert(Plan, "legacy_key", wanted)

    def _visits(self) -> None:
        wanted = {
            visit.key: {
                "child_id": self.people[visit.child].pk,
                "visited_on": visit.on,
                "seen": True,
                "seen_alone": visit.seen_alone,
            }
            for visit in self.staged.visits.values()
        }
        self._upsert(Visit, "legacy_key", wanted)
