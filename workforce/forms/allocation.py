"""Choosing the worker of a case."""

from collections.abc import Sequence
from typing import Any

from frontdoor.core.forms import GovukForm, LongTextField, RadiosField, Versioned
from workforce.candidates import Candidate


class AllocateForm(Versioned, GovukForm):
    """Who, and why. Nobody is chosen beforehand.

    Who leads by now is not offered, but stays there where it was chosen on a page opened before.
    """

    worker = RadiosField("Who leads this case?", subject="who leads this case")
    rationale = LongTextField(
        "Why this worker?",
        hint="At least 10 characters. The worker reads it.",
        subject="why this worker",
        rows=4,
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self["worker"].data
        offered = [one.worker for one in candidates if not one.leads_now or str(one.worker.pk) == chosen]
        self.candidates = {str(worker.pk): worker for worker in offered}
        field = self.fields["worker"]
        field.choices = [(key, worker.get_full_name()) for key, worker in self.candidates.items()]
        field.choice_hints = {str(one.worker.pk): one.words for one in candidates}
