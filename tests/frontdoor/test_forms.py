"""What people type comes through whole or is answered with a sentence; no link of the error summary dangles."""

import importlib
import pkgutil
import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.forms import ModelChoiceField
from django.http import QueryDict
from django.template.loader import render_to_string

from frontdoor.core.fields import Nameless, Naming
from frontdoor.core.forms import (
    CheckboxesField,
    CheckboxField,
    GovDateField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    ModelCheckboxesField,
    ModelRadiosField,
    ModelSelectField,
    RadiosField,
    SelectField,
    SubmittedOnce,
    TextField,
    Versioned,
    YesNoField,
)
from frontdoor.models import Agency, Contact, Person

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


class Everything(SubmittedOnce, Versioned, GovukForm):
    name = TextField("Child's name", width=20)
    worry = LongTextField("What is worrying?", subject="what is worrying", max_length=10)
    story = LongTextField("Story", required=False)
    born = GovDateField("Date of birth", past=True, today_link=True)
    received = GovDateTimeField("Contact received", subject="time the contact was received")
    agency = SelectField("Agency", choices=[("1A", "School")])
    danger = YesNoField("Is the child in danger?")
    consent = RadiosField(
        "Consent", choices=[("given", "Given"), ("refused", "Refused")], reveals={"refused": "refusal"}
    )
    refusal = TextField("Why was it refused?", subject="why it was refused")
    seen = CheckboxesField("What did you look at?", choices=[("a", "Police"), ("b", "Health")])
    sure = CheckboxField("I have read <b>all</b> of it")


def everything(**answers: str) -> Everything:
    data = QueryDict(mutable=True)
    data.update(answers)
    return Everything(data, today=TODAY, now=NOW)


def drawn(form: Everything) -> str:
    summary = render_to_string("components/error_summary.html", {"errors": form.summary})
    return summary + str(form["submission_key"]) + "".join(field.as_field_group() for field in form.top_fields)


def born(day: str, month: str, year: str) -> Everything:
    return everything(born_day=day, born_month=month, born_year=year)


def received(day: str, month: str, year: str, time: str, occurrence: str = "") -> Everything:
    return everything(
        received_day=day,
        received_month=month,
        received_year=year,
        received_time=time,
        received_occurrence=occurrence,
    )


def test_every_link_of_the_summary_leads_to_an_input():
    form = everything(
        consent="refused", received_day="25", received_month="10", received_year="2026", received_time="01:30"
    )
    page = drawn(form)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) == 9
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_hint_and_error_are_tied_to_their_input():
    page = everything()["name"].as_field_group()
    assert 'aria-describedby="id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert "govuk-input--error" in page
    assert " required" not in page


def test_a_label_is_never_markup():
    assert "I have read &lt;b&gt;all&lt;/b&gt; of it" in everything()["sure"].as_field_group()


def test_nothing_is_chosen_beforehand():
    page = "".join(field.as_field_group() for field in Everything(today=TODAY, now=NOW).top_fields)
    assert " checked" not in page
    assert page.count('type="checkbox"') == 3
    assert page.count('type="radio"') == 4


def test_what_was_typed_is_drawn_again():
    page = drawn(everything(name="Zoë", born_day="31", born_month="Febr", danger="no"))
    assert 'value="Zoë"' in page
    assert 'value="Febr"' in page
    assert re.search(r'value="no" checked', page)


@pytest.mark.parametrize("text", ["\u202eevil\u202c", "👩🏽‍🍼 with baby", "مريم الهاشمي", "O’Brien-Ŵyn", "<script>"])
def test_unusual_text_survives(text):
    form = everything(name=text)
    form.is_valid()
    assert form.cleaned_data["name"] == text


@pytest.mark.parametrize("text", ["a\x00b", "half \ud83d of a face"])
def test_text_that_cannot_be_stored_gets_a_sentence(text):
    assert everything(name=text).errors["name"] == [
        "Child's name contains a character that cannot be stored. Delete it, or type the text instead of pasting it"
    ]


@pytest.mark.parametrize(
    ("size", "errors"), [(1024 * 1024, []), (1024 * 1024 + 1, ["Story must be 1 MB of text or less"])]
)
def test_a_megabyte_is_the_most(size, errors):
    assert everything(story="x" * size).errors.get("story", []) == errors


def test_a_line_end_counts_as_one_character():
    form = everything(worry="1234\r\n6789\r\n")
    form.is_valid()
    assert form.cleaned_data["worry"] == "1234\n6789"
    assert everything(worry="12345\r\n789\r\nA").errors["worry"] == ["What is worrying must be 10 characters or fewer"]


