"""The pieces that pages are made of.

Each takes display values only, by keyword; presenters make them, and no rule is here. Words always say what a colour
says. Wherever a tag takes records of values (`child`, `items`, `rows`), mappings and objects will both do. A tag that
stands in every row of a list writes its one element itself, since a template for each costs more than the words.
"""

from functools import lru_cache
from urllib.parse import urlencode
from uuid import uuid4

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime

from frontdoor.core import sending

register = template.Library()

RAG_COLOURS = {"red": "red", "amber": "orange", "green": "green"}
DUE_COLOURS = {"overdue": "red", "soon": "orange", "on_time": "grey", "met": "green", "missed": "red"}
CONSENT_COLOURS = {"given": "green", "refused": "red", "withdrawn": "red", "overridden": "purple", "none": "grey"}


def with_query(query: QueryDict | dict | None, **changes: object) -> str:
    """A link to this page with some parameters changed and the rest kept; None takes a parameter away."""
    pairs = query.lists() if isinstance(query, QueryDict) else [(key, [value]) for key, value in (query or {}).items()]
    kept = {key: values for key, values in pairs if key not in changes}
    return "?" + urlencode(kept | {key: value for key, value in changes.items() if value is not None}, doseq=True)


@lru_cache(maxsize=512)
def _drawn(links: tuple[object, ...]) -> SafeString:
    return render_to_string("components/main_navigation.html", {"links": links})


@register.simple_tag
def main_navigation(*, links) -> SafeString:
    """The menu of every page, drawn once for each set of links (each label, url, is_current) and kept."""
    return _drawn(tuple(links))


@register.simple_tag
def error_summary(*, form) -> SafeString:
    """The list of a form's errors, each a link to its question, each sentence once; nothing where there are none.

    A form without questions, such as the key of a page that only confirms, has sentences without links.
    """
    if not form.is_bound:
        return SafeString()
    plain = [("", sentence) for sentences in form.errors.values() for sentence in sentences]
    first: dict[str, str] = {}
    for target, sentence in getattr(form, "summary", plain):
        first[str(sentence)] = first.get(str(sentence)) or target
    errors = [(target, sentence) for sentence, target in first.items()]
    return render_to_string("components/error_summary.html", {"errors": errors}) if errors else SafeString()


@register.simple_tag
def sent_once(*, form=None) -> SafeString:
    """The key by which a form that is sent twice acts once; nothing for a `form` that draws its own."""
    if form is not None and sending.KEY in form.fields:
        return SafeString()
    return format_html('<input type="hidden" name="{}" value="{}">', sending.KEY, uuid4())


@register.simple_tag
def status_tag(*, words, colour="grey") -> SafeString:
    """A status in a word or two. `colour`: grey, green, teal, blue, purple, magenta, red, orange or yellow."""
    return format_html('<strong class="govuk-tag govuk-tag--{} app-tag">{}</strong>', colour, words)


@register.simple_tag
def rag_tag(*, rag) -> SafeString:
    """The rating of a contact: "red", "amber", "green", or anything empty for Untriaged."""
    name = str(rag or "").lower()
    return status_tag(words=name.title() if name in RAG_COLOURS else "Untriaged", colour=RAG_COLOURS.get(name, "grey"))


@register.simple_tag
def due_tag(*, due, state, words) -> SafeString:
    """When something is due. `due` is a date or datetime; `state` is overdue, soon, on_time, met or missed."""
    shown = words if state == "on_time" else status_tag(words=words, colour=DUE_COLOURS[state])
    moment = template_localtime(due).isoformat()
    return format_html('<time class="app-due app-due--{}" datetime="{}">{}</time>', state, moment, shown)


@register.simple_tag
def consent_status(*, status, words) -> SafeString:
    """Where consent stands. `status` is given, refused, withdrawn, overridden or none."""
    return status_tag(words=words, colour=CONSENT_COLOURS[status])


_NAME, _LINK = "<bdi>{}</bdi>", '<a class="govuk-link" href="{}"><bdi>{}</bdi></a>'
_HEADING = '<h3 class="govuk-heading-s govuk-!-margin-bottom-1">{}</h3>'
_LINE = '<p class="govuk-body govuk-!-margin-bottom-1">{}</p>'
_STRONG = '<p class="govuk-body govuk-!-margin-bottom-1"><strong>{}</strong></p>'
_LAST_LINE = '<p class="govuk-body govuk-!-margin-bottom-2">{}</p>'


