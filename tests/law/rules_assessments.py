"""The rules of assessments of families (see rules.py)."""

from datetime import timedelta
from typing import Any

from frontdoor.core import acting
from tests.factories import assessments as made
from tests.factories import workers
from tests.factories.cases import AssessmentFactory, PlanFactory, agreed
from tests.law.rule import TODAY, Rule, after, before, saved, the, twice
from tests.law.rules_strategy import versioned
from tests.words import says

FAMILY = made.FamilyFactory


def submitted() -> Any:
    return FAMILY(submitted=True)


def lacking() -> Any:
    return made.begun(submitted=True)


def whole() -> Any:
    """Submitted with everything answered."""
    family = made.write(made.begun())
    family.submitted_on, family.submitted_by = TODAY, family.opened_by
    return saved(family)


def whole_by_a_manager() -> Any:
    """The same, of which a manager wrote a section that its worker wrote again."""
    family = made.write(made.begun())
    section, manager = family.sections.earliest("pk"), made.manager_of(family)
    with acting.acting_as(manager):
        saved(section)
    family.submitted_on, family.submitted_by = TODAY, family.opened_by
    return saved(family)


def who_wrote_last(family: Any) -> Any:
    return family.sections.earliest("pk").history.latest().history_user


def of_submitted(factory: Any) -> Any:
    """A row of a document that is submitted."""
    return lambda: factory(family=submitted())


def shared() -> Any:
    return made.SharedFactory()


def assessment(**given: Any) -> Any:
    return AssessmentFactory(family=FAMILY(authorised="authorised" in given or "finished" in given), **given)


def ASSESSMENT(**given: Any) -> Any:  # noqa: N802 - stands beside the factories
    """An assessment that could start again: its family has agreed."""
    row = assessment(**given)
    agreed(row.referral)
    return row


def alone() -> Any:
    """Agreed to, and part of no document."""
    row = AssessmentFactory()
    agreed(row.referral)
    return row


def section_of_an_assessed_child() -> Any:
    family = made.begun()
    return made.SectionFactory(family=family, child=family.assessments.get().child)


def planned() -> Any:
    """Authorised, of a child who is under protection since."""
    row = assessment(authorised=True)
    PlanFactory(referral=row.referral, protection=True)
    return row


def finished_late() -> Any:
    """Authorised and shared, past its day, without anybody's leave."""
    row = assessment(authorised=True, overdue=True)
    made.SharedFactory(family=row.family, person=row.child)
    row.late_reason = "The father could not be reached for weeks."
    return saved(row)


def by_a_worker(_: Any) -> Any:
    return acting.current()


FINISHED: dict[str, Any] = {"finished_on": TODAY, "shared_on": TODAY, "shared_by": the("submitted_by")}
SIGNED: dict[str, Any] = {
    "authorised_on": TODAY,
    "authorised_by": lambda row: workers.practice_manager(),
    "plan_due_on": TODAY + timedelta(days=14),
}
LEFT_OUT = {"left_out_reason": says(20), "left_out_on": TODAY, "left_out_by": by_a_worker}


AGREED = {"decision": "agreed", "decision_reason": says(10), "decided_on": TODAY}


def promised() -> Any:
    """A document that a manager looks at by a day."""
    return made.FamilyFactory(check_from=TODAY, check_due_on=TODAY + timedelta(days=14))


