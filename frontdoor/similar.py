"""Contacts like this one that were decided lately: facts and outcome for comparison, nobody's name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch

from frontdoor import presenters
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, ChildOutcome, Contact, OutcomeKey, Person, ThresholdIndicator
from frontdoor.models.agencies import ReferralSource
from frontdoor.models.contacts import Rag
from frontdoor.models.overrides import Harm
from frontdoor.models.similar import keys_of, nearest

LOOKING_BACK = timedelta(days=366)
SHOWN = 8


@dataclass(frozen=True)
class Alike:
    """One decided contact: what it shares with this one, and how it ended. ``url`` where it may be opened."""

    decided: str
    facts: str
    level: str
    outcome: str
    shares: list[str]
    url: int | None


@dataclass(frozen=True)
class Comparison:
    """The contacts most alike, and how all that were compared ended, the most frequent first.

    One that ended in two ways for two children stands under both.
    """

    alike: list[Alike]
    compared: int
    ended: list[tuple[str, int]]


def beside(contact: Contact, *, signs: Iterable[int], worker: Any, at: datetime) -> Comparison:
    """What was decided in the last twelve months on contacts like this one, in a fixed number of queries.

    ``signs`` are the indicators chosen so far. Children hidden from the worker and the contact's own are left out.
    """
    chosen = ThresholdIndicator.objects.filter(pk__in=list(signs)).values_list("pk", "origin_id")
    keys = keys_of(contact.pk) | {f"sign:{origin or pk}" for pk, origin in chosen}
    found = nearest(keys, since=at - LOOKING_BACK, before=at)
    rows = (
        ChildOutcome.objects.filter(pk__in=found)
        .exclude(child__in=contact.about.values("child_id"))
        .exclude(child__in=Person.objects.filter(contact_outcomes__in=found).hidden_from(worker))
        .select_related("level", "child", "decision__contact__agency")
        .prefetch_related(Prefetch("keys", OutcomeKey.objects.filter(key__in=keys), to_attr="shared"))
    )
    together: dict[int, list[ChildOutcome]] = {}
    for row in sorted(rows, key=lambda row: (-len(row.shared), found.index(row.pk))):
        together.setdefault(row.decision.contact_id, []).append(row)
    shown = list(together.values())[:SHOWN]
    ids = [row.decision.contact_id for row, *_ in shown]
    may_open = set(Contact.objects.visible_to(worker).filter(pk__in=ids).values_list("pk", flat=True))
    words = _words(keys)
    ended = Counter(outcome for children in together.values() for outcome in _outcomes(children))
    return Comparison(
        alike=[_alike(children, words, may_open) for children in shown],
        compared=len(together),
        ended=ended.most_common(),
    )


def _outcomes(children: list[ChildOutcome]) -> list[str]:
    """How one contact ended, each outcome once."""
    return list(dict.fromkeys(row.get_outcome_display() for row in children))


def _alike(children: list[ChildOutcome], words: dict[str, str], may_open: set[int]) -> Alike:
    """One contact, whose children are those found, the one most alike first."""
    contact = children[0].decision.contact
    ages = ", ".join(dict.fromkeys(presenters.age_band(row.child, contact.received_at) for row in children))
    who = "child" if len(children) == 1 else f"{len(children)} children,"
    return Alike(
        decided=f"{london_date(children[0].decision.decided_at):%B %Y}",
        facts=f"{contact.get_rag_display()}, {who} {ages}, told by {presenters.kind_of_referrer(contact)}",
        level="; ".join(dict.fromkeys(str(row.level) for row in children)),
        outcome="; ".join(_outcomes(children)),
        shares=sorted({words[key.key] for row in children for key in row.shared}),
        url=contact.pk if contact.pk in may_open else None,
    )


def _words(keys: set[str]) -> dict[str, str]:
    """Each key as a reason why two contacts are alike."""
    parts = {key: key.split(":") for key in keys}
    agencies = _named(Agency, parts, "agency")
    signs = _named(ThresholdIndicator, parts, "sign")
    said = {
        "agency": lambda part: f"same agency and urgency: {agencies.get(part[1], '')}, {Rag(part[2]).label}",
        "source": lambda part: (
            f"same kind of referrer and urgency: {ReferralSource(part[1]).label}, {Rag(part[2]).label}"
        ),
        "age": lambda part: f"same urgency and age: {Rag(part[1]).label}, {part[2]}",
        "harm": lambda part: f"same risk and age: {Harm(part[1]).label.lower()}, {part[2]}",
        "sign": lambda part: f"same indicator: {signs.get(part[1], '')}",
    }
    return {key: said[part[0]](part) for key, part in parts.items()}


def _named(model: Any, parts: dict[str, list[str]], kind: str) -> dict[str, str]:
    wanted = [int(part[1]) for part in parts.values() if part[0] == kind]
    return {str(row.pk): str(row) for row in model.objects.filter(pk__in=wanted)} if wanted else {}