@pytest.mark.parametrize(
    ("parts", "error", "target"),
    [
        (("", "", ""), "Enter date of birth", "id_born_0"),
        (("27", "", "2019"), "Date of birth must include a month", "id_born_1"),
        (("27", "", ""), "Date of birth must include a month and year", "id_born_1"),
        (("31", "2", "2019"), "Date of birth must be a real date", "id_born_0"),
        (("5", "13", "2019"), "Date of birth must be a real date", "id_born_1"),
        (("5", "3", "19"), "Date of birth must have a year of 4 numbers", "id_born_2"),
        (("²", "3", "2019"), "Date of birth must be a real date", "id_born_0"),
        (("24", "11", "2026"), "Date of birth must be today or in the past", "id_born_0"),
    ],
)
def test_a_wrong_date_is_named_and_pointed_at(parts, error, target):
    form = born(*parts)
    assert form.errors["born"] == [error]
    assert form["born"].error_target == target


@pytest.mark.parametrize("month", ["3", "03", "mar", "March"])
def test_a_month_may_be_a_number_or_a_name(month):
    form = born("5", month, "2019")
    form.is_valid()
    assert form.cleaned_data["born"] == date(2019, 3, 5)


def test_the_day_itself_is_in_the_past():
    assert "born" not in born("23", "11", "2026").errors


@pytest.mark.parametrize("time", ["14:30", "1430", "2:30pm", "2.30 PM"])
def test_a_time_may_be_typed_in_several_ways(time):
    form = received("4", "6", "2026", time)
    form.is_valid()
    assert form.cleaned_data["received"] == datetime(2026, 6, 4, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("time", ["25:00", "14:60", "13pm", "noonish", "9"])
def test_a_time_that_is_none_gets_a_sentence(time):
    assert received("4", "6", "2026", time).errors["received"] == [
        "Time the contact was received must have a time on the 24-hour clock, like 14:30"
    ]


@pytest.mark.parametrize(("occurrence", "hour"), [("first", 0), ("second", 1)])
def test_on_the_night_the_clocks_go_back_the_hour_is_asked_for(occurrence, hour):
    asked = received("25", "10", "2026", "01:30")
    assert "happened twice on 25 October 2026" in asked.errors["received"][0]
    assert 'value="second"' in asked["received"].as_field_group()
    answered = received("25", "10", "2026", "01:30", occurrence)
    answered.is_valid()
    assert answered.cleaned_data["received"].astimezone(UTC) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_an_hour_that_never_was_is_refused():
    assert "01:30 did not happen on 29 March 2026" in received("29", "3", "2026", "01:30").errors["received"][0]


def test_a_revealed_question_is_asked_only_below_its_answer():
    assert everything(consent="refused").errors["refusal"] == ["Enter why it was refused"]
    given = everything(consent="given", refusal="left over")
    assert "refusal" not in given.errors
    assert given.cleaned_data["refusal"] == ""


def test_a_form_without_its_key_or_version_is_refused_without_a_dangling_link():
    form = everything()
    assert "submission_key" in form.errors
    assert "version" in form.errors
    assert form["version"].error_target == ""


def test_two_pages_have_two_keys():
    first, second = Everything(today=TODAY, now=NOW), Everything(today=TODAY, now=NOW)
    assert first["submission_key"].value() != second["submission_key"].value()


def test_a_date_that_refuses_the_future_needs_to_know_the_day():
    with pytest.raises(ImproperlyConfigured):
        Everything()


def test_a_drop_down_list_shows_its_groups_and_the_one_line_that_was_chosen():
    field = SelectField("Who", choices=[("Health", [("3A", "GP <1>"), ("3B", "Visitor")]), ("9", "Nobody")])
    form = type("Asked", (GovukForm,), {"who": field})({"who": "3B"})
    html = str(form["who"])
    assert '<optgroup label="Health"><option value="3A">GP &lt;1&gt;</option>' in html
    assert '<option value="3B" selected>Visitor</option></optgroup>' in html
    assert html.count("selected") == 1
    unanswered = str(type("Asked", (GovukForm,), {"who": field})()["who"])
    assert '<option value="" selected>' in unanswered


@pytest.mark.parametrize("field", [ModelSelectField, ModelRadiosField, ModelCheckboxesField])
def test_people_are_chosen_by_name_and_nobody_by_number(field):
    asked = field("Who", queryset=Person.objects.none())
    assert asked.label_from_instance(get_user_model()(pk=6, given_names="Ada", family_name="Vale")) == "Ada Vale"
    assert asked.label_from_instance(Person(pk=6, given_names="Bo", family_name="Vale")) == "Bo Vale"
    assert asked.label_from_instance(Agency(pk=6, name="School 6")) == "School 6"
    with pytest.raises(Nameless):
        asked.label_from_instance(Contact(pk=6))


def test_only_the_fields_that_name_their_rows_offer_rows():
    for app in ("frontdoor", "cases", "workforce", "audits"):
        for form in pkgutil.iter_modules(importlib.import_module(f"{app}.forms").__path__, f"{app}.forms."):
            importlib.import_module(form.name)
    offering = [
        (form, field)
        for form in _below(GovukForm)
        for field in form.base_fields.values()
        if isinstance(field, ModelChoiceField)
    ]
    assert len(offering) > 20
    assert [form for form, field in offering if not isinstance(field, Naming)] == []


def _below(form):
    return [form, *(found for below in form.__subclasses__() for found in _below(below))]
