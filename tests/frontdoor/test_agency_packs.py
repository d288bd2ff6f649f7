"""The quarterly pack: the same for a past quarter whenever it is asked for, small numbers guarded, nobody named."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from frontdoor import agency_pack
from frontdoor.actions import agency_packs
from frontdoor.appropriateness import AgencyCounts, Counts
from frontdoor.models import AgencyPack, LedgerEvent
from frontdoor.models.agency_packs import CONFIRMED_BY_ANOTHER, CONFIRMED_STAYS, ISSUED_STAYS, QUARTER_NOT_OVER
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.reviews import REASON, STORY, ExampleFactory, PackFactory, ReviewFactory, decided_contact
from tests.factories.workers import auditor, practice_manager, senior_leader
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

QUARTER = date(2026, 7, 1)
CODES = ["AP"] * 12 + ["I1"] * 9 + ["I5"] * 3 + ["U"] * 2


def reviewed(agency, codes=CODES, month=8):
    """Contacts of one month, each reviewed with one of the codes."""
    rows = []
    for number, code in enumerate(codes):
        at = datetime(2026, month, 3, 9, tzinfo=UTC) + timedelta(hours=number)
        contact = decided_contact(agency=agency, received_at=at)
        rows.append(ReviewFactory(contact=contact, code=code, reviewed_at=at + timedelta(days=2)))
    return rows


def issued(agency):
    pack = agency_packs.begin(by=practice_manager(), on=date(2026, 11, 2), agency=agency, quarter_from=QUARTER)
    return agency_packs.issue(by=practice_manager(), now=timezone.now(), pack=pack)


def files(pack):
    said = agency_pack.content(pack, pack.issued_at)
    return agency_pack.as_pdf(said, pack.issued_at), agency_pack.as_workbook(said, pack.issued_at)


def test_L58_a_pack_regenerates_identically_for_a_past_quarter(acting):
    agency = AgencyFactory(name="Szkoła Podstawowa Łódź")
    rows = reviewed(agency)
    reviewed(agency, ["I1"] * 6, month=5)
    pack = issued(agency)
    first = files(pack)
    assert first[0].startswith(b"%PDF")

    later = timezone.now() + timedelta(minutes=2)
    ReviewFactory(
        contact=rows[0].contact,
        code="U",
        corrects=rows[0],
        reviewed_by=rows[0].reviewed_by,
        reason=REASON,
        reviewed_at=later,
    )
    late = decided_contact(agency=agency, received_at=datetime(2026, 9, 7, 9, tzinfo=UTC), decided_at=later)
    ReviewFactory(contact=late, code="I1", reviewed_at=later)
    agency.name = "Another name"
    agency.save()

    again = AgencyPack.objects.get(pk=pack.pk)
    assert files(again) == first
    assert agency_pack.content(again, again.issued_at).digest == pack.digest
    assert agency_pack.content(again, later).digest != pack.digest


def test_L58_any_quarter_since_the_first_contact_is_issued_and_comes_out_the_same(acting, client):
    manager, agency = practice_manager(), AgencyFactory()
    client.force_login(manager)
    with time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC), tick=False):
        decided_contact(agency=agency, received_at=datetime(2024, 8, 5, 9, tzinfo=UTC))
        page = client.get(reverse("pack_begin", args=[agency.pk]))
        offered = [value for value, _ in page.context["form"].fields["quarter_from"].choices]
        assert (offered[0], offered[1], offered[-1], len(offered)) == ("", "2026-07-01", "2024-07-01", 10)
        for quarter in ("2025-07-01", "2024-07-01"):
            key = client.get(reverse("pack_begin", args=[agency.pk])).context["form"]["submission_key"].value()
            sent = {"submission_key": key, "quarter_from": quarter}
            assert client.post(reverse("pack_begin", args=[agency.pk]), sent).status_code == 302
            pack = AgencyPack.objects.get(agency=agency, quarter_from=quarter)
            pack = agency_packs.issue(by=manager, now=timezone.now(), pack=pack)
            assert agency_pack.content(pack, pack.issued_at).digest == pack.digest
        for quarter in ("2026-10-01", "2024-04-01"):
            key = client.get(reverse("pack_begin", args=[agency.pk])).context["form"]["submission_key"].value()
            sent = {"submission_key": key, "quarter_from": quarter}
            assert client.post(reverse("pack_begin", args=[agency.pk]), sent).status_code == 422


def test_the_workbook_says_what_a_hand_count_says(acting):
    agency, chance = AgencyFactory(), random.Random(58)
    codes = [chance.choice(["AP", "I1", "I5", "U"]) for _ in range(60)]
    reviewed(agency, codes)
    by_hand = Counter(codes)
    book = load_workbook(BytesIO(files(issued(agency))[1]))
    counts = {row[0]: row[1] for row in book["Counts"].iter_rows(min_row=2, values_only=True)}
    inappropriate = by_hand["I1"] + by_hand["I5"]
    assert counts["Reviewed"] == "60"
    assert counts["Inappropriate (I1 to I7)"] == str(inappropriate)
    assert counts["Inappropriate, share of reviewed"] == f"{round(100 * inappropriate / 60)}%"
    assert counts["Under-referral (U)"] == str(by_hand["U"])
    by_code = {row[0][:2]: row[1] for row in book["Codes"].iter_rows(min_row=2, values_only=True)}
    assert by_code["I1"] == str(by_hand["I1"])
    assert by_code["I2"] == agency_pack.FEWER


def test_small_numbers_do_not_leave(acting):
    agency = AgencyFactory()
    reviewed(agency)
    said = agency_pack.content(issued(agency), timezone.now())
    shown = {label: words for label, words, _, _ in said.counts}
    assert shown["Under-referral (U)"] == agency_pack.FEWER
    assert shown["Under-referral, share of reviewed"] == agency_pack.NONE
    assert (
        shown["Appropriate (AP)"] == agency_pack.HELD_BACK or shown["Inappropriate (I1 to I7)"] == agency_pack.HELD_BACK
    )


@given(st.lists(st.integers(0, 12), min_size=2, max_size=7))
def test_no_hidden_number_can_be_worked_out_from_the_total(numbers):
    parts = {str(place): number for place, number in enumerate(numbers)}
    shown = agency_pack.guarded(parts)
    hidden = [name for name, words in shown.items() if not words.isdigit()]
    assert all(parts[name] >= 5 for name in parts if name not in hidden)
    assert all(shown[name] == str(parts[name]) for name in parts if name not in hidden)
    assert len(hidden) != 1


CODES_OF_ONE = st.fixed_dictionaries({"AP": st.integers(0, 12), "I1": st.integers(0, 12), "U": st.integers(0, 12)})


@given(red=CODES_OF_ONE, amber=CODES_OF_ONE, green=CODES_OF_ONE | st.just({}))
@example(red={"AP": 8, "U": 2}, amber={"AP": 9, "U": 5, "I1": 6}, green={})
def test_no_small_number_of_an_urgency_can_be_worked_out_from_the_totals(red, amber, green):
    by_rag = {rag: Counts(codes=codes) for rag, codes in (("red", red), ("amber", amber), ("green", green))}
    row = AgencyCounts(1, "", sum(by_rag.values(), Counts()), by_rag)
    shown = agency_pack._urgencies(row)
    for measure, number in agency_pack.MEASURES.items():
        cells = {rag: shown[f"{rag.capitalize()}: {measure}"] for rag in ("red", "amber")}
        known = [rag for rag, words in cells.items() if words.isdigit()]
        assert all(int(cells[rag]) == number(by_rag[rag]) >= agency_pack.LEAST_SHOWN for rag in known)
        if len(known) == 2:
            rest = number(by_rag["green"])
            assert rest >= agency_pack.LEAST_SHOWN or not by_rag["green"].reviewed
        if len(known) == 1:
            assert by_rag["green"].reviewed


def test_an_example_that_names_a_child_an_adult_or_the_referrer_is_refused(acting):
    pack = PackFactory()
    child = ChildFactory(given_names="Zebedee", family_name="Oakenshaw")
    contact = decided_contact(
        agency=pack.agency,
        received_at=datetime(2026, 8, 3, tzinfo=UTC),
        children=[child],
        referrer_name="Quentin Lark",
    )
    review = ReviewFactory(contact=contact)
    for name in ("zebedee", "Oakenshaw", "Mr LARK", contact.reference):
        with pytest.raises(ValidationError, match="holds a name or a reference"):
            agency_packs.write_example(
                by=practice_manager(),
                now=timezone.now(),
                pack=pack,
                way="over",
                place=1,
                review=review,
                story=f"{STORY} That is {name}.",
            )


def test_an_example_is_confirmed_by_another_and_then_stays(acting, client):
    example = ExampleFactory(written_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError, match=CONFIRMED_BY_ANOTHER):
        agency_packs.confirm_example(by=example.written_by, now=timezone.now(), example=example)
    with pytest.raises(ValidationError, match="waits to be confirmed"):
        agency_packs.issue(by=practice_manager(), now=timezone.now(), pack=example.pack)
    client.force_login(auditor())
    url = reverse("pack_example_confirm", args=[example.pk])
    key = client.get(url).context["form"]["submission_key"].value()
    assert client.post(url, {"submission_key": key, "promises": ["names"]}).status_code == 422
    assert client.post(url, {"submission_key": key, "promises": ["names", "dates", "alone"]}).status_code == 302
    with pytest.raises(ValidationError, match=CONFIRMED_STAYS):
        agency_packs.write_example(
            by=practice_manager(),
            now=timezone.now(),
            pack=example.pack,
            way="over",
            place=1,
            review=example.review,
            story=STORY,
        )
    pack = agency_packs.issue(by=practice_manager(), now=timezone.now(), pack=example.pack)
    assert agency_pack.content(pack, pack.issued_at).examples["over"] == [STORY]
    with pytest.raises(ValidationError, match=ISSUED_STAYS):
        agency_packs.issue(by=practice_manager(), now=timezone.now(), pack=pack)


@pytest.mark.parametrize("on", [date(2026, 9, 30), date(2026, 10, 1)])
def test_a_pack_begins_when_its_quarter_is_over(acting, on):
    def begin():
        return agency_packs.begin(by=practice_manager(), on=on, agency=AgencyFactory(), quarter_from=QUARTER)

    if on < date(2026, 10, 1):
        with pytest.raises(ValidationError, match=QUARTER_NOT_OVER):
            begin()
    else:
        assert begin().quarter_ends == on


def test_a_file_is_given_out_as_a_disclosure_and_not_when_it_would_differ(acting, client):
    agency = AgencyFactory()
    reviews = reviewed(agency, ["I1"] * 5)
    pack = issued(agency)
    client.force_login(practice_manager())
    answer = client.get(reverse("pack_file", args=[pack.pk, "pdf"]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    event = LedgerEvent.objects.get(verb="disclose", subject="frontdoor_agencypack")
    children = sorted(review.contact.about.get().child_id for review in reviews)
    assert (event.subject_id, event.person_ids) == (pack.pk, children)
    with bringing_in():
        late = decided_contact(agency=agency, received_at=datetime(2026, 9, 1, tzinfo=UTC))
        ReviewFactory(contact=late, reviewed_at=pack.issued_at - timedelta(days=1))
    refused = client.get(reverse("pack_file", args=[pack.pk, "pdf"]), follow=True)
    assert "no longer come out" in refused.content.decode()
    client.force_login(senior_leader())
    assert client.get(reverse("pack_file", args=[pack.pk, "pdf"])).status_code == 403
    assert client.get(reverse("pack", args=[pack.pk])).status_code == 200


def test_from_the_agencys_page_to_the_issued_pack(acting, client):
    agency = AgencyFactory()
    reviewed(agency)
    client.force_login(practice_manager(team__front_door=True))
    begin = reverse("pack_begin", args=[agency.pk])
    form = client.get(begin).context["form"]
    quarter = form.fields["quarter_from"].choices[1][0]
    made = client.post(begin, {"submission_key": form["submission_key"].value(), "quarter_from": quarter})
    pack = AgencyPack.objects.get()
    assert made.url == reverse("pack", args=[pack.pk])
    page = client.get(reverse("pack_example", args=[pack.pk, "over", 1]))
    form = page.context["form"]
    review = form.fields["review"].queryset.first()
    told = client.post(
        reverse("pack_example", args=[pack.pk, "over", 1]),
        {"submission_key": form["submission_key"].value(), "review": review.pk, "story": STORY},
    )
    assert told.status_code == 302
    assert "To be confirmed" in client.get(made.url).content.decode()
    agency_packs.confirm_example(by=auditor(), now=timezone.now(), example=pack.examples.get())
    assert client.post(reverse("pack_issue", args=[pack.pk])).status_code == 302
    assert "comes out the same" in client.get(made.url).content.decode()
