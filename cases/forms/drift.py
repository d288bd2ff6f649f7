"""How the list of what drifts is narrowed."""

from typing import Any

from cases import drift
from cases.forms.lists import ListForm
from frontdoor.core.forms import SelectField


class DriftForm(ListForm):
    """Which team, which kind of drift and whose. An answer that cannot be is left out rather than refused."""

    worker = SelectField("Worker", required=False, empty_label="Every worker")  # type: ignore[assignment]

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, shown=[(rule.code, rule.name) for rule in drift.rules()], **kwargs)
        self.fields["show"].choices = [("", "Every kind of drift"), *self.fields["show"].choices[1:]]
        self.fields["worker"].choices = [("", "Every worker"), *workers]
        self.full_clean()

    @property
    def chosen_filters(self) -> dict[str, Any]:
        """The filters in force, as ``cases.drift`` takes them."""
        chosen = super().chosen_filters
        return chosen | {"show": chosen["show"] or drift.ANY, "lead": int(chosen["lead"]) if chosen["lead"] else None}
