"""Indicators, each defined once: what is counted, over what, and the rows behind it. Numbers are those of domain.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Indicator:
    """One indicator in words that its readers see.

    ``target`` in per cent, None where nobody has set one; ``beside`` is a published figure to read it against.
    ``is_watched``: no share is the right one, so a change is neither better nor worse.
    """

    code: str
    name: str
    definition: str
    target: int | None
    beside: str = ""
    is_watched: bool = False

    def missed_by(self, per_cent: int | None) -> bool:
        """Whether a figure lies below the target; no figure misses nothing."""
        return per_cent is not None and self.target is not None and per_cent < self.target
