"""The shape of a worry that families come to the front door with, in the words of those who tell us.

``{child}`` is a first name; ``{they}``, ``{their}`` and ``{them}`` follow the child's sex.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Theme:
    """One kind of worry: who brings it, how it is told, what the child says, what it may come to.

    ``urgency`` weighs Red, Amber and Green; ``need`` is the census code; ``harm`` the category of abuse.
    """

    code: str
    weight: float
    need: str
    harm: str
    urgency: tuple[int, int, int]
    sources: str
    told: tuple[str, ...]
    more: tuple[str, ...]
    said: tuple[str, ...]
    weighed: tuple[str, ...]
    youngest: int = 0
