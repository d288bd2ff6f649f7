"""Indicators, each defined once: what is counted, over what, and the rows behind it. Numbers are those of domain.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Indicator:
    """One indicator in words that its readers see; ``target`` in per cent."""

    code: str
    name: str
    definition: str
    target: int

    def missed_by(self, per_cent: int | None) -> bool:
        """Whether a figure lies below the target; no figure misses nothing."""
        return per_cent is not None and per_cent < self.target
