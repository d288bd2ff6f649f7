"""Files from outside: what is taken, what is refused, and what stays shut until the scanner has spoken."""

import socket
import threading
import zipfile
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.actions import attachments
from frontdoor.actions.stored_files import MALWARE, NOT_SCANNED_YET
from frontdoor.core import outbox, scanning
from frontdoor.core.acting import acting_as
from frontdoor.core.outbox import OutboxMessage
from frontdoor.core.uploads import (
    HOLDS_PROGRAMS,
    KINDS,
    LARGEST_MB,
    NOT_WHAT_IT_SAYS,
    TOO_BIG,
    UNPACKS_TOO_FAR,
    WRONG_ENDING,
    NotTaken,
    looked_at,
)
from frontdoor.models import Attachment
from tests.factories import workers
from tests.factories.contacts import ContactFactory

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def word(**parts: bytes) -> bytes:
    """A zip with the parts of a Word document and more; names are written with __ for a stroke."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as document:
        document.writestr("[Content_Types].xml", "<Types/>")
        document.writestr("word/document.xml", "<w:document/>")
        for name, content in parts.items():
            document.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("A.PDF", b"%PDF-1.7", "application/pdf"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.docx", word(), KINDS[".docx"][0]),
    ],
)
def test_a_document_is_taken(name, content, kind):
    assert looked_at(name, content).kind == kind


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.png", b"<html><script>alert(1)</script>", NOT_WHAT_IT_SAYS),
        ("page.jpg", b"GIF89a", NOT_WHAT_IT_SAYS),
        ("a.pdf", b" %PDF-1.7", NOT_WHAT_IT_SAYS),
        ("a.docx", b"PK\x03\x04 no zip", NOT_WHAT_IT_SAYS),
        ("a.docx", word()[:-30], NOT_WHAT_IT_SAYS),
        ("a.docx", word(word__vbaProject__bin=b"x").replace(b"vbaProject/bin", b"vbaProject.bin"), HOLDS_PROGRAMS),
        ("a.docx", word(word__media__a=bytes(51 * 1024 * 1024)), UNPACKS_TOO_FAR),
        ("a.html", b"<html>", WRONG_ENDING),
        ("a.pdf.exe", b"%PDF-1.7", WRONG_ENDING),
        (".pdf", b"%PDF-1.7", WRONG_ENDING),
        ("pdf", b"%PDF-1.7", WRONG_ENDING),
        ("a.pdf", b"%PDF-" + bytes(LARGEST_MB * 1024 * 1024), TOO_BIG),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else "",
)
def test_34_what_is_not_what_it_says_is_refused(name, content, sentence):
    with pytest.raises(NotTaken) as refused:
        looked_at(name, content)
    assert refused.value.reason == sentence


@given(stem=st.text(min_size=1, max_size=300))
def test_a_name_keeps_no_path_and_no_hidden_sign(stem):
    try:
        name = looked_at(f"{stem}.pdf", b"%PDF-1.7").name
    except NotTaken:
        return
    assert len(name) <= 120
    assert name.endswith(".pdf")
    assert not set(name) & set("/\\\0\n\r\u202e")


@contextmanager
def scanner(answer: bytes) -> Any:
    """A daemon that reads a stream to its end and gives one answer."""
    heard = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                while not heard.endswith(b"\0\0\0\0"):
                    heard.extend(connection.recv(65536))
                connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", heard
        thread.join(5)


def attached(settings: Any, address: str) -> Attachment:
    settings.MALWARE_SCANNER = address
    contact = ContactFactory()
    with acting_as(contact.recorded_by):
        return attachments.attach(contact, looked_at("a.pdf", b"%PDF-1.7 invented"), by=contact.recorded_by)


def deliver() -> None:
    outbox.deliver(OutboxMessage.objects.get(topic=attachments.TOPIC).pk, now=timezone.now())


def opens(client: Any, row: Attachment) -> Any:
    client.force_login(workers.call_handler())
    return client.get(reverse("contact_attachment", args=[row.contact_id, row.pk]))


@pytest.mark.django_db
@pytest.mark.parametrize("found", [False, True])
def test_34_what_the_scanner_says_decides(client, acting, settings, found):
    answer = b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0"
    with scanner(answer) as (address, heard):
        row = attached(settings, address)
        shut = opens(client, row)
        assert shut.status_code == 403
        assert NOT_SCANNED_YET in shut.content.decode()
        deliver()
    assert b"%PDF-1.7 invented" in heard
    row.refresh_from_db()
    assert row.scan == ("refused" if found else "clean")
    opened = opens(client, row)
    assert opened.status_code == (403 if found else 200)
    assert not found or MALWARE in opened.content.decode()


@pytest.mark.django_db
def test_34_while_the_scanner_is_down_the_document_stays_shut(client, acting, settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    row = attached(settings, address)
    with pytest.raises(OSError, match="refused"):
        deliver()
    row.refresh_from_db()
    assert row.scan == "waiting"
    assert opens(client, row).status_code == 403


def test_an_unclear_answer_is_no_answer():
    with scanner(b"stream: size limit exceeded ERROR\0") as (address, _), pytest.raises(scanning.ScannerUnclear):
        scanning.is_clean(b"x", address=address)
