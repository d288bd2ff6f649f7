"""The lot that says which decisions without consent a third person reviews (T33); the same each time it is drawn again.

Its seed is drawn by the database with the request, and with it counts the database's clock at the signature.
"""

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID


def falls(*, number: int, seed: UUID, signed_at: datetime, share: int) -> bool:
    """Whether the lot falls on the request with a ``number``: ``share`` in a hundred."""
    written = f"T33:{number}:{seed}:{signed_at.astimezone(UTC).isoformat(timespec='microseconds')}"
    return int.from_bytes(sha256(written.encode()).digest()[:8]) % 100 < share


def drawn_sql(row: str) -> str:
    """SQL: what ``falls`` says, of the row behind an alias, by the share that stands on it."""
    moment = f"""to_char({row}.signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00'"""
    seed = f"sha256(convert_to('T33:' || {row}.id || ':' || {row}.lot_seed || ':' || {moment}, 'UTF8'))"
    return f"""(
        SELECT mod(sum(get_byte({seed}, n) * power(256::numeric, 7 - n)), 100) < {row}.review_share
        FROM generate_series(0, 7) n)"""  # noqa: S608 - no value of a user stands in this text
