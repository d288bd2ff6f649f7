"""A visit in words: for the story of a child, for a page and for paper, each of them the same."""

BEDROOM = {True: "The bedroom was seen.", False: "The bedroom was not seen.", None: ""}


def title(*, seen: bool, seen_alone: bool | None) -> str:
    """Whether the child was seen, and alone or not."""
    if not seen:
        return "Visit: child not seen"
    return f"Visit: child seen{ {True: ', alone', False: ', not alone', None: ''}[seen_alone] }"


def detail(
    *,
    seen: bool,
    seen_alone: bool | None,
    bedroom_seen: bool | None,
    said: str,
    not_seen_reason: str,
    observed: str | None,
) -> str:
    """What was seen of one child, and what was seen and heard at the visit."""
    own = f"The child: {said}" if seen else f"Not seen: {not_seen_reason}"
    shared = f"Seen and heard: {observed}" if observed else ""
    return "\n".join(filter(None, [own, BEDROOM[bedroom_seen], shared]))
