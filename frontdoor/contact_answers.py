"""A contact that is being written, in the words of its pages."""

from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone

from frontdoor import presenters
from frontdoor.actions.search import Hit
from frontdoor.core.forms import GovukForm
from frontdoor.core.navigation import url_or_nothing
from frontdoor.core.places import street_in
from frontdoor.core.search import Wanted
from frontdoor.core.working_days import london_date
from frontdoor.forms.contact_draft import ContactDraft
from frontdoor.forms.record_contact import AdultForm
from frontdoor.models.households import NO_ADDRESS

NOT_GIVEN, ADDRESS_NOT_KNOWN = "Not given", "Address not known"
NO_HOME: dict[str, Any] = {"lines": "", "postcode": "", "no_fixed_address": False}
NO_CASE = {"team": "", "worker": ""}


def hit_rows(hits: list[Hit], on: date, *, looked_for: Wanted | None = None) -> list[dict[str, Any]]:
    """People found, as a list shows them; of a record that the searcher may not open, name, age and team alone.

    ``looked_for``: what was typed while a child is put on a contact; then ``to_recognise`` says what is shown as well.
    """
    return [_hit_row(hit, on, looked_for) | {"because": hit.because} for hit in hits]


def to_recognise(hit: Hit, looked_for: Wanted) -> dict[str, str]:
    """By what the right child is known on a record that the searcher may not open (reliability.md 2.2, 1 and 17).

    The year of birth, the street and the first half of the postcode: enough to tell two children apart, too little to
    find a family's door. The whole date or address stands there only where the searcher typed that very one, and so
    learns nothing but that it agrees. An address that is protected is never among what was read.
    """
    person = hit.person
    if person.birth_date is None:
        born = ""
    elif person.birth_date == looked_for.birth_date:
        born = presenters.long_day(person.birth_date)
    else:
        born = f"in {person.birth_date.year}"
    home = person.home or NO_HOME
    if home["no_fixed_address"]:
        return {"born": born, "address": NO_ADDRESS}
    lines, postcode = home["lines"], home["postcode"]
    part = postcode if postcode and postcode == looked_for.postcode else postcode.split(" ")[0]
    address = ", ".join(filter(None, [lines if lines in hit.typed else street_in(lines), part]))
    return {"born": born, "address": address or ("Not shown" if lines else "")}


def _hit_row(hit: Hit, on: date, looked_for: Wanted | None) -> dict[str, Any]:
    person, may_open = hit.person, hit.may_open
    known = {"born": "", "address": ""}
    if may_open:
        home = person.home or NO_HOME
        address = ", ".join(filter(None, [home["lines"], home["postcode"]]))
        known = {
            "born": presenters.long_day(person.birth_date) if person.birth_date else "",
            "address": NO_ADDRESS if home["no_fixed_address"] else address or ADDRESS_NOT_KNOWN,
        }
    elif looked_for is not None:
        known = to_recognise(hit, looked_for)
        known["address"] = known["address"] or ADDRESS_NOT_KNOWN
    kind = "" if person.is_child else "Adult in a family"
    age = presenters.age(person, on)
    return {
        "id": person.pk,
        "name": person.full_name,
        "url": url_or_nothing("person", person.pk) if may_open else "",
        "kind": kind,
        "age": age,
        "about": age[:1].upper() + age[1:] + (kind and f". {kind}") + (known["born"] and f", born {known['born']}"),
        "address": known["address"],
        "standing": _standing(person, may_open=may_open),
    }


def _standing(person: Any, *, may_open: bool) -> str:
    """With whom the person's case is, and for whoever may open the record what was last heard."""
    case = person.case or NO_CASE
    team, worker = case["team"], case["worker"] if may_open else ""
    words = f"Open to {team}{worker and f', {worker}'}." if team else "Not open to a team."
    if not may_open:
        return f"{words} You cannot see more of this record."
    return f"{words} Last contact {presenters.moment(person.last_contact)}." if person.last_contact else words


def child_lines(current: ContactDraft, on: date) -> list[str]:
    """The children on the contact, each in a line."""
    known, lines = current.known_children(), []
    for entry in current.data["children"]:
        if "person" in entry:
            person = known.get(entry["person"])
            lines.append(f"{person.full_name}, {presenters.age(person, on)}" if person else "A record you cannot see")
        else:
            lines.append(f"{_described(current.answered(entry['section']))}{current.described_is}")
    return lines


