"""Forms in the GOV.UK style: `GovukForm`, its fields, and the two mixins that every form which writes should carry.

A template writes `{{ form.field.as_field_group }}`; the error summary comes from the layout. Stock Django fields work
too: they get their classes here. Views answer through `render_form`, which says 422 for an invalid form.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ImproperlyConfigured, ValidationError
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.functional import cached_property

from frontdoor.core import sending
from frontdoor.core.date_fields import GovDateField, GovDateTimeField
from frontdoor.core.fields import (
    CheckboxesField,
    CheckboxField,
    EmailField,
    FileField,
    LongTextField,
    ModelCheckboxesField,
    ModelRadiosField,
    ModelSelectField,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
    YesNoField,
)

__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "EmailField",
    "FileField",
    "GovDateField",
    "GovDateTimeField",
    "GovukForm",
    "LongTextField",
    "ModelCheckboxesField",
    "ModelRadiosField",
    "ModelSelectField",
    "NumberField",
    "RadiosField",
    "SelectField",
    "SubmittedOnce",
    "TextField",
    "Versioned",
    "YesNoField",
    "render_form",
]

CLASSES = (
    (forms.Textarea, "govuk-textarea"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, "govuk-input"),
)
TEMPLATES = (
    (forms.RadioSelect, "components/fields/choices.html"),
    (forms.CheckboxInput, "components/fields/checkbox.html"),
    (forms.MultiWidget, "components/fields/parts.html"),
    (forms.Widget, "components/fields/group.html"),
)
UNPROCESSABLE = 422


def first_for(widget: forms.Widget, table: tuple[tuple[type, str], ...]) -> str:
    """The entry of the first kind in the table that the widget is of; an empty text if there is none."""
    return next((entry for kind, entry in table if isinstance(widget, kind)), "")


class Option:
    """One radio or checkbox of a question, with its hint and the questions that it reveals."""

    def __init__(self, widget: BoundWidget, hint: str, revealed: Sequence[BoundField]) -> None:
        self.name = widget.data["name"]
        self.value = widget.data["value"]
        self.identifier = widget.data["attrs"]["id"]
        self.is_chosen = widget.data["selected"]
        self.label = widget.choice_label
        self.hint = hint
        self.revealed = revealed


class GovukBoundField(BoundField):
    """A field on a page: its GOV.UK classes, and the id that a link in the error summary must lead to."""

    @property
    def template_name(self) -> str:
        return first_for(self.field.widget, TEMPLATES)

    @property
    def error_target(self) -> str:
        """The id of the first input that is wrong; empty for a hidden field, to which no link can lead."""
        if self.is_hidden:
            return ""
        return f"{self.auto_id}_{self.wrong_part}" if self.use_fieldset else self.auto_id

    @property
    def wrong_part(self) -> int:
        """The place of the part that the first error names by its code, such as the month of a date; else 0."""
        codes = [error.code for error in self.errors.as_data()]
        parts = getattr(self.field.widget, "parts", ())
        return next((place for place, part in enumerate(parts) if part in codes), 0)

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for the fieldset of a question with several inputs."""
        return self.aria_describedby or ""

    @property
    def kind(self) -> str:
        """The GOV.UK class name of a question with choices: radios or checkboxes."""
        return "checkboxes" if self.field.widget.allow_multiple_selected else "radios"

    @property
    def label_size(self) -> str:
        """s, m, l or xl."""
        return getattr(self.field, "label_size", "s")

    @property
    def is_page_heading(self) -> bool:
        """Whether the label is the page's first heading."""
        return getattr(self.field, "is_page_heading", False)

    @property
    def is_inline(self) -> bool:
        """Whether the choices stand side by side."""
        return getattr(self.field, "inline", False)

    @property
    def is_small(self) -> bool:
        """Whether the choices are drawn small, for dense pages and filters."""
        return getattr(self.field, "small", False)

    @property
    def prefix(self) -> str:
        """The words before the box, such as £."""
        return getattr(self.field, "prefix", "")

    @property
    def suffix(self) -> str:
        """The words behind the box, such as a unit."""
        return getattr(self.field, "suffix", "")

    @property
    def count_limit(self) -> int | None:
        """The number of characters to count down from, or None where no count is shown."""
        return self.field.max_length if getattr(self.field, "shows_count", False) else None

    @property
    def date_links_from(self) -> str:
        """The ISO date behind the "Today" link of a date question, or an empty text where none is offered."""
        return self.field.today.isoformat() if getattr(self.field, "today_link", False) else ""

    @cached_property
    def options(self) -> list[Option]:
        """The choices of radios or checkboxes, each with its hint and what it reveals."""
        hints = getattr(self.field, "choice_hints", {})
        reveals = getattr(self.field, "reveals", {})
        return [
            Option(widget, hints.get(value, ""), [self.form[name] for name in reveals.get(value, ())])
            for widget in self.subwidgets
            for value in [str(widget.data["value"])]
        ]

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden or isinstance(widget, forms.MultiWidget):
            return attrs
        name = first_for(widget, CLASSES)
        classes = [name, widget.attrs.get("class", ""), getattr(self.field, "width_class", "")]
        if self.errors and name in ("govuk-input", "govuk-textarea", "govuk-select", "govuk-file-upload"):
            classes.append(f"{name}--error")
        if self.count_limit:
            classes.append("govuk-js-character-count")
            attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {self.auto_id}-info".strip()
        attrs["class"] = " ".join(filter(None, classes))
        return attrs


