"""The law of addresses: a name leads to one of them, and a part of one says which kind of record it stands for."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver

from tests.law.test_doors import EVERY_ADDRESS

OURS = ("frontdoor.", "cases.", "workforce.", "audits.")
ONE_KIND = {
    "family_id": "the assessment of a family: its own pages, and the good example that is taken from it",
    "draft_id": "unfinished writing of one table, opened where it is written",
    "public_id": "a contact of a partner agency, in its portal and in the API",
    "scheme_id": "a version of the levels of need, kept by administrators and read by everybody",
    "worker_id": "somebody who signs in: of the authority, or of a partner agency",
}
"""Parts that follow more than one word, and the one kind of record that each stands for all the same."""
NO_RECORD = {"code", "text_code", "form", "kind", "number", "place", "step", "subject_id", "way"}
"""Parts that are no key of a table of their own."""
PART = re.compile(r"(?:([^/<>]*)/)?<(\w+):(\w+)>")


def addresses(entries: Any = None, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """The whole name, with its namespace, and the whole address of every page of ours."""
    for entry in get_resolver(EVERY_ADDRESS).url_patterns if entries is None else entries:
        whole = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry.url_patterns, whole, inner)
        elif entry.callback.__module__.startswith(OURS):
            yield f"{space}{entry.name}", whole


def test_a_name_leads_to_one_address():
    names = Counter(name for name, _ in addresses())
    assert len(names) > 300
    assert [name for name, times in names.items() if times > 1] == []


def test_a_part_of_an_address_stands_for_one_kind_of_record():
    """Otherwise whoever tries every page with one record of each kind opens the wrong one, or none."""
    words, kinds = defaultdict(set), defaultdict(set)
    for _, address in addresses():
        for word, kind, part in PART.findall(address):
            words[part].add(word)
            kinds[part].add(kind)
    many = {part for part, found in words.items() if len(found) > 1 and part not in NO_RECORD}
    assert many == ONE_KIND.keys()
    assert {part: found for part, found in kinds.items() if len(found) > 1} == {}
    keys = {part for part, found in kinds.items() if found == {"int"}} - NO_RECORD
    assert [part for part in sorted(keys) if not part.endswith("_id")] == []
