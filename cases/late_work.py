"""Late work and with whom it lies: the worker's until it is late, then the manager's, then the head of service's (L07).

What falls due is the worker's own list. What is late is the manager's of its team. What stays late for longer than the
authority allows, or is late in a team that has no practice manager, has climbed to the head of service.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, TruncDate

from cases.models import (
    Allocation,
    Assessment,
    Conference,
    CoreGroup,
    FollowUp,
    Plan,
    PlanChild,
    PlanReview,
    Section47,
    SeenDue,
    StrategyMeeting,
)
from cases.models.assessments import ASSESSMENT_CLOCK
from cases.models.conferences import HELD_CLOCK as CONFERENCE_HELD_CLOCK
from cases.models.conferences import LETTER_CLOCK, RECORD_CLOCK
from cases.models.core_groups import CORE_GROUP_CLOCK
from cases.models.enquiries import CONFERENCE_CLOCK, OUTCOME_CLOCK
from cases.models.follow_ups import FOLLOW_UP_CLOCK
from cases.models.plan_reviews import REVIEW_CLOCK as PLAN_REVIEW_CLOCK
from cases.models.protection import REVIEW_CLOCK
from cases.models.strategy import CIRCULATED_CLOCK, HELD_CLOCK
from cases.models.visits import SEEN_CLOCK
from frontdoor.core import limits
from frontdoor.core.policy import PolicyPeriod
from frontdoor.core.roles import PRACTICE_MANAGER
from frontdoor.core.timed import Clock
from frontdoor.core.together import Moment
from frontdoor.core.working_days import LONDON
from frontdoor.models import Referral
from frontdoor.models.referrals import ALLOCATION_CLOCK

CLIMBS = "LATE-CLIMBS"
"""How long work stays late before it climbs to the head of service: a limit of the authority, or of a team."""
MANAGER, HEAD = "manager", "head"
LATE_CLOCK = Clock("LATE", started="fell_due", due="fell_due", finished="kept")
_UNKNOWN_DAY, _NOBODY = Cast(Value(None), DateField()), Cast(Value(None), BigIntegerField())


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of promise: ``rows`` that a viewer may open and that are still to be kept.

    ``child`` and ``team`` are the rows' paths to them, ``page`` the URL name of where it is seen to, with the column
    ``key``. What belongs to several children at once names none: its ``chair`` answers for it, and its reference
    begins with a ``letter``.
    """

    code: str
    words: str
    clock: Clock
    rows: Callable[[Any], QuerySet]
    page: str
    key: str = "pk"
    child: str = "child"
    team: Any = "referral__team"
    chair: str = ""
    letter: str = ""

    def late(self, viewer: Any, at: Moment, *, team: Any, worker: Any, rung: str) -> QuerySet:
        """Those that are late, each as the columns of a line; all kinds have the same."""
        in_days = self.clock.due.endswith("_on")
        rows = self.rows(viewer).filter(self.clock.overdue_q(at.today if in_days else at.now))
        rows = rows.alias(team_asked=self.team if hasattr(self.team, "resolve_expression") else F(f"{self.team}_id"))
        if team is not None:
            rows = rows.filter(team_asked=team)
        if worker is not None:
            rows = rows.filter(self._whose(worker))
        rows = rows.annotate(fell_due=self._last_day(in_days=in_days)).annotate(**self._columns(at.today))
        if rung:
            rows = rows.filter(climbed=rung == HEAD)
        return rows.order_by().values_list(*COLUMNS, named=True)

    def _last_day(self, *, in_days: bool) -> Any:
        due = F(self.clock.due)
        return due if in_days else TruncDate(due - timedelta(microseconds=1), tzinfo=LONDON)

    def _whose(self, worker: Any) -> Q:
        return Q(**{f"{self.chair}_id": worker}) if self.chair else Q(Exists(self._lead().filter(worker_id=worker)))

    def _lead(self) -> QuerySet:
        return Allocation.objects.current().lead().filter(child_id=OuterRef(f"{self.child}_id"))

    def _columns(self, on: Any) -> Mapping[str, Any]:
        nothing = Value("", TextField())
        worker = _full_name(f"{self.chair}__") if self.chair else Subquery(_names(self._lead(), "worker__"))
        return {
            "what": Value(self.code, TextField()),
            "row": F(self.key),
            "whom": F(f"{self.child}_id") if self.child else _NOBODY,
            "given": Cast(F(f"{self.child}__given_names"), TextField()) if self.child else nothing,
            "surname": Cast(F(f"{self.child}__family_name"), TextField()) if self.child else nothing,
            "of_team": Subquery(_teams().filter(pk=OuterRef("team_asked")).values("name")[:1]),
            "by": worker,
            "climbed": _has_climbed(on),
            "kept": _UNKNOWN_DAY,
        }


COLUMNS = ("what", "row", "whom", "given", "surname", "of_team", "by", "fell_due", "climbed", "kept")


def _teams() -> QuerySet:
    teams: QuerySet = Referral._meta.get_field("team").related_model.objects.all()
    return teams


def _full_name(path: str) -> Concat:
    return Concat(F(f"{path}given_names"), Value(" "), F(f"{path}family_name"), output_field=TextField())


def _names(rows: QuerySet, path: str) -> QuerySet:
    return rows.order_by("pk").annotate(name=_full_name(path)).values("name")[:1]