RULES: dict[str, Rule] = {
    "assessment_one_open_a_child": twice(ASSESSMENT),
    "assessment_t07_due_after_start": Rule(ASSESSMENT, {"due_on": before("referral_received_on", days=1)}, on="insert"),
    "assessment_starts_after_referral": Rule(
        ASSESSMENT, {"started_on": before("referral_received_on", days=1)}, on="insert"
    ),
    "assessment_submitted_by_somebody": Rule(ASSESSMENT, {"submitted_by": the("opened_by")}, on="insert"),
    "assessment_authorised_by_somebody": Rule(ASSESSMENT, {"authorised_by": the("opened_by")}, on="insert"),
    "assessment_shared_by_somebody": Rule(ASSESSMENT, {"shared_by": the("opened_by")}, on="insert"),
    "assessment_not_authorised_by_its_author": versioned(
        lambda: AssessmentFactory(
            submitted=True, submitted_by=workers.practice_manager(), family=FAMILY(authorised=True)
        ),
        SIGNED | {"authorised_by": the("submitted_by")},
        "signed",
    ),
    "assessment_submitted_whole": versioned(lambda: assessment(submitted=True), {"analysis": "Short"}, "update"),
    "assessment_finished_means_authorised": versioned(AssessmentFactory, {"finished_on": the("started_on")}, "update"),
    "assessment_t07_end_after_start": versioned(
        lambda: AssessmentFactory(authorised=True),
        FINISHED | {"finished_on": before("referral_received_on", days=1)},
        "update",
    ),
    "assessment_late_with_a_reason": versioned(
        lambda: AssessmentFactory(authorised=True), FINISHED | {"finished_on": after("due_on", days=1)}, "update"
    ),
    "assessment_t19_due_after_start": versioned(
        lambda: AssessmentFactory(submitted=True, family=FAMILY(authorised=True)),
        SIGNED | {"plan_due_on": TODAY - timedelta(days=1)},
        "signed",
    ),
    "assessment_t19_end_after_start": versioned(planned, {"planned_on": before("authorised_on", days=1)}, "update"),
    "assessment_plan_is_promised": versioned(
        lambda: AssessmentFactory(submitted=True, family=FAMILY(authorised=True)),
        SIGNED | {"plan_due_on": None},
        "signed",
    ),
    "assessment_planned_by_a_plan": versioned(lambda: assessment(authorised=True), {"planned_on": TODAY}, "update"),
    "assessment_begins_unwritten": Rule(lambda: ASSESSMENT(authorised=True), on="insert"),
    "assessment_seen_at_a_visit": versioned(assessment, {"child_seen_on": TODAY}, "update"),
    "child_section_seen_at_a_visit": versioned(made.SectionFactory, {"seen_on": TODAY}),
    "family_assessment_begins_unwritten": Rule(lambda: FAMILY(submitted=True), on="insert"),
    "assessment_of_a_family": Rule(alone, on="insert"),
    "assessment_authorised_with_its_family": versioned(
        lambda: AssessmentFactory(submitted=True, family=submitted()),
        SIGNED,
        "signed",
    ),
    "assessment_authorised_by_a_manager": versioned(
        lambda: AssessmentFactory(submitted=True, family=FAMILY(authorised=True)), SIGNED, "update"
    ),
    "assessment_stays_as_started": versioned(assessment, {"started_on": after("started_on", days=1)}, "update"),
    "assessment_authorised_stays": versioned(lambda: assessment(authorised=True), {"outcome": "close"}, "update"),
    "assessment_finished_when_shared": versioned(
        lambda: assessment(authorised=True), FINISHED | {"finished_on": the("due_on")}, "update"
    ),
    "assessment_finished_when_extended": versioned(finished_late, FINISHED, "update"),
    "assessment_factors_when_authorised": versioned(assessment, {"factors": ["4B"]}, "update"),
    "assessment_factors_are_known": versioned(
        lambda: AssessmentFactory(submitted=True, family=FAMILY(authorised=True)),
        SIGNED | {"factors": ["18A"]},
        "signed",
    ),
    "assessment_no_factors_alone": versioned(
        lambda: AssessmentFactory(submitted=True, family=FAMILY(authorised=True)),
        SIGNED | {"factors": ["21", "4B"]},
        "signed",
    ),
    "family_assessment_submitted_by_somebody": versioned(FAMILY, {"submitted_on": TODAY}, "update"),
    "family_assessment_authorised_by_somebody": versioned(
        submitted, {"authorised_by": lambda row: workers.practice_manager()}, "update"
    ),
    "family_assessment_submitted_first": versioned(
        FAMILY, {"authorised_on": TODAY, "authorised_by": lambda row: workers.practice_manager()}, "signed"
    ),
    "family_check_t06_due_after_start": versioned(promised, {"check_due_on": before("check_from", days=1)}, "update"),
    "family_check_t06_end_after_start": versioned(promised, {"checked_on": before("check_from", days=1)}, "update"),
    "family_assessment_authorised_by_another": versioned(
        lambda: FAMILY(submitted=True, submitted_by=workers.practice_manager()),
        {"authorised_on": TODAY, "authorised_by": the("submitted_by")},
        "signed",
    ),
    "family_assessment_authorised_whole": versioned(
        lacking, {"authorised_on": TODAY, "authorised_by": lambda row: workers.practice_manager()}, "signed"
    ),
    "family_assessment_authorised_by_a_manager": versioned(
        whole, {"authorised_on": TODAY, "authorised_by": by_a_worker}, "update"
    ),
    "family_assessment_authorised_by_no_writer": versioned(
        whole_by_a_manager, {"authorised_on": TODAY, "authorised_by": who_wrote_last}, "signed"
    ),
    "family_assessment_stays": versioned(
        lambda: FAMILY(authorised=True), {"authorised_on": None, "authorised_by": None}, "update"
    ),
    "family_return_has_a_reason": Rule(made.ReturnFactory, {"reason": says(19)}, "insert"),
    "manager_check_says_what": Rule(
        lambda: made.CheckFactory(checked_by=workers.practice_manager()), {"said": says(19)}, "insert"
    ),
    "manager_check_by_a_manager": Rule(made.CheckFactory, {"checked_by": by_a_worker}, "insert"),
    "child_section_once": twice(made.SectionFactory),
    "child_left_out_whole": versioned(
        lambda: made.SectionFactory(left_out=True), {"left_out_reason": says(19)}, "update"
    ),
    "child_seen_alone_when_seen": versioned(made.SectionFactory, {"seen_alone": True}),
    "child_section_stays": versioned(
        of_submitted(made.SectionFactory), {"day": "Another day than was said."}, "update"
    ),
    "child_left_out_by_a_manager": versioned(made.SectionFactory, LEFT_OUT, "update"),
    "child_left_out_has_no_assessment": versioned(
        section_of_an_assessed_child,
        LEFT_OUT | {"left_out_by": lambda row: workers.practice_manager()},
        "signed",
    ),
    "assessed_need_once": twice(made.NeedFactory),
    "assessed_need_says_what": versioned(made.NeedFactory, {"text": says(19)}),
    "assessed_need_stays": versioned(of_submitted(made.NeedFactory), {"grade": "none"}, "update"),
    "child_risk_once": twice(made.RiskFactory),
    "child_risk_stays": versioned(of_submitted(made.RiskFactory), {"harm": "Another harm than was said."}, "update"),
    "child_conclusion_once": twice(made.ConclusionFactory),
    "child_conclusion_factors_are_known": versioned(made.ConclusionFactory, {"factors": ["19A"]}),
    "child_conclusion_no_factors_alone": versioned(made.ConclusionFactory, {"factors": ["21", "4B"]}),
    "child_conclusion_factor_once": versioned(made.ConclusionFactory, {"factors": ["4B", "4B"]}),
    "child_conclusion_stays": versioned(of_submitted(made.ConclusionFactory), {"outcome": "cin"}, "update"),
    "adult_section_once": twice(made.AdultFactory),
    "adult_section_says_why_not": versioned(made.AdultFactory, {"why_not": says(19)}),
    "adult_section_stays": versioned(of_submitted(made.AdultFactory), {"account": "Something else."}, "update"),
    "history_considered_is_one_thing": Rule(made.ConsideredFactory, {"plan": lambda row: PlanFactory()}),
    "history_considered_once": twice(made.ConsideredFactory),
    "history_considered_says_how": Rule(made.ConsideredFactory, {"relevance": says(9)}),
    "history_considered_stays": Rule(of_submitted(made.ConsideredFactory), {"relevance": says(30)}, "update"),
    "flag_answer_once": twice(made.FlagAnswerFactory),
    "flag_answer_says_why": Rule(made.FlagAnswerFactory, {"because": says(19)}),
    "flag_answer_stays": Rule(of_submitted(made.FlagAnswerFactory), {"found": "not"}, "update"),
    "extension_one_undecided": twice(made.ExtensionFactory),
    "extension_says_why": Rule(made.ExtensionFactory, {"why": says(19)}),
    "extension_decided_whole": Rule(
        made.ExtensionFactory,
        {**AGREED, "decision_reason": says(9), "decided_by": lambda row: workers.practice_manager()},
        "signed",
    ),
    "extension_stays_as_decided": Rule(
        lambda: made.ExtensionFactory(agreed=True), {"decision_reason": f"{says(20)} indeed"}, "update"
    ),
    "extension_decided_by_another": Rule(
        lambda: made.ExtensionFactory(requested_by=workers.practice_manager()),
        {**AGREED, "decided_by": the("requested_by")},
        "signed",
    ),
    "extension_decided_by_a_manager": Rule(
        made.ExtensionFactory,
        {**AGREED, "decided_by": by_a_worker},
        "update",
    ),
    "assessment_shared_says_what": Rule(shared, {"comments": "x"}, "insert"),
    "assessment_not_shared_by_a_manager": Rule(shared, {"how": "not", "comments": says(20)}, "insert"),
    "assessment_shared_after_authorised": Rule(shared, {"shared_on": before("shared_on", days=1)}, "insert"),
    "child_version_once": twice(made.VersionFactory),
}
