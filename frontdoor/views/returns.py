"""Returning a contact to its referrer for what is missing, and writing down what they answer."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor import presenters
from frontdoor.actions import returns
from frontdoor.actions.feedback import may_be_mailed
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.forms.returns import ReturnAnswerForm, ReturnForm, WhyReturnForm
from frontdoor.models import PartnerReferral, ReturnAnswer
from frontdoor.models.check_wording import names_on
from frontdoor.models.return_reasons import STARTING_TEXTS, ReturnReason
from frontdoor.partner_status import SHOWN, is_seen_by_referrer, standing
from frontdoor.permissions import DECIDE_CONTACT, RECORD_CONTACT, REFER
from frontdoor.views.contact import clocks_of, opened, returned
from frontdoor.views.refusals import put_on


@require_http_methods(["GET", "HEAD", "POST"])
@door(DECIDE_CONTACT)
def give_back(request: HttpRequest, contact_id: int) -> HttpResponse:
    """What the referrer was asked for; the page says that the clock runs on, or why the contact stays here."""
    contact = opened(request, contact_id, "sent_back", "partner_referral")
    form = _asked(request, may_be_mailed(contact), names_on(contact.pk))
    if isinstance(form, ReturnForm) and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            once(
                key=answers.pop("submission_key"),
                by=request.user,
                act=lambda: returns.give_back(contact_id=contact.pk, by=request.user, at=request.now, **answers),
            )
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "It is recorded what the referrer was asked for. The clock runs on.")
            return redirect("contact", contact_id=contact.pk)
    context = {
        "contact": contact,
        "form": form,
        "is_first_step": not isinstance(form, ReturnForm),
        "answer_by": presenters.by_when(returns.answer_due_at(contact, request.now)),
        "sees_it_here": is_seen_by_referrer(contact),
        "clocks": clocks_of(contact, request),
        "why_not": "" if request.method == "POST" else returns.why_not(contact),
    }
    return render_form(request, "frontdoor/contact/give_back.html", context)


def _asked(request: HttpRequest, mail: bool, names: str) -> WhyReturnForm | ReturnForm:
    """First why (``?reason=``), then the words, which start from those of the reason."""
    if request.method == "POST":
        return ReturnForm(request.POST, may_be_mailed=mail, names=names)
    why = WhyReturnForm(request.GET if {"reason", "next"} & request.GET.keys() else None)
    if not why.is_valid():
        return why
    reason = why.cleaned_data["reason"]
    return ReturnForm(
        initial={"reason": reason, "missing": STARTING_TEXTS[ReturnReason(reason)]}, may_be_mailed=mail, names=names
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(RECORD_CONTACT)
def answer(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Write down what the referrer answered to one of us."""
    contact = opened(request, contact_id, "sent_back__answer", "sent_back__returned_by")
    if not hasattr(contact, "sent_back"):
        raise Http404
    form = ReturnAnswerForm(request.POST or None)
    if _answered(request, form, lambda words: _noted(request, contact.pk, words)):
        messages.success(request, "The answer is recorded with the contact.")
        return redirect("contact", contact_id=contact.pk)
    context = {"contact": contact, "form": form, "clocks": clocks_of(contact, request)}
    context |= returned(contact, request)
    return render_form(request, "frontdoor/contact/return_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(REFER)
def answer_own(request: HttpRequest, public_id: str) -> HttpResponse:
    """A partner answers what was asked about a referral of their own; anybody else's is not found."""
    own = PartnerReferral.objects.own(request.user).select_related(*SHOWN)
    referral = own.filter(public_id=public_id).first()
    row = standing(referral) if referral is not None else None
    if row is None or not row.asked:
        raise Http404
    form = ReturnAnswerForm(request.POST or None)
    if _answered(request, form, lambda words: _sent(request, public_id, words)):
        messages.success(request, "Your answer is with us.")
        return redirect("partner_referral", public_id)
    return render_form(request, "frontdoor/partner/answer.html", {"row": row, "form": form})


def _noted(request: HttpRequest, contact_id: int, words: str) -> ReturnAnswer:
    return returns.answer(contact_id=contact_id, words=words, by=request.user, at=request.now)


def _sent(request: HttpRequest, public_id: str, words: str) -> ReturnAnswer:
    return returns.answer_own(public_id=public_id, words=words, by=request.user, at=request.now)


def _answered(request: HttpRequest, form: ReturnAnswerForm, act: Callable[[str], ReturnAnswer]) -> bool:
    """Whether the answer is kept; a refusal stands on the form beside what was typed."""
    if not form.is_valid():
        return False
    try:
        once(
            key=form.cleaned_data["submission_key"],
            by=request.user,
            act=lambda: act(form.cleaned_data["words"]),
        )
    except ValidationError as refusal:
        put_on(form, refusal)
        return False
    return True
