"""The pieces that pages are made of. Each takes display values only, by keyword; presenters make them, no rule is here."""

from django import template

register = template.Library()


@register.inclusion_tag("components/error_summary.html")
def error_summary(*, form):
    """The list of a form's errors, each a link to its question; nothing where there are none."""
    return {"errors": form.summary if form.is_bound else []}
