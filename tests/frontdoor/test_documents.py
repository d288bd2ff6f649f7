"""Documents on a child's record: filed, versioned, shut while unscanned, opened on the record, lost by no accident."""

import os
import socket
import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import documents
from frontdoor.actions.stored_files import MALWARE, NOT_SCANNED_YET
from frontdoor.core import outbox
from frontdoor.core.outbox import MOST_ATTEMPTS, OutboxMessage
from frontdoor.core.storage import DurableStorage
from frontdoor.core.uploads import HOLDS_PROGRAMS, NOT_WHAT_IT_SAYS
from frontdoor.models import Document, DocumentVersion, LedgerEvent
from frontdoor.models.documents import IN_TURN, NOT_YET, WHY_A_VERSION
from frontdoor.tasks import scan_again
from tests.exporting import saved
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory
from tests.factories.documents import WHY, DocumentFactory, VersionFactory, two_versions
from tests.frontdoor.test_uploads import PNG, scanner, word

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 invented"


@pytest.fixture
def lead(db):
    return AllocationFactory()


@pytest.fixture
def child(lead):
    return lead.child


@pytest.fixture
def owner(client, lead):
    client.force_login(lead.worker)
    return lead.worker


def answers(content: bytes = PDF, name: str = "report.pdf", dated: date | None = None, **more: Any) -> dict[str, Any]:
    day = dated or timezone.localdate() - timedelta(days=3)
    return {
        "submission_key": str(uuid4()),
        "kind": "school",
        "title": "School report, autumn term",
        "dated_on_day": day.day,
        "dated_on_month": day.month,
        "dated_on_year": day.year,
        "from_whom": "Head teacher, Invented Primary School",
        "file": SimpleUploadedFile(name, content),
        **more,
    }


def file_it(client: Any, child: Any, **given: Any) -> Any:
    return client.post(reverse("document_new", args=[child.pk]), answers(**given))


def replace_it(client: Any, document: Document, **given: Any) -> Any:
    sent = {"why": WHY, "seen": 1, "content": b"%PDF-1.7 the whole of it", **given}
    return client.post(reverse("document_replace", args=[document.pk]), answers(**sent))


def save_it(client: Any, version: DocumentVersion) -> Any:
    return client.get(reverse("document_file", args=[version.document_id, version.number]))


def test_a_document_is_filed_listed_and_told_in_the_chronology(client, owner, child):
    assert file_it(client, child).url == reverse("documents", args=[child.pk])
    document = Document.objects.get()
    for page in ("documents", "person"):
        body = client.get(reverse(page, args=[child.pk])).text
        assert "School report, autumn term" in body
        assert reverse("document", args=[document.pk]) in body
    body = client.get(reverse("document", args=[document.pk])).text
    assert "Head teacher, Invented Primary School" in body
    assert "Not scanned" in body
    assert "report.pdf" in body


def test_opening_a_document_is_written_down(client, owner, child):
    file_it(client, child)
    version = DocumentVersion.objects.get()
    for page in (
        reverse("document", args=[version.document_id]),
        reverse("document_file", args=[version.document_id, 1]),
    ):
        before = LedgerEvent.objects.filter(verb="consult", actor_id=owner.pk, person_ids=[child.pk]).count()
        assert client.get(page).status_code == 200
        after = LedgerEvent.objects.filter(verb="consult", actor_id=owner.pk, person_ids=[child.pk]).count()
        assert after == before + 1


def test_34_a_browser_saves_a_document_and_never_runs_it(client, owner, child):
    file_it(client, child, name="ab;\u202efdp.exe.png", content=PNG)
    answer = save_it(client, DocumentVersion.objects.get())
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "\u202e" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("hostile", "sentence"),
    [
        (("page.png", b"<html><script>alert(1)</script>"), NOT_WHAT_IT_SAYS),
        (("report.pdf", b"MZ\x90\x00 a program"), NOT_WHAT_IT_SAYS),
        (("report.docx", word(word__a=b"x").replace(b"word/a", b"w/.exe")), HOLDS_PROGRAMS),
        (("papers.zip", word()), "The file must be"),
        (("papers.docm", word()), "The file must be"),
        (("report.pdf", b""), "The file is empty"),
    ],
)
def test_34_hostile_files_are_refused_and_what_was_typed_stays(client, owner, child, hostile, sentence):
    page = file_it(client, child, name=hostile[0], content=hostile[1])
    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="School report, autumn term"' in page.text
    assert not Document.objects.exists()


