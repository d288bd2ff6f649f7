"""What partners do and see, as a browser without scripts does and sees it."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.drafts import Draft
from frontdoor.models import Attachment, Contact, PartnerReferral, Person, PolicyPeriod, ThresholdLevel
from frontdoor.models.still_to_say import NOT_CHECKED, WHAT_THEY_KNOW, WHY_NOT_ASKED
from tests.factories import workers
from tests.factories.partners import PartnerReferralFactory
from tests.factories.people import AddressFactory, AgencyFactory, ChildFactory
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

CHILD = {
    "given_names": "Wren",
    "family_name": "Invented",
    "birth_date_known": "exact",
    "birth_date_day": "2",
    "birth_date_month": "3",
    "birth_date_year": "2018",
}
STATUTORY = 4


@pytest.fixture
def no_second_factor(settings: Any) -> None:
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False


@pytest.fixture
def partner(client: Any, no_second_factor: None) -> Any:
    worker = workers.partner_referrer()
    client.force_login(worker)
    return worker


def begin(client: Any, danger: str = "no") -> Draft:
    answer = client.post(reverse("partner_start"), {"immediate_danger": danger})
    assert answer.status_code == 302, answer.content
    return Draft.objects.latest("pk")


def at(draft: Draft, step: str) -> str:
    return reverse("partner_step", args=[draft.pk, step])


def go(client: Any, draft: Draft, step: str, typed: Any, to: str) -> None:
    answer = client.post(at(draft, step), typed)
    assert answer.status_code == 302, answer.content.decode()[:5000]
    assert answer.url == at(draft, to), answer.url


def level(code: int) -> str:
    return str(ThresholdLevel.objects.get(code=str(code)).pk)


def walk(client: Any, draft: Draft, child: dict[str, str] | None = None) -> None:
    go(client, draft, "level", {"level": level(STATUTORY)}, "advice")
    assert client.get(at(draft, "advice")).url == at(draft, "referrer")
    go(client, draft, "referrer", {"referrer_role": "Lead", "referrer_telephone": "01632 960111"}, "child-1")
    go(client, draft, "child-1", child or CHILD, "children")
    go(client, draft, "children", {"another": "no"}, "family")
    mother = {"family_name": "Invented", "kind": "mother", "parental_responsibility": "yes"}
    go(client, draft, "family", mother, "concern")
    go(client, draft, "concern", {"concern": "Hungry."}, "consent")
    go(client, draft, "consent", {"claimed_consent": "told"}, "documents")
    go(client, draft, "documents", {"on": "1"}, "check")


def send(client: Any, draft: Draft) -> Any:
    draft.refresh_from_db()
    return client.post(at(draft, "check"), {"submission_key": draft.data["key"]})


def test_a_referral_step_by_step(client, partner):
    draft = begin(client)
    walk(client, draft)
    for step in ("level", "referrer", "child-1", "children", "family", "concern", "consent", "documents"):
        assert client.get(at(draft, step)).status_code == 200, step
    page = client.get(at(draft, "check")).content.decode()
    for words in ("Wren Invented", "Hungry.", "The family knows but has not agreed", "Level 4", "01632 960111"):
        assert words in page, words
    answer = send(client, draft)
    referral = PartnerReferral.objects.get()
    assert answer.url == f"{reverse('partner_referral', args=[referral.public_id])}?sent"
    assert "Referral sent" in client.get(answer.url).content.decode()
    contact = referral.contact
    assert (contact.agency, contact.recorded_by, referral.sent_by) == (partner.agency, partner, partner)
    assert (contact.method, contact.source_code) == ("form", partner.agency.source_code)
    assert contact.triage_due_at is not None
    assert str(referral.claimed_level.code) == "4"
    assert [told.full_name for told in contact.told_people.order_by("pk")] == ["Wren Invented", "Invented"]
    assert not Person.objects.exists()
    assert client.get(at(draft, "check")).status_code == 404


def test_sent_twice_is_one_contact(client, partner):
    draft = begin(client)
    walk(client, draft)
    first, second = send(client, draft), client.post(at(draft, "check"), {"submission_key": draft.data["key"]})
    assert first.url == second.url
    assert Contact.objects.count() == 1


def test_every_exit_has_a_way_on(client, partner):
    draft = begin(client, danger="yes")
    assert reverse("partner_step", args=[draft.pk, "danger"])
    danger = client.get(at(draft, "danger")).content.decode()
    assert "999" in danger
    assert at(draft, "level") in danger
    for answer in (level(1), level(2), level(3), "not_sure"):
        go(client, draft, "level", {"level": answer}, "advice")
        page = client.get(at(draft, "advice")).content.decode()
        assert "Early help" in page
        assert at(draft, "referrer") in page


def test_a_referral_in_danger_goes_to_the_top_of_the_queue(client, partner):
    draft = begin(client, danger="yes")
    walk(client, draft)
    send(client, draft)
    assert Contact.objects.get().queue_rank == 0


def test_L65_in_danger_a_name_the_worry_and_a_telephone_are_sent_from_the_first_page(client, partner):
    draft = begin(client, danger="yes")
    empty = client.post(at(draft, "urgent"), {"submission_key": draft.data["key"], "concern": "Locked out and hurt."})
    assert (empty.status_code, "Locked out and hurt." in empty.text) == (422, True)
    assert "Locked out and hurt." in client.get(at(draft, "danger")).text
    told = {"given_names": "Wren", "concern": "Locked out and hurt.", "referrer_telephone": "01632 960111"}
    answers = [client.post(at(draft, "urgent"), told | {"submission_key": draft.data["key"]}) for _ in range(2)]
    contact = Contact.objects.get()
    assert {answer.url for answer in answers} == {
        f"{reverse('partner_referral', args=[contact.partner_referral.public_id])}?sent"
    }
    assert "What we still need from you" in client.get(answers[0].url).text
    assert (contact.immediate_danger, contact.queue_rank, contact.referrer_telephone) == (True, 0, "01632 960111")
    assert contact.told_people.get().full_name == "Wren"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("answer", ["refused", "not_asked", "unsafe"])
def test_consent_needs_a_reason_and_never_stops_anybody(client, partner, answer):
    draft = begin(client)
    walk(client, draft)
    page = client.post(at(draft, "consent"), {"claimed_consent": answer})
    assert page.status_code == 422
    assert "Say why the family was not asked" in page.content.decode()
    go(client, draft, "consent", {"claimed_consent": answer, "claimed_consent_reason": "He hits her."}, "documents")
    assert send(client, draft).status_code == 302


def test_a_reason_that_cannot_be_said_now_is_asked_for_later(client, partner):
    draft = begin(client)
    walk(client, draft)
    go(client, draft, "consent", {"claimed_consent": "not_asked", "reason_follows": "on"}, "documents")
    assert "What we still need from you" in client.get(send(client, draft).url).text
    assert Contact.objects.get().still_to_say == [WHY_NOT_ASKED]


def test_in_danger_what_can_be_asked_afterwards_is_sent_at_the_first_try(client, partner):
    draft = begin(client, danger="yes")
    walk(client, draft)
    wrong = {"given_names": "Wren", "birth_date_known": "exact", "nhs_number": "943 476 5918"}
    born = {"birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "2999"}
    go(client, draft, "child-1", wrong | born, "children")
    go(client, draft, "consent", {"claimed_consent": ""}, "documents")
    assert send(client, draft).status_code == 302
    contact = Contact.objects.get()
    assert sorted(contact.not_checked.splitlines()) == [
        "Wren, NHS number: 943 476 5918",
        "Wren, date of birth: 1 1 2999",
    ]
    assert contact.still_to_say == [WHAT_THEY_KNOW, NOT_CHECKED]


def test_not_known_is_no_answer_of_a_referrer(client, partner):
    draft = begin(client)
    assert client.post(at(draft, "consent"), {"claimed_consent": "not_known"}).status_code == 422


def anonymous(page: bytes, referral: PartnerReferral) -> bytes:
    """A page without what differs between any two requests: the reference, the minute, the token."""
    words = page.replace(referral.public_id.encode(), b"ID").replace(referral.reference.encode(), b"REF")
    words = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"TOKEN", words)
    return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.+]+|\d{1,2} \w+ \d{4}( at)? \d\d:\d\d", b"WHEN", words)


def sent_about(client: Any, child: dict[str, str], queries: Any) -> tuple[list[bytes], list[int]]:
    draft, counts = begin(client), []
    walk(client, draft, child)
    with queries() as counted:
        answer = send(client, draft)
    counts.append(len(counted))
    referral = PartnerReferral.objects.latest("pk")
    with queries() as counted:
        pages = [client.get(answer.url), client.get(reverse("partner_referral", args=[referral.public_id]))]
    counts.append(len(counted))
    return [anonymous(page.content, referral) for page in pages], counts


def test_18_known_and_unknown_children_answer_alike(client, partner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> Any:
        return CaptureQueriesContext(connection)

    known = ChildFactory(given_names="Wren", family_name="Invented", nhs_number="9434765919", restricted=True)
    AddressFactory(person=known, postcode="ZZ1 1ZZ")
    sent_about(client, CHILD | {"given_names": "First"}, queries)
    for number in ("9434765919", "9434765870"):
        about = CHILD | {"nhs_number": number, "postcode": "ZZ1 1ZZ"}
        unknown = sent_about(client, about | {"given_names": "Nobodyy", "family_name": "Unheardof"}, queries)
        assert sent_about(client, about, queries) == unknown


def test_own_referrals_and_nothing_else(client, partner):
    own = PartnerReferralFactory(sent_by=partner)
    colleague = workers.partner_referrer(agency=partner.agency)
    others = [PartnerReferralFactory(sent_by=colleague), PartnerReferralFactory()]
    page = client.get(reverse("partner_referrals")).content.decode()
    assert own.reference in page
    assert client.get(reverse("partner_referral", args=[own.public_id])).status_code == 200
    for other in others:
        assert other.reference not in page
        assert client.get(reverse("partner_referral", args=[other.public_id])).status_code == 404
    assert client.get(reverse("partner_referral", args=[str(own.pk)])).status_code == 404
    assert own.public_id not in str(own.pk)


def test_the_list_asks_as_often_for_25_as_for_one(client, partner, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    PartnerReferralFactory(sent_by=partner)
    client.get(reverse("partner_referrals"))
    with CaptureQueriesContext(connection) as once:
        client.get(reverse("partner_referrals"))
    for _ in range(24):
        PartnerReferralFactory(sent_by=partner)
    with django_assert_num_queries(len(once)):
        client.get(reverse("partner_referrals"))


def test_somebody_elses_draft_is_not_found(client, partner):
    draft = begin(client)
    client.force_login(workers.partner_referrer(agency=partner.agency))
    assert client.get(at(draft, "level")).status_code == 404
    assert client.post(at(draft, "check"), {"submission_key": draft.data["key"]}).status_code == 404


def test_a_draft_is_kept_and_comes_back(client, partner):
    draft = begin(client)
    url = reverse("partner_autosave", args=[draft.pk, "concern"])
    assert client.post(url, {"concern": "Half a sentence"}).status_code == 204
    assert "Half a sentence" in client.get(at(draft, "concern")).content.decode()
    assert at(draft, "check") in client.get(reverse("drafts")).content.decode()


def test_a_referral_of_a_staff_draft_is_none(client, partner):
    draft = Draft.objects.create(worker=partner, form="contact", data={}, updated_at=timezone.now())
    assert client.get(at(draft, "check")).status_code == 404


def upload(client: Any, draft: Draft, name: str, content: bytes) -> Any:
    return client.post(at(draft, "documents"), {"file": SimpleUploadedFile(name, content), "add": "1"})


def test_a_document_goes_with_the_referral(client, partner):
    draft = begin(client)
    walk(client, draft)
    assert upload(client, draft, "C:\\notes\\../body map.pdf", b"%PDF-1.7 invented").status_code == 302
    assert upload(client, draft, "x.png", b"<html>").status_code == 422
    assert "body map.pdf" in client.get(at(draft, "check")).content.decode()
    send(client, draft)
    attachment = Attachment.objects.get()
    assert attachment.name == "body map.pdf"
    assert re.fullmatch(r"attachments/[0-9a-f]{2}/[0-9a-f]{32}", attachment.file.name)
    assert attachment.file.open("rb").read() == b"%PDF-1.7 invented"
    client.force_login(workers.call_handler())
    page = client.get(reverse("contact", args=[attachment.contact_id])).content.decode()
    assert "No malware scanner is set up here" in page
    answer = client.get(reverse("contact_attachment", args=[attachment.contact_id, attachment.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="body map.pdf"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert BytesIO(b"".join(answer)).read() == b"%PDF-1.7 invented"


def test_a_document_can_be_taken_off_again(client, partner):
    draft = begin(client)
    upload(client, draft, "notes.pdf", b"%PDF-1.7")
    kept = draft.files.get()
    client.post(at(draft, "documents"), {"remove": str(kept.pk)})
    assert not draft.files.exists()


def test_19_over_the_limit_nothing_is_lost(client, partner, acting):
    with bringing_in():
        PolicyPeriod.objects.create(
            code="PARTNER-HOUR",
            name="A small limit",
            value=3,
            unit="referrals",
            source="A test",
            valid_from=timezone.localdate() - timedelta(days=1),
            set_by=acting,
        )
    for _ in range(5):
        draft = begin(client)
        walk(client, draft)
        assert send(client, draft).status_code == 302
    assert Contact.objects.count() == 5
    assert PartnerReferral.objects.to_call_back().count() == 2
    last = PartnerReferral.objects.latest("pk")
    assert "we ring you about it" in client.get(reverse("partner_referral", args=[last.public_id])).content.decode()
    client.force_login(workers.call_handler())
    queue = client.get(reverse("triage_queue"), {"call_back": "on"}).content.decode()
    assert queue.count("Call back</strong>") == 2
    client.post(reverse("contact_called_back", args=[last.contact_id]))
    last.refresh_from_db()
    assert last.called_back_at is not None
    assert PartnerReferral.objects.to_call_back().count() == 1


def test_another_agency_has_a_limit_of_its_own(client, partner, acting):
    for _ in range(31):
        PartnerReferralFactory(sent_by=partner, told=[])
    client.force_login(workers.partner_referrer(agency=AgencyFactory()))
    draft = begin(client)
    walk(client, draft)
    send(client, draft)
    assert not PartnerReferral.objects.latest("pk").over_limit
