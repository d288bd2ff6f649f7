"""The check constraints of a row asked in one planned query, as Django would have answered one by one."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models.constraints import CheckConstraint

from frontdoor.core.checking import broken
from frontdoor.models import Authority, Person
from tests.factories.people import ChildFactory

pytestmark = pytest.mark.django_db
OURS = ("frontdoor", "cases", "workforce", "audits")


def checked_models():
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return [model for model in models if any(isinstance(rule, CheckConstraint) for rule in model._meta.constraints)]


@pytest.mark.parametrize("model", checked_models(), ids=lambda model: model.__name__)
def test_every_table_can_be_asked_and_answers_as_django_does(model, django_assert_num_queries):
    row = model()
    with django_assert_num_queries(1):
        found = {constraint.name for constraint in broken(row, "default")}
    assert found == {constraint.name for constraint in model._meta.constraints if _django_refuses(constraint, row)}


def _django_refuses(constraint, row):
    if not isinstance(constraint, CheckConstraint):
        return False
    try:
        constraint.validate(type(row), row)
    except ValidationError:
        return True
    return False


def test_a_rule_about_the_key_is_asked():
    second = Authority(pk=2, name="Another", opens="09:00", closes="17:00", holidays_covered_until=date(2027, 12, 31))
    assert "authority_is_one" in {constraint.name for constraint in broken(second, "default")}


def test_what_a_field_lacks_is_not_asked():
    child = ChildFactory()
    child.birth_date, child.death_date = None, date(2026, 1, 1)
    names = {constraint.name for constraint in broken(child, "default")}
    assert names == {"person_birth_date_when_known"}
    assert broken(child, "default", exclude=["birth_date"]) == []
    assert Person.objects.count() == 1
