"""What the invented managers rested their decisions on: history, facts, indicators, proportion, risks."""

from datetime import datetime, timedelta
from typing import Any

from audits.demo import weighing_words as words
from audits.demo.chance import Dice
from audits.demo.world import World
from frontdoor.actions.feedback import NOBODY_TO_TELL
from frontdoor.core.working_days import london_date
from frontdoor.models import (
    ChildOutcome,
    ContactReturn,
    Decision,
    DecisionFact,
    HistoryRead,
    OutcomeIndicator,
    ReturnAnswer,
    RiskFlag,
    ThresholdLevel,
)
from frontdoor.models.decision_rules import HISTORY
from frontdoor.models.decisions import ASKS_ASSESSMENT, CANNOT_WAIT, Outcome
from frontdoor.models.overrides import Harm

OWN_SEED = 4
HARM_OF = {"MUL": "EXP"}


def answer_due_at(world: Any, contact: Any, at: datetime) -> datetime:
    """By when a referrer who is asked at a moment is to answer, as the front door promises it."""
    reply, decision = world.due_at("T36", at), contact.decision_due_at
    return min(reply, decision) if decision is not None and decision > at else reply


class Weighing:
    """Draws from a chance of its own, so that what is decided does not depend on how it is told."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = Dice(OWN_SEED)
        self.earlier: dict[int, list[Any]] = {}
        self.at_risk: set[int] = set()

    def texts(self, told: Any) -> dict[str, Any]:
        """The columns of a decision besides its summary and analysis."""
        danger = told.contact.immediate_danger
        return {
            "immediate_danger": danger,
            "danger_steps": words.DANGER if danger else "",
            "lived_experience": told.contact.child_voice or words.NOT_HEARD,
            "missing": self.dice.choice(words.MISSING),
            "would_change": self.dice.choice(words.WOULD_CHANGE),
        }

    def add(self, outcome: ChildOutcome, told: Any) -> None:
        """Keep an outcome with why it is proportionate and the indicators that its level rests on."""
        if outcome.outcome in ASKS_ASSESSMENT:
            outcome.assessment_changes = self.dice.choice(words.CHANGES)
            outcome.lesser_step = self.dice.choice(words.LESSER)
        if outcome.outcome == Outcome.REFERRAL:
            outcome.why_not_early_help = self.dice.choice(words.NOT_EARLY_HELP)
        if outcome.outcome in CANNOT_WAIT:
            outcome.threshold_statement = words.STATEMENT[told.theme.harm]
        if outcome.outcome == Outcome.EARLY_HELP:
            outcome.help_service = self.dice.choice(words.HELP_SERVICES)
            outcome.help_accepted = self.dice.chance(0.85)
        self.world.add(outcome, by=told.contact.decided_by)
        self._signs(outcome, outcome.level, told)

    def stands_on(self, decision: Decision, told: Any) -> None:
        """The history that was read and what is known, each with its source."""
        contact, world = told.contact, self.world
        pieces = {
            id(earlier): earlier
            for child in told.children
            for earlier in self.earlier.get(id(child), [])
            if contact.received_at - HISTORY <= earlier.received_at
        }
        for earlier in pieces.values():
            row = HistoryRead(
                decision=decision,
                kind="contact",
                happened_on=london_date(earlier.received_at),
                relevance="matters" if self.dice.chance(0.6) else "little",
            )
            row.piece = earlier  # numbered when it is stored
            world.add(row, by=decision.decided_by)
        for child in told.children:
            self.earlier.setdefault(id(child), []).append(contact)
        source = (
            ", ".join(filter(None, [contact.referrer_role, contact.agency and contact.agency.name])) or "The caller"
        )
        facts = [(contact.concern.split(". ")[0], source)]
        if contact.child_voice:
            facts.append((contact.child_voice, "The child, as the referrer tells it"))
        for place, (known, who) in enumerate(facts, 1):
            fact = DecisionFact(decision=decision, position=place, words=known, source=who)
            world.add(fact, by=decision.decided_by)

    def _signs(self, outcome: ChildOutcome, level: ThresholdLevel, told: Any) -> None:
        """One or two indicators of the level that fit the worry; the first of the level where none does."""
        looked_for = words.SIGNS_OF[told.theme.code]
        fitting = [sign for sign in level.shown_indicators if any(part in sign.words for part in looked_for)]
        for sign in (fitting or level.shown_indicators)[: self.dice.randint(1, 2)]:
            self.world.add(OutcomeIndicator(outcome=outcome, indicator=sign), by=told.contact.decided_by)

    def risk(self, told: Any, at: datetime, by: Any) -> None:
        """What the social worker who set the urgency raised; nothing for Green."""
        contact = told.contact
        harm = HARM_OF.get(told.theme.harm, told.theme.harm)
        if contact.rag == "green" or harm not in Harm.values or not self.dice.chance(0.7):
            return
        who = contact.referrer_role or "The caller"
        flag = RiskFlag(
            contact=contact,
            harm=harm,
            seen_by=f"{who}: {contact.concern.split('. ')[0]}"[:300],
            raised_at=at + timedelta(minutes=1),
            raised_by=by,
        )
        self.world.add(flag, by=by)
        self.at_risk.add(id(contact))

    def give_back(self, contact: Any, at: datetime, by: Any, *, answered_at: datetime | None = None) -> None:
        """Ask the referrer for what is missing, unless somebody saw a risk or nobody can be asked.

        The referrer rings back at ``answered_at``; None leaves it open.
        """
        if id(contact) in self.at_risk or contact.source_code in NOBODY_TO_TELL:
            return
        asked = words.ASKED_OF_REFERRERS
        missing = self.dice.choice(asked)
        row = ContactReturn(
            contact=contact,
            reason=words.REASON_ASKED[missing],
            missing=missing,
            how="call",
            returned_at=at,
            returned_by=by,
            answer_due_at=answer_due_at(self.world, contact, at),
        )
        self.world.add(row, by=by)
        if answered_at is not None:
            answer = ReturnAnswer(
                sent_back=row,
                words=words.REFERRERS_ANSWERS[row.missing],
                answered_at=answered_at,
                answered_by=contact.triaged_by,
            )
            self.world.add(answer, by=contact.triaged_by)
