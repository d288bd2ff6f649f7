"""The law of constraints: each named rule of the database has a legal and an illegal row, tried by save and by SQL."""

from copy import copy
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from frontdoor.core import records
from frontdoor.core.acting import acting_as
from frontdoor.core.acting import current as acting_now
from tests.factories.base import SIGNED, bound
from tests.law.rule import Rule
from tests.law.rules import PROVED_ELSEWHERE, RULES
from tests.rows import insert_raw, update_raw

WRITTEN_BY = (
    "filed_by",
    "recorded_by",
    "requested_by",
    "closed_by",
    "visited_by",
    "written_by",
    "marked_by",
    "checked_by",
    "decided_by",
    "convened_by",
    "granted_by",
)
BELONGS_TO = ("override", "event", "decision")
SIGNED_BY = (
    "published_by",
    "decided_by",
    "reviewed_by",
    "done_by",
    "verified_by",
    "closed_by",
    "signed_by",
    "authorised_by",
    "left_out_by",
    "not_needed_by",
    "ended_by",
    "finished_by",
    "put_off_by",
)
OUR_APPS = ("frontdoor", "cases", "workforce", "audits")


def named_rules() -> set[str]:
    models_ = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    constraints = {rule.name for model in models_ for rule in model._meta.constraints}
    return constraints | {trigger.name for model in models_ for trigger in getattr(model._meta, "triggers", [])}


def test_every_named_rule_has_its_line():
    """Add what is missing to tests/law/rules.py."""
    known = RULES.keys() | PROVED_ELSEWHERE.keys()
    assert sorted(named_rules() - known) == []
    assert sorted(known - named_rules()) == []


def changed(row: Any, rule: Rule) -> dict[str, Any]:
    return {name: value(row) if callable(value) else value for name, value in rule.illegal.items()}


def copy_of(row: Any, values: dict[str, Any]) -> Any:
    """The same row once more, not stored yet."""
    new = copy(row)
    new._state = copy(row._state)
    new.pk, new._state.adding = None, True
    for name, value in values.items():
        setattr(new, name, value)
    return new


def written_by(row: Any) -> Any:
    """Whoever signs the row, or the one it belongs to, as its writer, else whoever acts."""
    rows = [row, *(getattr(row, parent) for parent in BELONGS_TO if getattr(row, parent, None))]
    signed = (getattr(one, name) for one in rows for name in (*bound(type(one)), *WRITTEN_BY) if hasattr(one, name))
    return next(filter(None, signed), None) or acting_now()


def signed_by(row: Any, values: dict[str, Any]) -> Any:
    """Whoever signs what is changed, else whoever acts."""
    return next((values[name] for name in bound(type(row)) if values.get(name)), acting_now())


def assert_refused(name: str, act: Any) -> None:
    """Also of a session of the serving role that says it brings rows of the past in."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), records.bringing_in():
        act()
    assert caught.value.__cause__.diag.constraint_name == name


@pytest.mark.django_db
@pytest.mark.parametrize("name", RULES)
def test_the_illegal_row_is_refused_and_the_legal_one_is_not(acting, name):
    rule = RULES[name]
    legal: models.Model = rule.make()
    legal.refresh_from_db()
    values = changed(legal, rule)
    if rule.on in ("both", "insert", "forged"):
        illegal = copy_of(legal, values)
        with acting_as(written_by(illegal) if rule.on != "forged" else acting):
            assert_refused(name, lambda: copy_of(legal, values).save(force_insert=True))
            assert_refused(name, lambda: insert_raw(illegal))
    if rule.on in ("both", "update"):
        with acting_as(acting if name.endswith(SIGNED) else signed_by(legal, values)):
            assert_refused(name, lambda: update_raw(legal, **values))
    if rule.on == "signed":
        signer = next(values[name] for name in (*SIGNED_BY, *bound(type(legal))) if name in values)
        with acting_as(signer):
            assert_refused(name, lambda: update_raw(legal, **values))


@pytest.mark.django_db
def test_no_session_switches_a_rule_off(acting):
    rule = RULES["consent_child_is_on_the_contact"]
    legal = rule.make()
    illegal = copy_of(legal, changed(legal, rule))
    with pgtrigger.ignore():
        assert_refused("consent_child_is_on_the_contact", lambda: insert_raw(illegal))
