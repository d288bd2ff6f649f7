"""Whoever lacks a right is told the same by the page and by the row (core/permissions.py, core/refusals.py)."""

from django.apps import apps

from frontdoor.core.permissions import PERMISSIONS

OUR_APPS = ("frontdoor", "cases", "workforce", "audits")
WITHOUT_THE_ROLE = "Your role does not let you"
ROLES_TABLE = "workforce_rolegrant"


def test_a_page_says_of_a_missing_role_what_the_row_says():
    """Each sentence of its own is that of a rule that asks for the role."""
    rules = [
        str(rule.func)
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        for rule in getattr(model._meta, "triggers", [])
    ]
    asking = [rule for rule in rules if ROLES_TABLE in rule]
    own = {code: one.without for code, one in PERMISSIONS.items() if not one.without.startswith(WITHOUT_THE_ROLE)}
    assert len(own) >= 19
    lacking = [code for code, said in own.items() if not any(said.replace("'", "''") in rule for rule in asking)]
    assert lacking == []