@register.simple_tag
def person_found(*, row, opens=False) -> SafeString:
    """Somebody in a list of people found: a heading and some lines. `opens`: the name leads to the record.

    `row` has name, url ("" for a record that may not be opened), about, because, address ("" for either: no line) and
    standing.
    """
    leads = opens and row["url"]
    pieces = [
        (_HEADING.format(_LINK if leads else _NAME), (row["url"], row["name"]) if leads else (row["name"],)),
        (_LINE, (row["about"],)),
        (_STRONG, (row["because"],) if row["because"] else ()),
        (_LINE, (row["address"],) if row["address"] else ()),
        (_LAST_LINE, (row["standing"],)),
    ]
    shown = [piece for piece in pieces if piece[1]]
    return format_html("".join(html for html, _ in shown), *(word for _, words in shown for word in words))


@register.inclusion_tag("components/child_banner.html")
def child_banner(*, child):
    """The bar at the top of each page of a child's record.

    `child` has name, url, age ("7 years" or "unborn, due 3 May 2027"), reference, badges (each words, colour, url),
    siblings (each name, url), worker, manager, next_due (words, url, due; or None) and restriction ("" for none).
    """
    return {"child": child}


@register.inclusion_tag("components/stat_tile.html")
def stat_tile(*, label, count, url="", tone="plain", note=""):
    """A number that links to the rows it counts. `tone` is plain, warning or danger; `note` says the tone in words."""
    return {"label": label, "count": count, "url": url, "tone": tone, "note": note}


@register.inclusion_tag("components/pagination.html")
def pagination(*, page, query=None):
    """Previous and next. `page` has number, has_previous and has_next; no total is asked of it."""
    return {
        "page": page,
        "previous_url": with_query(query, page=page.number - 1) if page.has_previous() else "",
        "next_url": with_query(query, page=page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/sortable_header.html")
def sortable_header(*, label, key, query=None, default="", numeric=False):
    """A column head that sorts on the server by `?sort=key`, then `?sort=-key`. `default` is the page's own order."""
    current = (query or {}).get("sort", default)
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    turned = f"-{key}" if direction == "ascending" else key
    return {
        "label": label,
        "direction": direction,
        "url": with_query(query, sort=turned, page=None),
        "numeric": numeric,
    }


@register.inclusion_tag("components/filter_chips.html")
def filter_chips(*, chips, clear_url):
    """The filters in force. Each chip has label, value and remove_url."""
    return {"chips": chips, "clear_url": clear_url}


@register.inclusion_tag("components/timeline.html")
def timeline(*, entries, heading_level=3):
    """What happened, in the order given. Each entry has title, when (in words), iso, who, words, url and category."""
    return {"entries": entries, "heading_level": heading_level}


@register.inclusion_tag("components/empty_state.html")
def empty_state(*, title, words="", url="", action=""):
    """What a list says when it has no rows, and what to do about it."""
    return {"title": title, "words": words, "url": url, "action": action}


@register.inclusion_tag("components/summary_list.html")
def summary_list(*, rows, title="", borders=True):
    """Questions with their answers. Each row has key, value, and optionally url, action and hidden (for the link)."""
    return {"rows": rows, "title": title, "borders": borders}


@register.inclusion_tag("components/task_list.html")
def task_list(*, tasks, prefix="task"):
    """Work of several sittings in free order. Each task has title, status, and optionally url, hint and colour."""
    return {"tasks": tasks, "prefix": prefix}


@register.inclusion_tag("components/sub_navigation.html")
def sub_navigation(*, items, label="On this record"):
    """Links between the pages of one thing. Each item has label, url, is_current, and optionally count."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/interruption_panel.html")
def interruption_panel(*, heading, words, action, action_url, way_back, way_back_url):
    """Stops before something unusual: the safe way is the button, going on regardless is the link."""
    return {
        "heading": heading,
        "words": words,
        "action": action,
        "action_url": action_url,
        "way_back": way_back,
        "way_back_url": way_back_url,
    }


@register.inclusion_tag("components/copy_reference.html")
def copy_reference(*, reference, label="reference"):
    """A reference number, with a button that copies it where the browser can."""
    return {"reference": reference, "label": label}


@register.inclusion_tag("components/draft_state.html")
def draft_state(*, saved_at=None):
    """Where autosave says what it did. `saved_at` is when the draft shown was kept, or None for a new one."""
    return {"saved_at": saved_at}


@register.inclusion_tag("components/page_actions.html")
def page_actions(*, title, actions, caption=""):
    """The page's first heading with its buttons. Each action has label, url, and optionally secondary."""
    return {"title": title, "actions": actions, "caption": caption}