def test_34_macros_under_another_name_are_refused(client, owner, child):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        declared = (
            '<Types><Override PartName="/word/a.dat" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        )
        parts.writestr("[Content_Types].xml", declared)
        parts.writestr("word/document.xml", "<w:document/>")
    page = file_it(client, child, name="report.docx", content=packed.getvalue())
    assert HOLDS_PROGRAMS in page.text


def test_a_new_version_takes_nothing_away(client, owner, child):
    file_it(client, child)
    document = Document.objects.get()
    assert replace_it(client, document).url == reverse("document", args=[document.pk])
    first, second = document.versions.order_by("number")
    assert (second.number, second.why) == (2, WHY)
    assert b"".join(save_it(client, first).streaming_content) == PDF
    body = client.get(reverse("document", args=[document.pk])).text
    assert body.index("Version 2") < body.index("Earlier versions") < body.index("Version 1<")
    (row,) = client.get(reverse("documents", args=[child.pk])).context["rows"]
    assert row.number == 2


def test_a_version_that_another_one_overtook_is_not_filed_and_its_words_stay(client, owner, child):
    document = two_versions(document__child=child)
    page = replace_it(client, document, seen=1)
    assert page.status_code == 422
    assert IN_TURN in page.text
    assert WHY in page.text
    assert document.versions.count() == 2
    assert replace_it(client, document, seen=2).status_code == 302


def test_a_version_says_why_and_no_document_comes_from_the_future(client, owner, child):
    document = VersionFactory(document__child=child).document
    assert WHY_A_VERSION in replace_it(client, document, why="").text
    page = file_it(client, child, dated=timezone.localdate() + timedelta(days=1))
    assert page.status_code == 422
    assert "past" in page.text or NOT_YET in page.text
    assert document.versions.count() == 1


def test_the_same_file_stands_on_a_record_once(client, owner, child):
    file_it(client, child)
    page = file_it(client, child)
    assert "stands on this child&#x27;s record already, as D" in page.text
    assert Document.objects.count() == 1
    sister = AllocationFactory(worker=owner).child
    assert file_it(client, sister).status_code == 302


def test_documents_follow_the_sight_of_the_record(client, lead, child):
    version = VersionFactory(document__child=child)
    addresses = [
        reverse("documents", args=[child.pk]),
        reverse("document", args=[version.document_id]),
        reverse("document_file", args=[version.document_id, 1]),
    ]
    readers = {
        lead.worker: 200,
        workers.social_worker(team=lead.referral.team): 200,
        workers.social_worker(): 404,
        workers.auditor(): 200,
        workers.administrator(): 403,
    }
    for reader, status in readers.items():
        client.force_login(reader)
        assert {client.get(address).status_code for address in addresses} == {status}, reader
    client.force_login(workers.auditor())
    assert client.get(reverse("document_new", args=[child.pk])).status_code == 403
    hidden = VersionFactory(document__child=people.ChildFactory(restricted_record=True))
    assert client.get(reverse("document", args=[hidden.document_id])).status_code == 404
    assert save_it(client, hidden).status_code == 404


def deliver() -> None:
    outbox.deliver(OutboxMessage.objects.get(topic=documents.TOPIC).pk, now=timezone.now())


def test_34_while_the_scanner_is_down_a_document_stays_shut_and_opens_when_it_is_back(client, owner, child, settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.MALWARE_SCANNER = f"127.0.0.1:{server.getsockname()[1]}"
    file_it(client, child)
    version = DocumentVersion.objects.get()
    with pytest.raises(OSError, match="refused"):
        deliver()
    shut = save_it(client, version)
    assert shut.status_code == 403
    assert NOT_SCANNED_YET in shut.text
    assert NOT_SCANNED_YET in client.get(reverse("document", args=[version.document_id])).text
    OutboxMessage.objects.update(attempts=MOST_ATTEMPTS)
    assert outbox.dispatch(lambda _: None) == 0
    scan_again()
    asked: list[int] = []
    outbox.dispatch(asked.append)
    with scanner(b"stream: OK\0") as (address, heard):
        settings.MALWARE_SCANNER = address
        for message in asked:
            outbox.deliver(message, now=timezone.now())
    assert PDF in heard
    assert save_it(client, version).status_code == 200


def test_34_malware_stays_shut(client, owner, child, settings):
    with scanner(b"stream: Eicar-Signature FOUND\0") as (address, _):
        settings.MALWARE_SCANNER = address
        file_it(client, child)
        deliver()
    page = save_it(client, DocumentVersion.objects.get())
    assert (page.status_code, MALWARE in page.text) == (403, True)


class Killed(BaseException):
    """The process is gone."""


def test_a_process_killed_between_file_and_row_loses_nothing_acknowledged(client, owner, child, monkeypatch):
    """The form was not answered, so it is sent again: once more the whole of it, and one document in the end."""

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    sent = answers()
    with monkeypatch.context() as patched:
        patched.setattr(DocumentVersion, "save", die)
        with pytest.raises(Killed):
            client.post(reverse("document_new", args=[child.pk]), sent)
    assert not Document.objects.exists()
    sent["file"].seek(0)
    assert client.post(reverse("document_new", args=[child.pk]), sent).status_code == 302
    version = DocumentVersion.objects.get()
    assert b"".join(save_it(client, version).streaming_content) == PDF


def test_a_stored_file_is_on_the_disk_before_it_is_acknowledged(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    storage = DurableStorage(location=tmp_path)
    assert (tmp_path / storage.save("ab/cd", ContentFile(PDF))).read_bytes() == PDF
    assert len(flushed) == 2, "the file, and the folder that names it"


def test_narrowed_sorted_saved_and_as_many_queries_for_one_as_for_25(client, owner, child, django_assert_num_queries):
    address = reverse("documents", args=[child.pk])
    VersionFactory(document=DocumentFactory(child=child, kind="court", title="Interim order"))
    client.get(address)
    for more in (0, 25):
        for _ in range(more):
            VersionFactory(document__child=child)
        with django_assert_num_queries(5):
            page = client.get(address)
    assert len(page.context["rows"]) == 25
    assert page.context["page"].has_next()
    assert [row.title for row in client.get(address, {"kind": "court"}).context["rows"]] == ["Interim order"]
    assert client.get(address, {"sort": "title"}).context["rows"][0].title == "Interim order"
    assert client.get(address, {"kind": "\x00", "sort": "x"}).status_code == 200
    assert "Interim order" in saved(client, address, {"format": "csv"}).content.decode()
