"""Texts of a wanted length that say something: a reason is told in words, not counted in letters."""

_SAID = "He hit her on Sunday at home. She told a teacher, who rang us. "


def says(characters: int) -> str:
    """A text of exactly so many characters that begins and ends with a letter or a sign."""
    text = (_SAID * (characters // len(_SAID) + 1))[:characters]
    return text if text == text.strip() else f"{text.strip()}."
