"""Requests to agencies in words: where each stands, who was reminded, and what came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.forms import Form

from frontdoor import presenters
from frontdoor.core import policy
from frontdoor.core.working_days import WorkingCalendar, london_date
from frontdoor.models import AgencyCheck, AgencyRequest, CheckChaser, Contact, ReplyStatement
from frontdoor.models.agency_requests import REPLY_CLOCK, AgencyRequestQuerySet, Ending
from frontdoor.models.check_replies import Said

WITHOUT_A_REPLY = {Ending.NOT_ANSWERED.value: "closed without a reply", Ending.STOPPED.value: "stopped"}
COLOURS = {Ending.ANSWERED: "green", Ending.NOT_ANSWERED: "red", Ending.STOPPED: "grey"}


@dataclass(frozen=True)
class Asked:
    """One request as pages show it: about whom, where it stands, when it is due, and what was answered."""

    check: AgencyRequest
    children: str
    state: str
    colour: str
    due: presenters.Due | None
    chasers: list[CheckChaser]
    facts: list[ReplyStatement]
    opinions: list[ReplyStatement]
    answered: str = ""


def with_everything(rows: AgencyRequestQuerySet) -> AgencyRequestQuerySet:
    """Requests with all that ``shown`` needs, in a fixed number of queries."""
    return rows.select_related("agency", "owner", "requested_by", "ended_by", "contact", "reply").prefetch_related(
        Prefetch("about", AgencyCheck.objects.select_related("child").order_by("pk")),
        Prefetch("chasers", CheckChaser.objects.select_related("chased_by").order_by("chased_at", "pk")),
        Prefetch("reply__statements", ReplyStatement.objects.select_related("child").order_by("pk")),
    )


def shown(rows: Iterable[AgencyRequest], *, now: datetime, calendar: WorkingCalendar) -> list[Asked]:
    """Each request of ``with_everything`` in words."""
    return [_asked(row, now, calendar) for row in rows]


def of_contact(contact: Contact, now: datetime) -> list[Asked]:
    """What agencies were asked on a contact: waiting ones by their due moment, then the rest."""
    rows = with_everything(AgencyRequest.objects.filter(contact=contact)).order_by("ended_at", "due_at", "pk")
    found = sorted(rows, key=lambda check: check.ended_at is not None)
    return shown(found, now=now, calendar=policy.calendar(around=london_date(now)))


def _asked(check: AgencyRequest, now: datetime, calendar: WorkingCalendar) -> Asked:
    reply = getattr(check, "reply", None)
    chasers = list(check.chasers.all())
    statements: list[Any] = list(reply.statements.all()) if reply else []
    state, colour = _state(check, chased=bool(chasers))
    return Asked(
        check=check,
        children=names(check),
        state=state,
        colour=colour,
        due=_due(check, now, calendar),
        chasers=chasers,
        facts=[said for said in statements if said.said == Said.FACT],
        opinions=[said for said in statements if said.said == Said.OPINION],
        answered=_answered(check) if reply else "",
    )


def _due(check: AgencyRequest, now: datetime, calendar: WorkingCalendar) -> presenters.Due | None:
    """Where the reply stands; only one that came is done in time or late."""
    if check.ending in WITHOUT_A_REPLY:
        return presenters.Due(check.due_at, "on_time", WITHOUT_A_REPLY[check.ending])
    return presenters.due(REPLY_CLOCK, check, now=now, calendar=calendar)


def owner_differences(form: Form, check: AgencyRequest, chosen: Any) -> list[dict[str, str]]:
    """Whom somebody else has named as the owner of the concern, beside who was chosen on the older page."""
    theirs = check.owner.get_full_name() if check.owner else "Nobody any more"
    return [{"label": str(form["owner"].label), "theirs": theirs, "yours": chosen.get_full_name()}]


def names(check: AgencyRequest) -> str:
    """The children a request is about."""
    named = [about.child.full_name for about in check.about.all()]
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def _state(check: AgencyRequest, *, chased: bool) -> tuple[str, str]:
    if check.ending:
        ending = Ending(check.ending)
        return str(ending.label), COLOURS[ending]
    return ("Chased", "yellow") if chased else ("Asked", "blue")


def _answered(check: AgencyRequest) -> str:
    reply = check.reply
    who = ", ".join(filter(None, [reply.answered_by, reply.answered_as]))
    return f"{who}, {presenters.moment(reply.received_at)}, {'in time' if REPLY_CLOCK.is_kept(check) else 'late'}"


def in_words(*, said: str, words: str, source: str, dated_on: str | None) -> str:
    """One statement of a reply as a sentence of a story; the day is ISO."""
    if said == Said.FACT and dated_on:
        return f"{words} (Fact. Source: {source}, {presenters.long_day(date.fromisoformat(dated_on))})"
    return f"{words} (Opinion. Source: {source})"
