"""A sample that the system draws and anybody can draw again from its seed. Pure: the seed is passed in."""

import hashlib
from collections.abc import Collection
from math import ceil


def drawn(ids: Collection[int], *, seed: int, per_cent: int) -> list[int]:
    """At least ``per_cent`` of ``ids``, ascending; the same ids and seed give the same sample, in whatever order."""
    wanted = ceil(len(ids) * per_cent / 100)
    shuffled = sorted(ids, key=lambda each: hashlib.sha256(f"{seed}:{each}".encode()).digest())
    return sorted(shuffled[:wanted])
