"""What an agency's quarterly pack says (domain.md 3.3, L58), and how small numbers are guarded in it.

Everything is counted as at one moment, so that the same pack comes out whenever it is asked for. A number below five
leaves the authority as "fewer than 5", and one more is held back where it could be worked out from the others.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from frontdoor.appropriateness import MINIMUM, RETURN_REASONS, AgencyCounts, Counts, by_agency, received
from frontdoor.core import pdf
from frontdoor.core.policy import Authority
from frontdoor.core.workbooks import workbook
from frontdoor.core.working_days import london_date
from frontdoor.models import AgencyPack, Contact
from frontdoor.models.agency_packs import Way
from frontdoor.models.contact_reviews import INAPPROPRIATE, ReviewCode
from frontdoor.models.contacts import ContactQuerySet, Rag

LEAST_SHOWN = 5
FEWER, HELD_BACK, NONE = "fewer than 5", "held back", "–"
QUARTER = relativedelta(months=3)
HEADS = ("", "This quarter", "Last quarter", "Change")
CALL = "To talk a worry through before you write to us, call us on {telephone}."
CALL_UNKNOWN = "To talk a worry through before you write to us, call us."
CHALLENGE = (
    "If you disagree with a decision on a child, say so to the manager who made it. If that settles nothing, use the "
    "partnership's escalation policy: no child should wait while professionals differ."
)
GUARD = (
    f"A number below {LEAST_SHOWN} is shown as “{FEWER}”; “{HELD_BACK}” stands where another would give it away. "
    f"No rate is given for fewer than {MINIMUM} reviewed contacts. The examples name nobody."
)


@dataclass(frozen=True)
class Letterhead:
    """Who sends it to whom, in the names of the day it was issued."""

    authority: str
    telephone: str
    agency: str


@dataclass(frozen=True)
class Content:
    """The whole pack as words: everything that its files hold."""

    letterhead: Letterhead
    quarter: str
    counted_at: str
    counts: list[list[str]]
    codes: list[list[str]]
    urgencies: list[list[str]]
    returns: list[list[str]]
    examples: dict[str, list[str]]

    @property
    def digest(self) -> str:
        """The same for the same content, whenever it is made."""
        said = asdict(self)
        if not self.returns:
            said.pop("returns")  # a pack from before returns had reasons stays the same pack
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def title(self) -> str:
        return f"Referrals from {self.letterhead.agency}, {self.quarter}"


def quarter_words(begins: date) -> str:
    """A quarter in words: "July to September 2026"."""
    last = begins + relativedelta(months=2)
    return f"{begins:%B} to {last:%B %Y}"


def quarter_of(day: date) -> date:
    """The first day of the quarter in which a day lies."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def last_quarters(on: date, number: int) -> list[date]:
    """The first days of the last quarters that are over on a day, the latest first."""
    return [quarter_of(on) - QUARTER * back for back in range(1, number + 1)]


