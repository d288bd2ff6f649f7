"""A sentence about an answer names its question whole: nobody reads "Choose is there a risk of harm from the list"."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.core.exceptions import ValidationError

import audits.forms
import cases.forms
import frontdoor.forms
import workforce.forms
from frontdoor.core.fields import Question, is_question, sentence, subject_of
from frontdoor.core.forms import GovDateField, GovukForm, LongTextField, RadiosField, TextField, YesNoField
from frontdoor.forms.risk import HarmField
from workforce.forms.administration import EndAccessForm

CHOICES = [("a", "One"), ("b", "Two")]


def sent(field, *values):
    with pytest.raises(ValidationError) as refused:
        field.clean(*values)
    return refused.value.messages[0]


def test_each_kind_of_question_reads_well():
    asked = RadiosField("How urgent is this contact?", choices=CHOICES)
    assert sent(asked, "") == "Select the answer to “How urgent is this contact?”"
    assert sent(asked, "c") == "Choose the answer to “How urgent is this contact?” from the list"
    harm = HarmField("Is there a risk of harm?", raised=set(), choices=CHOICES)
    assert sent(harm, ["c"]) == "Choose the answer to “Is there a risk of harm?” from the list"
    assert sent(YesNoField("Is the harm immediate?"), "") == "Select yes or no: Is the harm immediate?"
    assert sent(LongTextField("What was said?"), "") == "Enter the answer to “What was said?”"
    long = TextField("What was said?", max_length=3)
    assert sent(long, "much") == "The answer to “What was said?” must be 3 characters or fewer"
    day = GovDateField("When was it made?")
    assert sent(day, ["31", "2", "2026"]) == "The answer to “When was it made?” must be a real date"


def test_a_label_that_asks_nothing_reads_as_before():
    assert sent(RadiosField("Sex", choices=CHOICES), "c") == "Choose sex from the list"
    assert sent(YesNoField("Employed through an agency"), "") == "Select yes or no: employed through an agency"
    assert subject_of("NHS number:") == "NHS number"


def test_when_access_ends_is_asked_for_as_it_is_written():
    form = EndAccessForm({}, today=None, now=None)
    assert form.errors["how"] == ["Select the answer to “When does the access end?”"]


def questions():
    for package in (frontdoor.forms, cases.forms, workforce.forms, audits.forms):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            for form in vars(import_module(module.name)).values():
                if isinstance(form, type) and issubclass(form, GovukForm):
                    for name, field in form.base_fields.items():
                        if isinstance(field, Question) and is_question(field.label):
                            yield f"{form.__name__}.{name}", field


def test_no_form_makes_half_a_sentence_of_a_question():
    unnamed = {place: field for place, field in questions() if field.subject == subject_of(field.label)}
    assert len(unnamed) > 30
    for place, field in unnamed.items():
        half = field.label[:1].lower() + field.label[1:].rstrip("?")
        assert half not in sentence(field.subject), place
        assert half not in str(field.error_messages.get("invalid_choice", "")), place
