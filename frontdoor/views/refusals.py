"""What a rule refused, put on the form that asked for it."""

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form

from frontdoor.core.versions import Stale


def put_on(form: Form, refusal: ValidationError) -> None:
    """Show each sentence beside the field it is about; what was typed stays."""
    if isinstance(refusal, Stale):
        take_up_version(form, refusal)
    for name, sentences in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


def take_up_version(form: Form, stale: Stale) -> None:
    """Let a stale form, sent again by somebody who has now seen what changed, stand on the version that is there."""
    taken_up: Any = copy(form.data)
    taken_up["version"] = str(stale.current.version)
    form.data = taken_up
