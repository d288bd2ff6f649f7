"""The questions of a form other than dates: text, choices, files. Each speaks GOV.UK's sentences about its subject."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import validate_email
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from frontdoor.core.written import BRIEFEST, NO_WORDS, says_nothing

LONGEST_TEXT_BYTES = 1024 * 1024
LONGEST_LINE = 200
LONGEST_EMAIL = 254
NO_EMAIL = "Enter an e-mail address in the correct format, like name@example.org"
UNLIKELY = "987654321"
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def is_question(label: str) -> bool:
    """Whether a label asks, and so stands in a sentence only as it is."""
    return str(label).endswith("?")


def subject_of(label: str) -> str:
    """A label as it reads inside a sentence: "Date of birth" gives "date of birth", "NHS number" stays as it is.

    A question is no part of a sentence: "When does it end?" gives "the answer to “When does it end?”".
    """
    words = str(label).rstrip(": ")
    if is_question(words):
        return f"the answer to “{words}”"
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def sentence(words: str) -> str:
    """The words with a capital first letter and the rest left alone."""
    return words[:1].upper() + words[1:]


def storable(text: str, *, subject: str) -> str:
    """The text with each line end as one character.

    Raises ValidationError for a NUL byte or half a character, which no database keeps, and for more than 1 MB.
    """
    if UNSTORABLE.search(text):
        raise ValidationError(
            f"{sentence(subject)} contains a character that cannot be stored. "
            "Delete it, or type the text instead of pasting it",
            code="unstorable",
        )
    if len(text.encode()) > LONGEST_TEXT_BYTES:
        raise ValidationError(f"{sentence(subject)} must be 1 MB of text or less", code="too_long")
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Question(forms.Field):
    """What all our fields share.

    `hint` is the help text; `subject` names the answer inside error sentences (taken from the label if not given);
    `label_size` is s, m, l or xl; `is_page_heading` makes the label the page's first heading.
    """

    asks = "Enter"

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        subject: str = "",
        required_message: str = "",
        label_size: str = "s",
        is_page_heading: bool = False,
        **kwargs,
    ) -> None:
        self.subject = subject or subject_of(label)
        self.label_size = label_size
        self.is_page_heading = is_page_heading
        messages = {"required": required_message or f"{self.asks} {self.subject}"} | kwargs.pop("error_messages", {})
        super().__init__(label=label, help_text=hint, error_messages=messages, **kwargs)


class StorableText(Question, forms.CharField):
    """Text that the database can keep; `max_length` counts characters, a line end as one."""

    shows_count = False

    def __init__(self, label: str, *, max_length: int, **kwargs) -> None:
        super().__init__(label, max_length=None, **kwargs)
        self.max_length = max_length

    def to_python(self, value):
        return super().to_python(storable(str(value), subject=self.subject) if value else value)

    def run_validators(self, value) -> None:
        if len(value) > self.max_length:
            words = f"{sentence(self.subject)} must be {self.max_length:,} characters or fewer"
            raise ValidationError(words, code="max_length")
        super().run_validators(value)
        least = self.min_length or 0
        if value and least >= BRIEFEST and says_nothing(value, least):
            raise ValidationError(NO_WORDS, code="no_words")


class TextField(StorableText):
    """One line of text. `width` is a GOV.UK width: 2, 3, 4, 5, 10, 20 or 30 characters, or "full"."""

    def __init__(
        self,
        label: str,
        *,
        width: int | str = "full",
        max_length: int = LONGEST_LINE,
        autocomplete: str = "off",
        spellcheck: bool = False,
        inputmode: str = "",
        prefix: str = "",
        suffix: str = "",
        **kwargs,
    ) -> None:
        self.width_class = "govuk-!-width-full" if width == "full" else f"govuk-input--width-{width}"
        self.prefix, self.suffix = prefix, suffix
        attrs = {"autocomplete": autocomplete, "spellcheck": "true" if spellcheck else "false"}
        if inputmode:
            attrs["inputmode"] = inputmode
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(label, max_length=max_length, **kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split("\n"))


class EmailField(TextField):
    """One e-mail address, judged as the column is that keeps it."""

    def __init__(self, label: str, **kwargs) -> None:
        super().__init__(label, max_length=LONGEST_EMAIL, validators=[validate_email], **kwargs)
        self.error_messages["invalid"] = NO_EMAIL


class LongTextField(StorableText):
    """Several lines of text. With `max_length` the page counts down the characters that are left."""

    def __init__(self, label: str, *, rows: int = 8, max_length: int | None = None, **kwargs) -> None:
        self.shows_count = max_length is not None
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "cols": None, "spellcheck": "true"}))
        super().__init__(label, max_length=max_length or LONGEST_TEXT_BYTES, **kwargs)


class NumberField(Question, forms.IntegerField):
    """A whole number, typed into a plain text box: number boxes lose what was typed wrongly."""

    def __init__(self, label: str, *, width: int = 4, suffix: str = "", prefix: str = "", **kwargs) -> None:
        self.width_class = f"govuk-input--width-{width}"
        self.prefix, self.suffix = prefix, suffix
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(label, **kwargs)
        subject = sentence(self.subject)
        self.error_messages["invalid"] = f"{subject} must be a whole number"
        for validator in self.validators:
            if validator.code == "min_value":
                validator.message = f"{subject} must be {self.min_value} or more"
            elif validator.code == "max_value":
                validator.message = f"{subject} must be {self.max_value} or fewer"


class Choosing(Question):
    """What the fields with fixed answers share.

    `choice_hints` maps a value to the hint below it; `reveals` maps a value to the name of the field it reveals, or
    to several names, which are asked only if that value was chosen. An empty choice is never added to radios: no
    decision is pre-selected.
    """

    asks = "Select"

    def __init__(
        self,
        label: str,
        *,
        choice_hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, str | tuple[str, ...]] | None = None,
        inline: bool = False,
        small: bool = False,
        **kwargs,
    ) -> None:
        self.choice_hints = {str(value): hint for value, hint in (choice_hints or {}).items()}
        self.reveals = {
            str(value): (names,) if isinstance(names, str) else names for value, names in (reveals or {}).items()
        }
        self.inline, self.small = inline, small
        super().__init__(label, **kwargs)
        self.error_messages["invalid_choice"] = f"Choose {self.subject} from the list"


class RadiosField(Choosing, forms.ChoiceField):
    """One answer of a few."""

    widget = forms.RadioSelect


class Nameless(TypeError):
    """A list would offer rows by number. People choose by name, and a wrong choice can stand in a record for good."""


class Naming(Choosing):
    """Rows to choose from, each as people call it: by its full name, else by its own words, never by its number.

    The words of rows that stand for people (``__str__``) are numbers, because logs may hold them; so names come from
    here. Raises Nameless for a row that has only its number.
    """

    def label_from_instance(self, row: Any) -> str:
        """What the list says of a row."""
        if hasattr(row, "get_full_name"):
            return row.get_full_name()
        if hasattr(row, "full_name"):
            return row.full_name
        if _has_only_a_number(type(row)):
            raise Nameless(f"{type(row).__name__} has no words of its own for a list")
        return str(row)


def _has_only_a_number(model: Any) -> bool:
    """Whether rows of a model speak of themselves by number: one that has nothing else still finds its words."""
    try:
        return UNLIKELY in str(model(pk=int(UNLIKELY)))
    except (TypeError, AttributeError, ObjectDoesNotExist):
        return False


class ModelRadiosField(Naming, forms.ModelChoiceField):
    """One row of a few, as radios. Takes a `queryset`, which the form narrows to what the worker may see."""

    widget = forms.RadioSelect

    def __init__(self, label: str, **kwargs) -> None:
        super().__init__(label, empty_label=None, **kwargs)


class DropDown(forms.Select):
    """Writes its lines itself; Django's own draws a template or two for each, and there are lists of fifty agencies."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        attributes = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", attributes, _lines(self.choices, self.format_value(value)))