def quarters_to_issue(on: date) -> list[date]:
    """The first days of all quarters that are over, back to that of the first contact; one query."""
    first = Contact.objects.order_by("received_at").values_list("received_at", flat=True).first()
    if first is None:
        return []
    over = relativedelta(quarter_of(on), quarter_of(london_date(first)))
    return last_quarters(on, (over.years * 12 + over.months) // 3)


def letterhead_of(pack: AgencyPack) -> Letterhead:
    """As it was issued; of today while it is not."""
    if pack.letterhead:
        return Letterhead(**pack.letterhead)
    authority = Authority.objects.get(pk=1)
    return Letterhead(authority.name, authority.telephone, pack.agency.name)


def contacts_of(pack: AgencyPack) -> ContactQuerySet:
    """Every contact of the agency: the pack counts all, whoever reads it."""
    return Contact.objects.filter(agency_id=pack.agency_id)


def content(pack: AgencyPack, at: datetime) -> Content:
    """What the pack says as at a moment; five queries."""
    now = _counts(pack, pack.quarter_from, at)
    before = _counts(pack, pack.quarter_from - QUARTER, at)
    examples: dict[str, list[str]] = {way.value: [] for way in Way}
    for example in pack.examples.confirmed(at):
        examples[example.way].append(example.story)
    return Content(
        letterhead=letterhead_of(pack),
        quarter=quarter_words(pack.quarter_from),
        counted_at=f"{london_date(at):%-d %B %Y}",
        counts=_compared(_figures(now.together), _figures(before.together)),
        codes=_compared(_codes(now.together), _codes(before.together)),
        urgencies=_compared(_urgencies(now), _urgencies(before)),
        returns=_compared(_reasons(now.together), _reasons(before.together)) if _are_coded(now, before) else [],
        examples=examples,
    )


def _counts(pack: AgencyPack, begins: date, at: datetime) -> AgencyCounts:
    found = by_agency(contacts_of(pack), since=begins, until=begins + QUARTER, at=at)
    return found[0] if found else AgencyCounts(pack.agency_id, "", Counts(), {})


def guarded(parts: Mapping[str, int]) -> dict[str, str]:
    """The parts of one total as they may leave: small ones hidden, and the least of the others where one is alone."""
    shown = {name: FEWER if number < LEAST_SHOWN else str(number) for name, number in parts.items()}
    open_ones = [name for name, words in shown.items() if words != FEWER]
    if len(open_ones) == len(parts) - 1 and open_ones:
        shown[min(open_ones, key=lambda name: (parts[name], name))] = HELD_BACK
    return shown


def _alone(number: int) -> str:
    return FEWER if number < LEAST_SHOWN else str(number)


def _parts(counts: Counts) -> dict[str, str]:
    return guarded({"AP": counts.of(ReviewCode.APPROPRIATE), "I": counts.inappropriate, "U": counts.under})


def _figures(counts: Counts) -> dict[str, str]:
    parts = _parts(counts)
    rates = {"I": counts.i_rate, "U": counts.u_rate}
    words = {name: f"{rate}%" if rate is not None and parts[name].isdigit() else NONE for name, rate in rates.items()}
    return {
        "Contacts decided": _alone(counts.contacts),
        "Reviewed": _alone(counts.reviewed),
        "Appropriate (AP)": parts["AP"],
        "Inappropriate (I1 to I7)": parts["I"],
        "Inappropriate, share of reviewed": words["I"],
        "Under-referral (U)": parts["U"],
        "Under-referral, share of reviewed": words["U"],
        "Returned for missing information": _alone(counts.returned),
    }


def _codes(counts: Counts) -> dict[str, str]:
    whole = _parts(counts)["I"]
    parts = guarded({code: counts.of(code) for code in INAPPROPRIATE})
    if not whole.isdigit() and FEWER not in parts.values():
        least = min(INAPPROPRIATE, key=lambda code: (counts.of(code), code))
        parts[least] = HELD_BACK
    return {f"{code} {ReviewCode(code).label}": parts[code] for code in INAPPROPRIATE}


def _are_coded(*rows: AgencyCounts) -> bool:
    return any(number for row in rows for code, number in row.together.reasons.items() if code)


def _reasons(counts: Counts) -> dict[str, str]:
    parts = guarded({code: counts.reasons.get(code, 0) for code in RETURN_REASONS})
    return {words: parts[code] for code, words in RETURN_REASONS.items()}


MEASURES: dict[str, Callable[[Counts], int]] = {
    "reviewed": lambda counts: counts.reviewed,
    "inappropriate": lambda counts: counts.inappropriate,
    "under-referral": lambda counts: counts.under,
}


def _urgencies(row: AgencyCounts) -> dict[str, str]:
    """Red and Amber: each number guarded beside the others of its urgency, and as a part of its total."""
    rags = {Rag.RED: row.red, Rag.AMBER: row.amber}
    shown = {rag: _of_an_urgency(counts) for rag, counts in rags.items()}
    some_are_neither = row.together.reviewed > sum(counts.reviewed for counts in rags.values())
    for measure, number in MEASURES.items():
        parts = {rag: number(counts) for rag, counts in rags.items()}
        hidden = [rag for rag in rags if not shown[rag][measure].isdigit()]
        rest_is_small = some_are_neither and number(row.together) - sum(parts.values()) < LEAST_SHOWN
        if (rest_is_small and not hidden) or (len(hidden) == 1 and not some_are_neither):
            least = min((rag for rag in rags if rag not in hidden), key=lambda rag: (parts[rag], rag))
            shown[least][measure] = HELD_BACK
    return {f"{rag.label}: {measure}": shown[rag][measure] for rag in rags for measure in MEASURES}


def _of_an_urgency(counts: Counts) -> dict[str, str]:
    parts = _parts(counts)
    return {"reviewed": _alone(counts.reviewed), "inappropriate": parts["I"], "under-referral": parts["U"]}


def _compared(now: Mapping[str, str], before: Mapping[str, str]) -> list[list[str]]:
    return [[label, words, before[label], _change(words, before[label])] for label, words in now.items()]


def _change(now: str, before: str) -> str:
    """The difference, only where both numbers are shown."""
    points = " points" if now.endswith("%") else ""
    first, second = now.removesuffix("%"), before.removesuffix("%")
    if not (first.isdigit() and second.isdigit()):
        return NONE
    return f"{int(first) - int(second):+d}{points}"


def _calls(said: Content) -> str:
    return CALL.format(telephone=said.letterhead.telephone) if said.letterhead.telephone else CALL_UNKNOWN


def as_pdf(said: Content, issued_at: datetime) -> bytes:
    """The pack for people to read; the same bytes for the same content and moment."""
    drawn = pdf.document(title=said.title, author=said.letterhead.authority, made_at=issued_at)
    pdf.paragraph(drawn, said.letterhead.authority, bold=True)
    pdf.heading(drawn, said.title)
    pdf.paragraph(drawn, f"Counted as at {said.counted_at}. {GUARD}")
    for title, rows in (
        ("How your contacts were judged", said.counts),
        ("Why", said.codes),
        ("Urgent contacts", said.urgencies),
        *([("Why contacts went back", said.returns)] if said.returns else []),
    ):
        pdf.heading(drawn, title, 2)
        pdf.table(drawn, HEADS, rows, (46, 18, 18, 18))
    for way in Way:
        pdf.heading(drawn, f"Examples: {way.label[0].lower()}{way.label[1:]}", 2)
        for number, story in enumerate(said.examples[way], 1):
            pdf.paragraph(drawn, f"{number}. {story}")
        if not said.examples[way]:
            pdf.paragraph(drawn, "None this quarter.")
    pdf.heading(drawn, "Talk to us", 2)
    pdf.paragraph(drawn, _calls(said))
    pdf.paragraph(drawn, CHALLENGE)
    return pdf.bytes_of(drawn)


def as_workbook(said: Content, issued_at: datetime) -> bytes:
    """The same as tables."""
    notes = [
        ["About this pack"],
        [said.title],
        [f"Counted as at {said.counted_at}"],
        [GUARD],
        [_calls(said)],
        [CHALLENGE],
    ]
    told = [["Kind", "Example"], *([way.label, story] for way in Way for story in said.examples[way])]
    return workbook(
        title=said.title,
        author=said.letterhead.authority,
        made_at=issued_at,
        sheets=[
            ("About", notes),
            ("Counts", [HEADS, *said.counts]),
            ("Codes", [HEADS, *said.codes]),
            ("Urgency", [HEADS, *said.urgencies]),
            *([("Returns", [HEADS, *said.returns])] if said.returns else []),
            ("Examples", told),
        ],
    )


def file_name(pack: AgencyPack, kind: str) -> str:
    """Says which quarter, never whom."""
    last = pack.quarter_from + QUARTER - timedelta(days=1)
    return f"referrals-{pack.quarter_from:%Y-%m}-to-{last:%Y-%m}.{kind}"


def people_of(pack: AgencyPack) -> list[int]:
    """The ids of the children whose contacts an issued pack counts or tells of."""
    counted = received(contacts_of(pack), pack.quarter_from, pack.quarter_ends)
    return list(counted.order_by().values_list("about__child_id", flat=True).distinct())
