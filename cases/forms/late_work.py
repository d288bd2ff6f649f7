"""How the list of late work is narrowed."""

from typing import Any

from cases import late_work
from cases.forms.lists import ListForm
from frontdoor.core.forms import SelectField

RUNGS = [(late_work.HEAD, "Head of service"), (late_work.MANAGER, "Manager of the team")]


class LateWorkForm(ListForm):
    """Which team, which kind of work, whose, and with whom it lies. An answer that cannot be is left out."""

    worker = SelectField("Worker", required=False, empty_label="Every worker")  # type: ignore[assignment]
    rung = SelectField("It lies with", required=False, empty_label="Anybody", choices=RUNGS)

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, shown=[(kind.code, kind.words) for kind in late_work.KINDS], **kwargs)
        self.fields["show"].choices = [("", "Every kind of work"), *self.fields["show"].choices[1:]]
        self.fields["worker"].choices = [("", "Every worker"), *workers]
        self.full_clean()

    @property
    def chosen_filters(self) -> dict[str, Any]:
        """The filters in force, as ``late_work.late`` takes them."""
        chosen, answers = super().chosen_filters, getattr(self, "cleaned_data", {})
        return {
            "team": chosen["team"],
            "worker": int(chosen["lead"]) if chosen["lead"] else None,
            "kind": chosen["show"],
            "rung": answers.get("rung") or "",
        }
