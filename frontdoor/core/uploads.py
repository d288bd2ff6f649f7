"""Files from outside: what they are is read from their bytes and must be what their ending says (threat 34)."""

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from frontdoor.core.actions import NotPossible

LARGEST_MB = 10
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2_000
LONGEST_NAME = 120
CHUNK = 64 * 1024
PROGRAMS = (".bin", ".exe", ".dll", ".js", ".vbs", ".jar", ".ps1", ".bat", ".cmd", ".scr", ".lnk", ".hta")
DECLARED = (b"macroenabled", b"vbaproject", b"activex", b"oleobject")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

WRONG_ENDING = "Choose a PDF, a Word document (.docx), a JPEG or a PNG picture."
NOT_WHAT_IT_SAYS = "This file is not what its ending says. Save it anew as a PDF, .docx, JPEG or PNG and choose that."
TOO_BIG = f"The file must be {LARGEST_MB} MB or smaller."
EMPTY = "The file is empty."
UNPACKS_TOO_FAR = "This document unpacks to more than a document holds. Save it anew as a PDF and choose that."
HOLDS_PROGRAMS = "This document contains macros. Save it anew as a PDF and choose that."


class NotTaken(NotPossible):
    """A file that is refused, with the sentence why."""


@dataclass(frozen=True)
class Document:
    """A file that was looked at: its name without a path, what it is, its bytes and their SHA-256."""

    name: str
    kind: str
    content: bytes
    digest: str


def looked_at(name: str, content: bytes) -> Document:
    """The file as a document. Raises NotTaken with the reason."""
    name = _plain_name(name)
    ending = f".{name.rpartition('.')[2].lower()}"
    if ending not in KINDS:
        raise NotTaken(WRONG_ENDING, field="file")
    if not content:
        raise NotTaken(EMPTY, field="file")
    if len(content) > LARGEST_MB * 1024 * 1024:
        raise NotTaken(TOO_BIG, field="file")
    kind, is_so = KINDS[ending]
    if not is_so(content):
        raise NotTaken(NOT_WHAT_IT_SAYS, field="file")
    return Document(name=name, kind=kind, content=content, digest=hashlib.sha256(content).hexdigest())


def _plain_name(name: str) -> str:
    plain = UNPRINTABLE.sub("", re.split(r"[/\\]", name)[-1]).strip()
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot and stem else ""


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(beginnings)


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR"


def _is_word(content: bytes) -> bool:
    """A Word document, unpacked once with a limit: neither its list of parts nor its sizes are believed."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = {part.filename for part in parts.infolist()}
            if not {"[Content_Types].xml", "word/document.xml"} <= names:
                return False
            if any(name.lower().endswith(PROGRAMS) for name in names) or _declares_programs(parts):
                raise NotTaken(HOLDS_PROGRAMS, field="file")
            _unpack(parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return False
    return True


def _declares_programs(parts: zipfile.ZipFile) -> bool:
    """Whether the list of what the parts are names macros or controls, whatever those parts are called."""
    with parts.open("[Content_Types].xml") as types:
        declared = types.read(LARGEST_UNPACKED).lower()
    return any(word in declared for word in DECLARED)


def _unpack(parts: zipfile.ZipFile) -> None:
    left = LARGEST_UNPACKED
    if len(parts.infolist()) > MOST_PARTS:
        raise NotTaken(UNPACKS_TOO_FAR, field="file")
    for part in parts.infolist():
        with parts.open(part) as unpacked:
            while chunk := unpacked.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise NotTaken(UNPACKS_TOO_FAR, field="file")


KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _starts(b"%PDF-")),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _is_word),
    ".jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".png": ("image/png", _is_png),
}
