"""What a rule refused, put on the form that asked for it."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form

from frontdoor.core.versions import Stale, left_alone
from frontdoor.presenters.family import value


def put_on(form: Form, refusal: ValidationError) -> None:
    """Show each sentence beside the field it is about; what was typed stays."""
    if isinstance(refusal, Stale):
        take_up_version(form, refusal)
    for name, sentences in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


def take_up_version(form: Form, stale: Stale) -> None:
    """Let a stale form, sent again by somebody who has now seen what changed, stand on the version that is there.

    An answer that this person had left as it was now says what somebody else has made of it.
    """
    taken_up: Any = copy(form.data)
    taken_up[form.add_prefix("version")] = str(stale.current.version)
    shown = {name: form.cleaned_data[name] for name in form.initial if name in form.cleaned_data}
    theirs = left_alone(stale, shown)
    for name, answer in theirs.items():
        taken_up[form.add_prefix(name)] = form.cleaned_data[name] = answer
    form.data = taken_up
    form.is_stale, form.taken_over = True, [str(form[name].label) for name in theirs]


def differences(form: Form, current: Any, typed: Mapping[str, Any]) -> list[dict[str, str]]:
    """Where what somebody else saved meanwhile and what was typed differ, question by question.

    An answer that is kept on rows of its own has no value here; its form shows both itself.
    """
    return [
        {
            "label": str(form[name].label),
            "theirs": value(form, name, getattr(current, name)),
            "yours": value(form, name, mine),
        }
        for name, mine in typed.items()
        if name != "version" and hasattr(current, name) and (getattr(current, name) or "") != (mine or "")
    ]
