"""Partners see the threshold scheme in force where they weigh a child's need against it, with its signs (L57)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.models import ThresholdLevel
from frontdoor.models.threshold import AssessmentDomain
from tests.factories import workers
from tests.factories.threshold import published
from tests.frontdoor.test_partner_pages import at, begin, go

pytestmark = pytest.mark.django_db

WHOLE = f'href="{reverse("levels_of_need")}"'


@pytest.fixture
def partner(client, settings):
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False
    worker = workers.partner_referrer()
    client.force_login(worker)
    return worker


@pytest.fixture
def levels(acting):
    """Four levels in force since yesterday; a later version is not in force yet."""
    scheme = published(timezone.localdate() - timedelta(days=1))
    later = published(timezone.localdate() + timedelta(days=30), signs=3)
    assert ThresholdLevel.objects.filter(scheme=later).exists()
    return list(ThresholdLevel.objects.filter(scheme=scheme).order_by("code"))


def signs(page, levels="1234"):
    """Which levels' signs stand on a page, all of each or none."""
    shown = set()
    for number in "1234":
        words = [f"Sign {number} {domain} {place}" for domain in ("dev", "par", "fam") for place in (0, 1)]
        if any(sign in page for sign in words):
            assert all(sign in page for sign in words)
            shown.add(number)
    assert "Sign 1 dev 2" not in page
    return "".join(sorted(shown))


def test_L57_the_page_of_the_levels_shows_the_signs_of_the_scheme_in_force(client, partner, levels):
    page = client.get(reverse("partner_threshold")).content.decode()
    assert signs(page) == "1234"
    assert page.count(str(AssessmentDomain.PARENTING.label)) == 4
    assert WHOLE in page
    assert client.get(reverse("levels_of_need")).status_code == 200


def test_L57_the_step_on_which_a_level_is_chosen_folds_the_signs_of_each_away(client, partner, levels):
    page = client.get(at(begin(client), "level")).content.decode()
    assert signs(page) == "1234"
    assert page.count("<details") == page.count('<summary class="govuk-details__summary"') == 4
    assert WHOLE in page
    again = client.post(at(begin(client), "level"), {})
    assert (again.status_code, signs(again.content.decode())) == (422, "1234")


@pytest.mark.parametrize(("chosen", "shown"), [(0, "12"), (2, "34"), (None, "1234")])
def test_L57_the_exit_shows_the_signs_of_the_level_and_the_next(client, partner, levels, chosen, shown):
    draft = begin(client)
    answer = "not_sure" if chosen is None else str(levels[chosen].pk)
    go(client, draft, "level", {"level": answer}, "advice")
    page = client.get(at(draft, "advice")).content.decode()
    assert signs(page) == shown
    assert WHOLE in page


@pytest.mark.parametrize("many", [1, 25])
def test_the_number_of_statements_does_not_grow_with_the_signs(
    client, partner, acting, many, django_assert_max_num_queries
):
    published(timezone.localdate() - timedelta(days=1), signs=many)
    draft = begin(client)
    with django_assert_max_num_queries(24):
        client.get(at(draft, "level"))
