"""One child's record: who the child is, what is open, and the whole story."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases import drift, presenters, record, record_links, standing
from cases.permissions import RECORD_VISIT, WRITE_NOTE
from cases.presenters import visits as presenters_visits
from frontdoor import identity_links, sight
from frontdoor.actions import access
from frontdoor.core import chronology
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import opened
from frontdoor.core.pages import page_number
from frontdoor.core.permissions import may
from frontdoor.core.policy import calendar
from frontdoor.forms.access import AskForm
from frontdoor.models import Person
from frontdoor.permissions import ASK_FOR_RECORD, VIEW_PERSON

FORBIDDEN = 403


@door(VIEW_PERSON)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The record; somebody without a basis is asked for a reason, and a hidden record does not exist."""
    records = standing.for_record(person_id, worker=request.user, on=request.today)
    try:
        child = opened(request, records, people=lambda person: [person.pk])
    except Http404:
        if survivor := Person.objects.linkable_by(request.user).survivor_elsewhere(person_id):
            return redirect("person", survivor)
        if may(request.user, ASK_FOR_RECORD) and _askable(request, person_id):
            return _ask_page(request, person_id, AskForm(), status=FORBIDDEN)
        raise
    kind = request.GET.get("kind", "").replace("\x00", "")
    days = calendar(around=request.today)
    found = record.around(child, on=request.today)
    story = chronology.of(child.pk, request.user, category=kind, page=page_number(request.GET.get("page")))
    return render(
        request,
        "cases/person.html",
        {
            "person_id": child.pk,
            "child": presenters.banner(child, now=request.now, calendar=days),
            "details": presenters.details(child, found.addresses, request.today),
            "links": [
                *record_links.of_child(child, request.user),
                *identity_links.of(child, request.user),
                *sight.links_of(child, request.user),
            ],
            "family": presenters.family(found.adults),
            "consent": presenters.consent(found.consent),
            "drift": drift.reasons_of(found.drift, on=request.today, worker=request.user),
            "upcoming": presenters.upcoming(child, now=request.now, calendar=days),
            "documents": found.documents,
            "to_be_seen": presenters_visits.to_be_seen(found.to_be_seen, now=request.now, calendar=days),
            "may_visit": child.is_child and bool(may(request.user, RECORD_VISIT)),
            "may_note": child.is_child and bool(may(request.user, WRITE_NOTE)),
            "kinds": presenters.kinds(story.counts, chosen=kind),
            "page": story.page,
            "entries": presenters.chronology(story.page.rows),
        },
    )


@door(ASK_FOR_RECORD)
def person_ask(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open a colleague's record for a day by saying why."""
    if Person.objects.visible_to(request.user).filter(pk=person_id).exists():
        return redirect("person", person_id)
    if not _askable(request, person_id):
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access.ask(by=request.user, at=request.now, person_id=person_id, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("person", person_id)
    return _ask_page(request, person_id, form)


def _askable(request: HttpRequest, person_id: int) -> bool:
    return Person.objects.askable_by(request.user).filter(pk=person_id).exists()


def _ask_page(request: HttpRequest, person_id: int, form: AskForm, status: int | None = None) -> HttpResponse:
    context = {"form": form, "person_id": person_id}
    if status is not None:
        return render(request, "cases/person_ask.html", context, status=status)
    return render_form(request, "cases/person_ask.html", context)
