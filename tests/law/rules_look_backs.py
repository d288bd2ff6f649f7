"""Lines of the constraints law for look-backs."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from frontdoor.core import acting
from tests.factories import after_override, workers
from tests.factories.look_backs import LookBackFactory, LookBackItemFactory
from tests.law.rule import NOW, TODAY, YESTERDAY, Rule, twice
from tests.words import says

CLOSED = {"closed_at": NOW, "closed_by": lambda _: workers.senior_leader()}
ACT = {
    "finding": "act",
    "action": "Write to the parents.",
    "action_owner": lambda _: workers.social_worker(),
    "action_due_on": TODAY + timedelta(days=5),
}


def done() -> Any:
    return LookBackItemFactory(done=True)


def half_done() -> Any:
    return LookBackItemFactory().look_back


def item_of_a_closed_one() -> Any:
    return done()


def closed(row: Any) -> Any:
    return LookBackFactory(closed_at=NOW, closed_by=workers.senior_leader())


def actor(row: Any) -> Any:
    return acting.current()


def handed(**more: Any) -> dict[str, Any]:
    """The columns of a look-back whose hidden contacts are handed on now, with changes."""
    given = {"handed_to": lambda _: workers.auditor(), "handed_at": lambda _: timezone.now(), "handed_by": actor}
    return given | more


def who_signed(row: Any) -> Any:
    return after_override.approved(contact=row.contact).decided_by


RULES: dict[str, Rule] = {
    "look_back_says_why": Rule(LookBackFactory, {"purpose": says(19) + " "}),
    "look_back_closed_by_somebody": Rule(LookBackFactory, {"closed_at": NOW}),
    "look_back_closed_when_done": Rule(half_done, CLOSED, on="update"),
    "look_back_handed_on_whole": Rule(LookBackFactory, handed(handed_at=None), on="update"),
    "look_back_handed_to_who_works_it": Rule(
        LookBackFactory, handed(handed_to=lambda _: workers.social_worker()), on="update"
    ),
    "look_back_handed_on_in_person": Rule(LookBackFactory, handed(handed_by=lambda _: workers.senior_leader())),
    "look_back_once_a_contact": twice(LookBackItemFactory),
    "look_back_found_by_somebody": Rule(LookBackItemFactory, {"looked_at": NOW}, on="update"),
    "look_back_says_what_was_found": Rule(done, {"found": says(19) + " "}, on="update"),
    "look_back_action_is_whole": Rule(done, {**ACT, "action": "x"}, on="update"),
    "look_back_action_after_finding": Rule(done, {**ACT, "action_due_on": YESTERDAY}, on="update"),
    "look_back_not_ones_own": Rule(done, {"looked_by": lambda row: row.contact.decided_by}, on="update"),
    "look_back_by_who_took_no_part": Rule(done, {"looked_by": who_signed}, on="update"),
    "look_back_stays_when_closed": Rule(done, {"look_back": closed}, on="update"),
}