def born_since(current: ContactDraft) -> list[str]:
    """A sentence for each child born after the contact came in: an unborn child's contact, or a wrong date."""
    received_at = current.arguments().get("received_at")
    if received_at is None:
        return []
    came_in = london_date(received_at)
    known = current.known_children()
    children = [child for child in known.values() if child.was_born_after(came_in)]
    said = [(child.full_name, child.since_birth(came_in)) for child in children]
    for entry in current.data["children"]:
        form = current.answered(entry["section"]) if "section" in entry else None
        born = form.cleaned_data.get("birth_date") if form else None
        if form and born and born > came_in:
            said.append((_described(form), born))
    return [
        f"{name} was born on {presenters.long_day(born)}, after this contact came in. Check both dates."
        for name, born in said
    ]


def _described(form: GovukForm) -> str:
    name = f"{form['given_names'].value() or ''} {form['family_name'].value() or ''}".strip()
    return name or "Unborn child"


def sections(current: ContactDraft, on: date) -> list[dict[str, Any]]:
    """All answers for the check page, each section with the way to change it."""
    parts = [
        *(_section(current, title, step) for step, title in current.shown.items()),
        {
            "title": "Children",
            "rows": [
                _row(f"Child {place}", line, _link(current, "children"), "children")
                for place, line in enumerate(child_lines(current, on), 1)
            ],
        },
    ]
    parts += [
        _section(current, f"About {_described(current.answered(entry['section']))}", entry["section"])
        for entry in current.data["children"]
        if "section" in entry
    ]
    adults = [adult.line() for adult in current.adults()]
    parts.append({"title": "Family", "rows": [_row("Adults", "\n".join(adults), _link(current, "family"), "adults")]})
    parts += [_section(current, "What is worrying", "concern"), _section(current, "What the family knows", "consent")]
    parts += [
        {"title": title, "rows": [_row(question, value, _link(current, step), question)]}
        for title, question, value, step in current.further()
    ]
    danger = "Yes" if current.in_danger else "No"
    parts[0]["rows"].insert(0, {"key": "A child is in immediate danger", "value": danger})
    return parts


def problems(current: ContactDraft, refused: ValidationError) -> list[dict[str, str]]:
    """What a rule refused at the end, each sentence with the way to the step that asks for it, if one does."""
    by_field = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
    found = []
    for name, sentences in by_field.items():
        step = _asks(current, name)
        found += [{"url": _link(current, step) if step else "", "sentence": words} for words in sentences]
    return found


def _asks(current: ContactDraft, name: str) -> str:
    """The step with the question; the list of children where several answer it, and nothing where none asks it."""
    described = [entry["section"] for entry in current.data["children"] if "section" in entry]
    forms = {step: current.answered(step) for step in (*current.shown, *described, "concern", "consent")}
    asking = [step for step, form in forms.items() if name in form.fields]
    answering = [step for step in asking if forms[step].cleaned_data.get(name)] or asking
    if not answering:
        return "family" if current.adults() and name in AdultForm.base_fields else ""
    return answering[0] if len(answering) == 1 else "children"


def _section(current: ContactDraft, title: str, step: str) -> dict[str, Any]:
    form = current.answered(step)
    rows = [
        _row(str(field.label), answer(field), _link(current, step), str(field.label)) for field in form if answer(field)
    ]
    return {"title": title, "rows": rows}


def _row(key: str, value: str, url: str, hidden: str) -> dict[str, str]:
    return {"key": key, "value": value or NOT_GIVEN, "url": url, "action": "Change", "hidden": hidden.lower()}


def _link(current: ContactDraft, step: str) -> str:
    return reverse(current.step_url, args=[current.draft.pk, step]) + "?check"


def answer(field: BoundField) -> str:
    """An answer in words: the label of what was chosen, a date as it is written, a text as it was typed."""
    value = field.form.cleaned_data.get(field.name)
    if value in (None, "", False):
        return ""
    if value is True:
        return "Yes"
    if hasattr(value, "hour"):
        return presenters.moment(timezone.localtime(value))
    if hasattr(value, "year"):
        return presenters.long_day(value)
    return str(_labels(field).get(value, value))


def _labels(field: BoundField) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for value, label in getattr(field.field, "choices", ()):
        found |= dict(label) if isinstance(label, (list, tuple)) else {value: label}
    return found
