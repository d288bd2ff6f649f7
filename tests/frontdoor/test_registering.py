"""Triggers are registered as pgtrigger itself would, and what it refuses is refused."""

import pgtrigger
import pytest
from pgtrigger import registry

from frontdoor.models import Contact


def test_the_kept_answers_are_those_that_pgtrigger_works_out():
    known, plain = registry._registry, registry._Registry
    assert len(known) > 1000
    assert known.pg_function_names == plain.pg_function_names.fget(known)
    assert known.by_db_table == plain.by_db_table.fget(known)


def test_a_name_is_taken_once_and_free_when_it_is_given_back():
    before = set(registry._registry.pg_function_names)
    taken = Contact._meta.triggers[0].name
    with pytest.raises(KeyError, match="already used for model"):
        pgtrigger.Protect(name=taken, operation=pgtrigger.Delete).register(Contact)
    added = pgtrigger.Protect(name="tried_by_a_test", operation=pgtrigger.Delete)
    with added.register(Contact):
        assert added.get_pgid(Contact) in registry._registry.pg_function_names
    assert registry._registry.pg_function_names == before
    assert added not in Contact._meta.triggers