class GovukRenderer(DjangoTemplates):
    """Draws our components from the project's templates and everything else from Django's own."""

    bound_field_class = GovukBoundField

    def get_template(self, template_name):
        if template_name.startswith("components/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


class GovukForm(forms.Form):
    """A form whose fields look and speak like GOV.UK's.

    `today` (a date in London) and `now` (an aware datetime) come from the request; raises ImproperlyConfigured where a
    date field needs them and they are missing. A subclass with its own `clean` calls `super().clean()` first.
    """

    default_renderer = GovukRenderer()  # one for all: an engine of its own would read every template anew for each form
    use_required_attribute = False

    def __init__(self, *args, today: date | None = None, now: datetime | None = None, **kwargs) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if getattr(field, "needs_clock", False):
                field.today, field.now = today, now
                if today is None or (isinstance(field, GovDateTimeField) and now is None):
                    raise ImproperlyConfigured(
                        f"{type(self).__name__}.{name} needs today=request.today, now=request.now"
                    )

    def clean(self) -> dict[str, Any]:
        """Forgets what was typed, and what was missing, below an answer that was not chosen."""
        super().clean()
        for name, value, revealed in self.reveals():
            if value not in self.chosen(name):
                self.errors.pop(revealed, None)
                self.cleaned_data[revealed] = getattr(self.fields[revealed], "empty_value", None)
        return self.cleaned_data

    def refuse(self, error: ValidationError) -> None:
        """Shows why an act was refused: each sentence beside the field it is about, or above the form."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, sentences in by_field.items():
            self.add_error(name if name in self.fields else None, sentences)

    def take_up(self, typed: Any) -> None:
        """Show what was typed before, without judging it."""
        for name, field in self.fields.items():
            if name not in {"submission_key", "version"}:
                self.initial[name] = field.widget.value_from_datadict(typed, {}, name)

    def reveals(self) -> Iterator[tuple[str, str, str]]:
        """Each revealed question as (name of the field above it, the answer that reveals it, its own name)."""
        for name, field in self.fields.items():
            for value, names in getattr(field, "reveals", {}).items():
                for revealed in names:
                    yield name, value, revealed

    def chosen(self, name: str) -> list[str]:
        """The answers sent for a question with choices."""
        data = self[name].data
        return [str(value) for value in data] if isinstance(data, list) else [str(data)]

    @property
    def top_fields(self) -> list[BoundField]:
        """The visible questions to draw one after the other; each brings along what it reveals."""
        below = {revealed for _, _, revealed in self.reveals()}
        return [field for field in self.visible_fields() if field.name not in below]

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Each error sentence behind the id of the input it is about ("" for none), in the order of the fields."""
        found = [("", str(sentence)) for sentence in self.non_field_errors()]
        for field in self:
            found += [(field.error_target, str(sentence)) for sentence in field.errors]
        return found


class KeyField(forms.UUIDField):
    """The key of a page shown. One that was used before, with other answers, is shown again with a new key."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        sent = sending.current()
        return uuid4() if sent is not None and sent.is_spent else super().bound_data(data, initial)


class SubmittedOnce(forms.Form):
    """A form that acts once however often it is sent: `cleaned_data["submission_key"]` is unique to one page shown.

    A form without it writes `{% sent_once %}` instead (docs/components.md).
    """

    submission_key = KeyField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={
            "required": "This page did not say which form it is. Check your answers and send it again",
            "invalid": "This page did not say which form it is. Check your answers and send it again",
        },
    )


class Versioned(forms.Form):
    """A form over a record that others may change: `cleaned_data["version"]` is the version that was on the page.

    Where somebody else has saved it meanwhile `is_stale` says so and `differences` is filled: label, theirs and yours
    of each question. `taken_over` are the labels of those that only the other had changed: their words stand there now.
    """

    differences: Sequence[Mapping[str, str]] = ()
    taken_over: Sequence[str] = ()
    is_stale = False

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={
            "required": "This page did not say which version you changed. Open the record again",
            "invalid": "This page did not say which version you changed. Open the record again",
        },
    )

    def is_overtaken(self, version: int) -> bool:
        """Whether what was sent was filled in over another version than ``version``, right or wrong as it may be."""
        return self.is_bound and "version" not in self.errors and self.cleaned_data["version"] != version


def render_form(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, form_name: str = "form"
) -> HttpResponse:
    """The page with a form, or with none to fill in now: 422 when what was sent is not valid, else 200."""
    form = context[form_name]
    invalid = form is not None and form.is_bound and form.errors
    return render(request, template, dict(context), status=UNPROCESSABLE if invalid else 200)
