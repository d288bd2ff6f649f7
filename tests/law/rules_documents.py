"""Lines of the constraints law for documents on a child's record."""

from datetime import timedelta

from tests.factories.documents import WHY, DocumentFactory, VersionFactory
from tests.law.rule import TODAY, Rule, twice

RULES: dict[str, Rule] = {
    "document_has_a_title": Rule(DocumentFactory, {"title": "x  "}, on="insert"),
    "document_stays": Rule(DocumentFactory, {"title": "Another title"}, on="update"),
    "document_version_is_not_empty": Rule(VersionFactory, {"size": 0}, on="insert"),
    "document_version_has_a_digest": Rule(VersionFactory, {"digest": "none"}, on="insert"),
    "document_version_has_its_own_file": Rule(VersionFactory, {"number": 2, "why": WHY}, on="insert"),
    "document_version_once": twice(VersionFactory),
    "document_version_from_somebody": Rule(VersionFactory, {"from_whom": "x "}, on="insert"),
    "document_version_says_why": Rule(VersionFactory, {"why": "There is no earlier version."}, on="insert"),
    "document_version_in_person": Rule(VersionFactory, on="forged"),
    "document_version_in_turn": Rule(VersionFactory, {"number": 3, "why": "Nobody saw version 2."}, on="insert"),
    "document_version_of_the_past": Rule(VersionFactory, {"dated_on": TODAY + timedelta(days=1)}, on="insert"),
    "document_version_stays": Rule(VersionFactory, {"from_whom": "Somebody else"}, on="update"),
}
