"""The pieces of a page say in words what they show, keep the reader's filters, and let no markup in."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from frontdoor.core import navigation
from frontdoor.core.navigation import NavigationItem, links_for, shell_for

DUE = datetime(2026, 6, 4, 9, 0, tzinfo=UTC)


def draw(tag: str, **values) -> str:
    return Template("{% load components charts %}{% " + tag + " %}").render(Context(values))


@pytest.mark.parametrize(
    ("rag", "words"), [("red", "Red"), ("AMBER", "Amber"), ("green", "Green"), (None, "Untriaged")]
)
def test_a_rating_is_never_colour_alone(rag, words):
    assert f">{words}</strong>" in draw("rag_tag rag=rag", rag=rag)


def test_a_due_date_is_words_with_the_date_behind_them():
    page = draw('due_tag due=due state="overdue" words="3 hours overdue"', due=DUE)
    assert 'datetime="2026-06-04T10:00:00+01:00"' in page
    assert "3 hours overdue" in page


def test_the_child_banner_holds_all_that_a_worker_needs_first():
    child = {
        "name": "Zara <Ahmed>",
        "url": "/children/1/",
        "age": "7 years",
        "reference": "FD-1",
        "badges": [{"words": "Section 47", "colour": "red", "url": "/why/"}],
        "siblings": [{"name": "Idris", "url": "/children/2/"}],
        "worker": "",
        "manager": "Amina Okafor",
        "next_due": None,
        "restriction": "Ask the service manager.",
    }
    page = draw("child_banner child=child", child=child)
    for words in (
        "Zara &lt;Ahmed&gt;",
        "7 years",
        'href="/why/"',
        "Idris",
        "Not allocated",
        "Amina Okafor",
        "Restricted",
    ):
        assert words in page


def test_a_column_sorts_up_then_down_and_keeps_the_filters():
    query = QueryDict("rag=red&rag=amber&page=3&sort=due")
    page = draw('sortable_header label="Due" key="due" query=query', query=query)
    assert 'aria-sort="ascending"' in page
    assert 'href="?rag=red&amp;rag=amber&amp;sort=-due"' in page
    assert 'aria-sort="none"' in draw('sortable_header label="Name" key="name" query=query', query=query)


def test_pages_link_onward_without_a_total():
    middle = SimpleNamespace(number=2, has_previous=lambda: True, has_next=lambda: True)
    page = draw("pagination page=page query=query", page=middle, query=QueryDict("rag=red&page=2"))
    assert 'href="?rag=red&amp;page=1"' in page
    assert 'href="?rag=red&amp;page=3"' in page
    only = SimpleNamespace(number=1, has_previous=lambda: False, has_next=lambda: False)
    assert draw("pagination page=page", page=only).strip() == ""


def test_an_entry_without_a_time_shows_none():
    entries = [{"title": "Visit", "when": "4 June 2026", "iso": "2026-06-04"}]
    page = draw("timeline entries=entries", entries=entries)
    assert "4 June 2026</time>" in page


def test_answers_keep_their_lines_and_are_escaped():
    page = draw("summary_list rows=rows", rows=[{"key": "Worry", "value": "one\n<b>two</b>", "url": "/change/"}])
    assert "one<br>&lt;b&gt;two&lt;/b&gt;" in page
    assert 'Change<span class="govuk-visually-hidden"> Worry</span>' in page


def test_the_safe_way_is_the_button():
    page = draw(
        'interruption_panel heading="Stop" words="w" action="Go on" action_url="/on/" way_back="Ask" way_back_url="/a/"'
    )
    assert page.index("govuk-button--inverse") < page.index("Ask") < page.index("Go on")


CHARTS = {
    'bar_chart title="T" description="D" bars=rows csv_url="/csv/"': [{"label": "Police", "value": 212}],
    'stacked_chart title="T" description="D" series=series bars=rows csv_url="/csv/"': [
        {"label": "Police", "values": [200, 12]}
    ],
    'run_chart title="T" description="D" points=rows target=80 csv_url="/csv/"': [
        {"label": "Police", "value": 212},
        {"label": "July", "value": None},
    ],
    'strip_plot title="T" description="D" dots=rows csv_url="/csv/"': [{"label": "Police", "value": 212}],
}


@pytest.mark.parametrize("tag", CHARTS)
def test_a_chart_is_named_stands_beside_its_numbers_and_styles_nothing_inline(tag):
    page = draw(tag, rows=CHARTS[tag], series=["A", "B"])
    assert 'role="img" aria-labelledby="chart-t-title chart-t-desc"' in page
    assert '<th scope="row" class="govuk-table__header">Police</th>' in page
    assert 'href="/csv/"' in page
    assert "style=" not in page


@pytest.mark.parametrize("tag", CHARTS)
def test_a_chart_of_nothing_is_still_drawn(tag):
    assert "<svg" in draw(tag, rows=[], series=[])


def test_a_bar_is_as_long_as_its_share():
    page = draw(
        'bar_chart title="T" description="D" bars=bars', bars=[{"label": "a", "value": 40}, {"label": "b", "value": 10}]
    )
    assert 'width="410.0"' in page
    assert 'width="102.5"' in page


class Colleague:
    is_authenticated = True
    role_names = ["Social worker", "Auditor"]
    team = "North"
    standing_in = ["Morgan Ellis until 27 November 2026"]

    def get_full_name(self) -> str:
        return "Ruth Adeyemi"

    def holds(self, permission: str) -> bool:
        return permission == "held"


@pytest.fixture
def _navigation(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "url_or_nothing", {"one": "/one/", "two": "/two/"}.get)
    for order, (name, permission) in enumerate([("two", "held"), ("one", None), ("gone", None), ("three", "other")]):
        navigation.register(
            NavigationItem(label=name, url_name=name, permission=permission, order=-order, section=f"{name}s")
        )


@pytest.mark.usefixtures("_navigation")
def test_a_worker_sees_the_items_that_open_to_him_and_where_he_is():
    links = links_for(Colleague(), "/twos/7/")
    assert [(link.label, link.is_current) for link in links] == [("one", False), ("two", True)]


def test_a_stranger_gets_a_frame_without_links():
    shell = shell_for(RequestFactory().get("/"))
    assert (shell.links, shell.search_url, shell.worker_name) == ([], "", "")


def test_the_frame_says_who_i_am_and_what_i_stand_in_for():
    request = RequestFactory().get("/")
    request.user = Colleague()
    shell = shell_for(request)
    assert (shell.worker_name, shell.roles, shell.team) == ("Ruth Adeyemi", "Social worker, Auditor", "North")
    assert shell.standing_in == ["Morgan Ellis until 27 November 2026"]


def test_the_error_summary_says_each_sentence_once_with_a_link_where_there_is_one():
    told = [("", "Tell more."), ("id_facts", "Tell more."), ("id_harm", "Tell more."), ("id_why", "Say why.")]
    page = draw("error_summary form=form", form=SimpleNamespace(is_bound=True, errors={}, summary=told))
    assert page.count("Tell more.") == 1
    assert '<a href="#id_facts">Tell more.</a>' in page
    assert '<a href="#id_why">Say why.</a>' in page
