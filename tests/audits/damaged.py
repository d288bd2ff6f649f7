"""Workbooks that were harmed on their way."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

IN_THE_FILE, IN_THE_LIST = (b"PK\x03\x04", 6), (b"PK\x01\x02", 8)
SHEET = "xl/worksheets/sheet1.xml"


def _with_sheet(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in packed.namelist():
            part = packed.read(name)
            made.writestr(name, change(part) if name == SHEET else part)
    return out.getvalue()


def cut_short(content: bytes) -> bytes:
    """A whole zip file whose first sheet ends in the middle of its XML."""
    return _with_sheet(content, lambda part: part[: len(part) // 2])


def flipped(content: bytes) -> bytes:
    """The first bytes of the first sheet's packed text, each bit turned over."""
    with ZipFile(BytesIO(content)) as packed:
        start = packed.getinfo(SHEET).header_offset + 30 + len(SHEET)
    return content[:start] + bytes(sign ^ 0xFF for sign in content[start : start + 8]) + content[start + 8 :]


def locked(content: bytes) -> bytes:
    """Every part flagged as needing a password."""
    changed = bytearray(content)
    for mark, flag in (IN_THE_FILE, IN_THE_LIST):
        at = changed.find(mark)
        while at >= 0:
            changed[at + flag] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def torn(content: bytes) -> bytes:
    """The first half of the file alone."""
    return content[: len(content) // 2]


WAYS = (cut_short, flipped, locked, torn)