_OPTION = '<option value="{}"{}>{}</option>'


def _lines(choices, chosen) -> SafeString:
    """Options, and groups of options, of a drop-down list."""
    return format_html_join(
        "\n",
        "{}",
        (
            (
                format_html('<optgroup label="{}">{}</optgroup>', key, _lines(label, chosen))
                if isinstance(label, (list, tuple))
                else format_html(_OPTION, key, flatatt({"selected": str(key) in chosen}), label),
            )
            for key, label in choices
        ),
    )


class SelectField(Choosing, forms.ChoiceField):
    """One answer of many, as a drop-down list; `empty_label` is the line that means nothing chosen yet."""

    widget = DropDown

    def __init__(self, label: str, *, choices=(), empty_label: str = "Choose", **kwargs) -> None:
        super().__init__(label, choices=[("", empty_label), *choices], **kwargs)


class ModelSelectField(Naming, forms.ModelChoiceField):
    """One row of many, as a drop-down list."""

    widget = DropDown

    def __init__(self, label: str, *, empty_label: str = "Choose", **kwargs) -> None:
        super().__init__(label, empty_label=empty_label, **kwargs)


class CheckboxesField(Choosing, forms.MultipleChoiceField):
    """Any number of a few answers."""

    widget = forms.CheckboxSelectMultiple


class ModelCheckboxesField(Naming, forms.ModelMultipleChoiceField):
    """Any number of a few rows."""

    widget = forms.CheckboxSelectMultiple


class YesNoField(RadiosField):
    """Yes or no, side by side, neither chosen beforehand; gives True, False or None."""

    def __init__(self, label: str, *, inline: bool = True, **kwargs) -> None:
        asked = label if is_question(label) else subject_of(label)
        kwargs.setdefault("required_message", f"Select yes or no: {asked}")
        super().__init__(label, choices=[("yes", "Yes"), ("no", "No")], inline=inline, **kwargs)

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)

    def clean(self, value):
        return {"yes": True, "no": False}.get(super().clean(value))


class CheckboxField(Question, forms.BooleanField):
    """One box to tick."""

    asks = "Tick the box:"


class FileField(Question, forms.FileField):
    """One file. `accepts` are the endings that are taken, such as (".xlsx",); `max_mb` the size."""

    asks = "Choose"

    def __init__(self, label: str, *, accepts: tuple[str, ...] = (), max_mb: int = 10, **kwargs) -> None:
        self.accepts, self.max_mb = accepts, max_mb
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(accepts)} if accepts else {}))
        super().__init__(label, **kwargs)
        self.error_messages["empty"] = "The file is empty"

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if data and self.accepts and not data.name.lower().endswith(self.accepts):
            raise ValidationError(f"The file must be {' or '.join(self.accepts)}", code="wrong_type")
        if data and data.size > self.max_mb * 1024 * 1024:
            raise ValidationError(f"The file must be {self.max_mb} MB or smaller", code="too_big")
        return file