def _has_climbed(on: Any) -> Case:
    """Late for longer than the authority allows, or of a team without a practice manager.

    What is the same for all rows is asked once: few teams have a limit of their own.
    """
    managers = get_user_model().objects.holding(PRACTICE_MANAGER.code, on)
    managed = Q(team_asked__in=managers.filter(team__isnull=False).values("team_id"))
    with_own = Q(team_asked__in=PolicyPeriod.objects.of(CLIMBS).filter(team__isnull=False).values("team_id"))
    limit = Case(
        When(with_own, then=limits.ago(CLIMBS, on=on, team="team_asked")),
        default=limits.ago(CLIMBS, on=on, team=None),
    )
    alone = Q(team_asked__isnull=True) | ~managed
    return Case(When(Q(fell_due__lt=limit) | alone, then=True), default=False, output_field=BooleanField())


def _of_plan_document() -> Subquery:
    of_one = PlanChild.objects.filter(document_id=OuterRef("document_id")).order_by("pk")
    return Subquery(of_one.values("plan__referral__team_id")[:1])


def _of_open_case() -> Subquery:
    return Subquery(Referral.objects.open().filter(child_id=OuterRef("child_id")).values("team_id")[:1])


def _in_open_case(rows: QuerySet) -> QuerySet:
    return rows.filter(referral__closed_on__isnull=True, referral__no_further_action=False)


def _enquiries(viewer: Any) -> QuerySet:
    return _in_open_case(Section47.objects.visible_to(viewer))


_MEETING = {"page": "strategy", "child": "", "team": "chair__team", "chair": "chair", "letter": "S"}
_CONFERENCE = _MEETING | {"page": "conference", "letter": "K"}
KINDS = (
    Kind(
        code="meeting",
        words="Strategy meeting not held",
        clock=HELD_CLOCK,
        rows=lambda viewer: StrategyMeeting.objects.visible_to(viewer).to_hold(),
        **_MEETING,
    ),
    Kind(
        code="meeting_record",
        words="Record of a strategy meeting not out",
        clock=CIRCULATED_CLOCK,
        rows=lambda viewer: StrategyMeeting.objects.visible_to(viewer).standing(),
        **_MEETING,
    ),
    Kind(
        code="outcome",
        words="Outcome of a section 47 enquiry",
        clock=OUTCOME_CLOCK,
        rows=_enquiries,
        page="enquiry",
    ),
    Kind(
        code="conference_due",
        words="Conference after a section 47 enquiry",
        clock=CONFERENCE_CLOCK,
        rows=lambda viewer: _enquiries(viewer).awaiting_conference(),
        page="enquiry",
    ),
    Kind(
        code="conference",
        words="Conference not held",
        clock=CONFERENCE_HELD_CLOCK,
        rows=lambda viewer: Conference.objects.visible_to(viewer).to_hold(),
        **_CONFERENCE,
    ),
    Kind(
        code="letters",
        words="Decision letters of a conference not out",
        clock=LETTER_CLOCK,
        rows=lambda viewer: Conference.objects.visible_to(viewer).standing(),
        **_CONFERENCE,
    ),
    Kind(
        code="conference_record",
        words="Record of a conference not out",
        clock=RECORD_CLOCK,
        rows=lambda viewer: Conference.objects.visible_to(viewer).standing(),
        **_CONFERENCE,
    ),
    Kind(
        code="review_conference",
        words="Review conference",
        clock=REVIEW_CLOCK,
        rows=Plan.objects.visible_to,
        page="person",
        key="child_id",
    ),
    Kind(
        code="core_group",
        words="Core group",
        clock=CORE_GROUP_CLOCK,
        rows=lambda viewer: CoreGroup.objects.visible_to(viewer).waiting(),
        page="person",
        key="plan__child_id",
        child="plan__child",
        team="plan__referral__team",
    ),
    Kind(
        code="plan_review",
        words="Review of a plan",
        clock=PLAN_REVIEW_CLOCK,
        rows=lambda viewer: PlanReview.objects.waiting().visible_to(viewer),
        page="plan",
        key="document_id",
        child="",
        team=_of_plan_document(),
        chair="document__started_by",
        letter="L",
    ),
    Kind(
        code="seen",
        words="Child not seen",
        clock=SEEN_CLOCK,
        rows=lambda viewer: SeenDue.objects.visible_to(viewer).waiting(),
        page="person",
        key="child_id",
    ),
    Kind(
        code="follow_up",
        words="Return home interview or private fostering visit",
        clock=FOLLOW_UP_CLOCK,
        rows=lambda viewer: FollowUp.objects.visible_to(viewer).standing(),
        page="person",
        key="child_id",
        team=_of_open_case(),
    ),
    Kind(
        code="allocation",
        words="Case without a worker",
        clock=ALLOCATION_CLOCK,
        rows=lambda viewer: Referral.objects.visible_to(viewer).unallocated(),
        page="person",
        key="child_id",
        team="team",
    ),
    Kind(
        code="assessment",
        words="Assessment",
        clock=ASSESSMENT_CLOCK,
        rows=Assessment.objects.visible_to,
        page="assessment",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def late(viewer: Any, at: Moment, *, team: Any = None, worker: Any = None, kind: str = "", rung: str = "") -> QuerySet:
    """What is late at a moment of what the viewer may open, the longest late first: ``COLUMNS``, in one statement.

    Of a team or a worker (ids), of one kind, or only with the ``MANAGER`` or the ``HEAD``.
    """
    wanted = [BY_CODE[kind]] if kind else KINDS
    first, *others = (one.late(viewer, at, team=team, worker=worker, rung=rung) for one in wanted)
    return (
        first.union(*others, all=True).order_by("fell_due", "what", "row")
        if others
        else first.order_by("fell_due", "row")
    )
