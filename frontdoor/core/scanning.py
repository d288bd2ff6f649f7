"""Asking a malware scanner (ClamAV's clamd) about a file. What is not said to be clean stays shut."""

import socket
import struct

CHUNK = 64 * 1024
SECONDS = 60
MOST_ANSWERED = 4096


class ScannerUnclear(OSError):
    """The scanner answered neither clean nor found."""


def is_clean(content: bytes, *, address: str) -> bool:
    """Whether clamd at ``address`` (host:port) finds nothing. Raises OSError while there is no clear answer."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            scanner.sendall(struct.pack("!I", len(chunk)) + chunk)
        scanner.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_ANSWERED:
            more = scanner.recv(MOST_ANSWERED)
            if not more:
                break
            answer += more
    words = answer.rstrip(b"\0").decode("ascii", "replace")
    if words == "stream: OK":
        return True
    if words.startswith("stream: ") and words.endswith(" FOUND"):
        return False
    raise ScannerUnclear("The malware scanner gave no clear answer.")
