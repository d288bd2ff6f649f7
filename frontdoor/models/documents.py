"""Documents on a child's record: what each is and from whom, every version kept as it was filed."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.people import Person
from frontdoor.models.rights import is_not_the_actor
from frontdoor.models.signing import signed_in_person
from frontdoor.models.stored_files import StoredFile, file_is_whole, file_stays

DOCUMENT_STAYS = "What a document is and what it is called stays. File another document, or a new version."
VERSION_STAYS = "A version of a document that was filed cannot be changed. File a new version."
TITLE_TOO_SHORT = "Say in at least 3 characters what the document is called."
FROM_WHOM = "Say in at least 2 characters from whom the document is."
WHY_A_VERSION = "Say in at least 10 characters why there is a new version."
NOT_YET = "The date of the document is in the future. Enter the date that stands on it."
IN_TURN = "Somebody has filed another version since you opened this page. Look at it first."
FILED_IN_PERSON = "A document is filed by whoever signs for it."


class DocumentKind(models.TextChoices):
    """What a document is."""

    LETTER = "letter", "Letter or e-mail"
    REPORT = "report", "Report of a professional"
    SCHOOL = "school", "From a school or nursery"
    HEALTH = "health", "From a health service"
    POLICE = "police", "From the police"
    COURT = "court", "Court order or court paper"
    MINUTES = "minutes", "Minutes of a meeting"
    IDENTITY = "identity", "Proof of identity"
    CHILDS_OWN = "childs_own", "The child's own writing or drawing"
    PHOTOGRAPH = "photograph", "Photograph"
    OTHER = "other", "Something else"


def _of_opened_records(rows: Any, worker: Any, child: str) -> Any:
    return rows.filter(Exists(Person.objects.visible_to(worker).filter(pk=OuterRef(child))))


class DocumentQuerySet(TrackedQuerySet):
    """Documents of children."""

    def visible_to(self, worker: Any) -> "DocumentQuerySet":
        """Documents on the records that this worker may open: a restricted record's are as restricted."""
        return _of_opened_records(self, worker, "child_id")


class Document(TrackedRecord):
    """One document on one child's record; what it says stands in its versions."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("what it is", max_length=10, choices=DocumentKind.choices)
    title = models.CharField("what it is called", max_length=200)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [models.Index(fields=["child", "-id"], name="document_child")]
        constraints = [
            models.CheckConstraint(
                name="document_has_a_title",
                condition=at_least("title", 3),
                violation_error_message=TITLE_TOO_SHORT,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("document_signed_in_person", "filed_by_id"),
            refuses(
                "document_stays",
                sentence=DOCUMENT_STAYS,
                operation=pgtrigger.Update,
                when="(NEW.kind, NEW.title, NEW.filed_by_id) IS DISTINCT FROM (OLD.kind, OLD.title, OLD.filed_by_id)",
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def reference(self) -> str:
        """The number people quote to each other."""
        return f"D{self.pk}"


class DocumentVersionQuerySet(TrackedQuerySet):
    """Versions of documents."""

    def visible_to(self, worker: Any) -> "DocumentVersionQuerySet":
        """Versions on the records that this worker may open."""
        return _of_opened_records(self, worker, "document__child_id")

    def latest(self) -> "DocumentVersionQuerySet":
        """Of each document the version that no later one has replaced."""
        later = DocumentVersion.objects.filter(document_id=OuterRef("document_id"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def same_file_on(self, child_id: int, digest: str) -> "DocumentVersionQuerySet":
        """Versions on a child's record that hold the very same bytes."""
        return self.filter(document__child_id=child_id, digest=digest)

    def with_people(self) -> "DocumentVersionQuerySet":
        return self.select_related("document", "filed_by")


_IN_TURN = refuses(
    "document_version_in_turn",
    sentence=IN_TURN,
    operation=pgtrigger.Insert,
    when="""
        NEW.number > 1 + coalesce(
            (SELECT max(v.number) FROM frontdoor_documentversion v WHERE v.document_id = NEW.document_id), 0)
    """,
)
_OF_THE_PAST = refuses(
    "document_version_of_the_past",
    sentence=NOT_YET,
    operation=pgtrigger.Insert,
    when="NEW.dated_on > (clock_timestamp() AT TIME ZONE 'Europe/London')::date",
)
_IN_PERSON = refuses(
    "document_version_in_person",
    sentence=FILED_IN_PERSON,
    operation=pgtrigger.Insert,
    when=f"NOT {BRINGING_IN} AND {is_not_the_actor('NEW.filed_by_id')}",
)


class DocumentVersion(StoredFile):
    """One version as it was filed. A later one replaces it and takes nothing away."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    dated_on = models.DateField("date on the document")
    from_whom = models.CharField("from whom it is", max_length=200)
    why = models.TextField("why there is a new version", blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DocumentVersionQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = "version of a document"
        verbose_name_plural = "versions of documents"
        constraints = [
            *file_is_whole("document_version"),
            models.UniqueConstraint(fields=["file"], name="document_version_has_its_own_file"),
            models.UniqueConstraint(
                fields=["document", "number"], name="document_version_once", violation_error_message=IN_TURN
            ),
            models.CheckConstraint(
                name="document_version_from_somebody",
                condition=at_least("from_whom", 2),
                violation_error_message=FROM_WHOM,
            ),
            models.CheckConstraint(
                name="document_version_says_why",
                condition=Q(number=1, why="") | Q(number__gt=1) & at_least("why", 10),
                violation_error_message=WHY_A_VERSION,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _IN_PERSON,
            _IN_TURN,
            _OF_THE_PAST,
            file_stays(
                "document_version_stays",
                *("document_id", "number", "dated_on", "from_whom", "why", "filed_by_id"),
                sentence=VERSION_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of document {self.document_id}"
