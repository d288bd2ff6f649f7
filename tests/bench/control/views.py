"""The pages a Django developer would write first: ORM objects, a template, sign-in required."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.models import Allocation, Assessment, Visit
from frontdoor.core.chronology import EVENTS
from frontdoor.models import Contact, ContactChild, Person, Referral, Relationship
from tests.bench.control.models import PlainAudit, PlainContact, PlainContactChild


@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """25 open cases of the worker's team, oldest first, with worker and assessment."""
    open_cases = Referral.objects.filter(team_id=request.user.team_id, closed_on=None, no_further_action=False)
    referrals = list(open_cases.select_related("child", "team").order_by("received_on", "pk")[:25])
    children = [referral.child_id for referral in referrals]
    workers = {
        allocation.child_id: allocation.worker
        for allocation in Allocation.objects.filter(child__in=children, ended_on=None).select_related("worker")
    }
    assessments = {row.child_id: row for row in Assessment.objects.filter(child__in=children, finished_on=None)}
    rows = [(row, workers.get(row.child_id), assessments.get(row.child_id)) for row in referrals]
    return render(request, "list.html", {"rows": rows})


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """25 open contacts, the first due first, with their children and agency, and how many are open by urgency."""
    open_contacts = Contact.objects.filter(decided_at=None)
    contacts = (
        open_contacts.select_related("agency", "taken_by")
        .prefetch_related("about__child")
        .order_by("decision_due_at", "pk")[:25]
    )
    counts = open_contacts.values("rag").annotate(open=Count("pk")).order_by("rag")
    return render(request, "queue.html", {"contacts": contacts, "counts": counts})


@login_required
def record(request: HttpRequest, person_id: int) -> HttpResponse:
    """One child with family, contacts, referrals, assessments, workers and the latest visits, as many as we show."""
    child = get_object_or_404(Person, pk=person_id)
    visits = Visit.objects.filter(child=child)
    context = {
        "child": child,
        "adults": Relationship.objects.filter(child=child).select_related("adult"),
        "contacts": ContactChild.objects.filter(child=child).select_related("contact"),
        "referrals": Referral.objects.filter(child=child).select_related("team"),
        "assessments": Assessment.objects.filter(child=child),
        "allocations": Allocation.objects.filter(child=child).select_related("worker"),
        "visits": visits.select_related("visited_by").order_by("-visited_on", "-pk")[:EVENTS],
        "visit_count": visits.count(),
    }
    return render(request, "record.html", context)


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """20 people whose name begins with what was typed, by name."""
    people = Person.objects.filter(sort_key__startswith=request.GET["q"]).order_by("sort_key", "pk")[:20]
    return render(request, "search.html", {"people": people})


class ContactForm(forms.Form):
    child = forms.IntegerField()
    referrer_name = forms.CharField(max_length=120)
    concern = forms.CharField()


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Record a contact about a known child."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    child = get_object_or_404(Person, pk=form.cleaned_data["child"])
    now = timezone.now()
    with transaction.atomic():
        contact = PlainContact.objects.create(
            received_at=now,
            recorded_by_id=request.user.pk,
            method="telephone",
            source_code="2A",
            agency_id=1,
            referrer_name=form.cleaned_data["referrer_name"],
            concern=form.cleaned_data["concern"],
            immediate_danger=False,
            triage_due_at=now + timedelta(hours=2),
        )
        PlainContactChild.objects.create(contact=contact, child_id=child.pk)
        PlainAudit.objects.create(worker_id=request.user.pk, contact_id=contact.pk)
    return redirect("record", person_id=child.pk)
