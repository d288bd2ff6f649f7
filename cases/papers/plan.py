"""A plan as a child and a family read it, on paper: the same version for the same person gives the same file."""

from typing import Any

from cases.models import PlanCopy, PlanVersion
from cases.papers.filed import Printing, begin
from cases.plan_versions import day_of
from frontdoor.core import pdf
from frontdoor.core.policy import Authority
from frontdoor.presenters import moment

WHAT_IT_IS = "This plan says what will be different, and who does what by when. It was agreed with you."
IF_YOU_DISAGREE = "If something in it is wrong, or you do not agree, tell your social worker or ring us."
FOR_THE_FILE = "This is the plan as it stood in this version. A later version may have taken its place."
FOR_YOU_ALONE = "It is for the person named here alone. Keep it in a safe place."


def copy(*, authority: Authority, given: PlanCopy) -> bytes:
    """The plan of one child, or of all its children, as it was authorised, in plain English."""
    version = given.version
    children = [child for child in version.content["children"] if given.part_id in {None, child["part"]}]
    title = f"Plan {version.document.reference}, version {version.number}: copy for {given.given_to}"
    page = pdf.document(title=title, author=authority.name, made_at=version.authorised_at)
    page.set_text_shaping(True)
    pdf.heading(page, f"Plan for {' and '.join(child['name'] for child in children)}")
    pdf.paragraph(page, f"{authority.name}, children's social care. {authority.telephone}")
    pdf.paragraph(page, f"For {given.given_to}. {version.content['kind']}, version {version.number}.", bold=True)
    for words in (WHAT_IT_IS, IF_YOU_DISAGREE, FOR_YOU_ALONE):
        pdf.line(page, words)
    return _content(page, version.content, children)


def whole(printing: Printing, *, version: PlanVersion) -> bytes:
    """The plan of all its children as a manager authorised it, for the file."""
    signed = f"authorised on {moment(version.authorised_at)} by {version.authorised_by.get_full_name()}"
    title = f"Plan {version.document.reference}, version {version.number}"
    page = begin(printing, title, f"{version.content['kind']}, {signed}.")
    pdf.paragraph(page, FOR_THE_FILE)
    return _content(page, version.content, version.content["children"])


def _content(page: pdf.Document, content: dict[str, Any], children: list[dict[str, Any]]) -> bytes:
    for child in children:
        _child(page, child)
    pdf.heading(page, "If nothing changes", 2)
    pdf.paragraph(page, f"{content['contingency']} By {day_of(content['contingency_by'])}.")
    return pdf.bytes_of(page)


def _child(page: pdf.Document, child: dict[str, Any]) -> None:
    pdf.heading(page, child["name"], 2)
    for need in child["needs"]:
        pdf.line(page, f"What {child['name']} needs: {need['words']}", bold=True)
        for outcome in need["outcomes"]:
            pdf.paragraph(page, f"What will be different: {outcome['words']} Now: {outcome['scale']} of 10.")
            rows = [
                (one["what"], one["who"], one["result"] or day_of(one["by"]), f"{one['measure']} {one['target']}")
                for one in outcome["actions"]
            ]
            pdf.table(page, ("What is done", "Who does it", "By when", "How we will know"), rows, (36, 22, 16, 26))
