"""A form over a draft that is filled in step by step: what was typed on each, and what it means once it is judged."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import transaction
from django.http import QueryDict

from frontdoor import presenters
from frontdoor.core import drafts
from frontdoor.core.drafts import Draft
from frontdoor.core.forms import GovukForm
from frontdoor.core.idempotency import taken


class SteppedDraft:
    """One worker's unfinished form; ``forms`` are its steps, ``begun`` sections that are there from the start."""

    form_name: ClassVar[str]
    forms: ClassVar[dict[str, type[GovukForm]]]
    step_url: ClassVar[str]
    begun: ClassVar[tuple[str, ...]] = ()

    def __init__(self, draft: Draft, *, worker: Any, today: date, now: datetime) -> None:
        self.draft, self.worker = draft, worker
        self.clock: dict[str, Any] = {"today": today, "now": now}
        self.judged: dict[str, GovukForm] = {}

    @classmethod
    def begin(
        cls, *, worker: Any, post: QueryDict, now: datetime, told: dict[str, dict[str, list[str]]] | None = None
    ) -> Draft:
        """Start with the answer about danger, and with ``told``: what is known of other steps, as they send it."""
        sections = {"danger": drafts.typed(post), **{name: {} for name in cls.begun}, **(told or {})}
        data = {"key": str(uuid4()), "sections": sections, "children": [], "adults": []}
        with transaction.atomic(), taken(worker):
            return drafts.begin(worker=worker, form=cls.form_name, data=data, now=now)

    @classmethod
    def open(cls, draft_id: int, *, worker: Any, today: date, now: datetime) -> Self:
        """The worker's own draft. Raises Draft.DoesNotExist."""
        draft = drafts.open_draft(draft_id, worker=worker, form=cls.form_name)
        return cls(draft, worker=worker, today=today, now=now)

    @classmethod
    def form_class(cls, section: str) -> type[GovukForm]:
        """The form of a section. Raises KeyError where there is none."""
        return cls.forms[section]

    def made(self, section: str, data: QueryDict | None) -> GovukForm:
        """A section's form, bound to ``data`` where there is any."""
        return self.form_class(section)(data, **self.clock)

    @property
    def data(self) -> dict[str, Any]:
        return self.draft.data

    def has(self, section: str) -> bool:
        """Whether anything was kept for a section."""
        return section in self.data["sections"]

    def form(self, section: str, post: QueryDict | None = None) -> GovukForm:
        """A section's form, bound to what is sent now; without that it shows what was kept, and judges nothing."""
        kept = self.data["sections"].get(section)
        form = self.made(section, post)
        if post is None and kept is not None:
            answered = self.made(section, drafts.as_post(kept))
            form.initial = {
                name: answered.fields[name].widget.value_from_datadict(answered.data, {}, name)
                for name in answered.fields
            }
        return form

    def answered(self, section: str) -> GovukForm:
        """A section's form with what was kept, judged."""
        if section not in self.judged:
            form = self.made(section, drafts.as_post(self.data["sections"].get(section, {})))
            form.full_clean()
            self.judged[section] = form
        return self.judged[section]

    def change(self, how: Callable[[dict[str, Any]], object]) -> None:
        """Change what is kept, and keep it at once."""
        self.judged.clear()
        self.draft = drafts.change(
            self.draft.pk, worker=self.worker, form=self.form_name, now=self.clock["now"], how=how
        )

    def change_once(self, how: Callable[[dict[str, Any]], object]) -> None:
        """A change that must not be made twice when the page that asks for it is sent twice. Raises SentBefore."""
        with transaction.atomic(), taken(self.worker):
            self.change(how)

    def keep(self, section: str, post: QueryDict) -> None:
        """Keep what was typed on a step, right or wrong."""
        self.change(lambda data: data["sections"].update({section: drafts.typed(post)}))

    @property
    def started_words(self) -> str:
        """When the form was begun, for a page."""
        return presenters.moment(self.draft.started_at)
