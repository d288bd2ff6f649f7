"""Forty invented families, each awkward in its own way, as the caller tells of them.

``road`` says how far the work goes. ``help`` ends at the desk with early help; ``assess`` closes after an assessment,
``need`` after an assessment and a child in need plan; ``harm`` goes through a strategy meeting and an enquiry to a
manager's decision that no conference is needed, ``protect`` to a conference and a protection plan.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

HELP, ASSESS, NEED, HARM, PROTECT = "help", "assess", "need", "harm", "protect"


@dataclass(frozen=True, kw_only=True)
class Child:
    """As somebody tells of a child: ``age`` in years and ``days`` more; ``due_in`` days for a child not born yet."""

    first: str = ""
    last: str = ""
    age: int = 0
    days: int = 0
    known: str = "exact"
    due_in: int = 0
    more: dict[str, Any] = field(default_factory=dict)

    def typed(self, on: date) -> dict[str, Any]:
        """The answers about the child."""
        names = {"given_names": self.first, "family_name": self.last, "birth_date_known": self.known}
        return names | self._born(on) | self.more

    def _born(self, on: date) -> dict[str, Any]:
        name = {"exact": "birth_date", "estimated": "estimated_birth_date", "unborn": "expected_birth_date"}
        if self.known not in name:
            return {}
        born = on - relativedelta(years=self.age, days=self.days)
        told = on + timedelta(days=self.due_in) if self.known == "unborn" else born
        return {f"{name[self.known]}_{part}": getattr(told, part) for part in ("day", "month", "year")}


@dataclass(frozen=True, kw_only=True)
class Adult:
    """Somebody who matters to the first child that is told of."""

    first: str
    last: str
    kind: str = "mother"
    holds: str = "yes"
    home: str = "yes"


@dataclass(frozen=True, kw_only=True)
class Family:
    """``known`` are names of those of its children who have a record before anybody calls.

    ``then`` is what happens while we work: ``born``, ``twins born``, ``renamed`` or ``dies``.
    """

    name: str
    children: list[Child]
    adults: list[Adult] = field(default_factory=list)
    road: str = NEED
    known: tuple[str, ...] = ()
    then: str = ""
    concern: str = "The children came to school hungry and without coats three days in a row."


def child(first: str, last: str = "Invented", age: int = 7, **given: Any) -> Child:
    told = {name: given.pop(name) for name in ("days", "known", "due_in") if name in given}
    return Child(first=first, last=last, age=age, **told, more=given)


def unborn(due_in: int, **given: Any) -> Child:
    return Child(known="unborn", due_in=due_in, more=given)


def adult(first: str, kind: str = "mother", holds: str = "yes", last: str = "Invented", **given: Any) -> Adult:
    return Adult(first=first, last=last, kind=kind, holds=holds, **given)


MAE = [adult("Mae")]
LONG = "Bartholomew-Maximilian-" * 5
FORMER = {"also_known_as": "Wren Former"}
FAR = {"lines": "Flat 3, above the bakery, c/o Nan, 12 Rue de l\u2019\u00c9glise, Lille, France"}
THREE_FATHERS = [
    *MAE,
    adult("Jon", "father", "no", last="First"),
    adult("Jim", "father", "yes", last="Second"),
    adult("Joe", "father", "not_known", last="Third"),
]

FAMILIES = [
    Family(name="unborn, due in eight weeks", children=[unborn(56)], adults=MAE, road=PROTECT),
    Family(name="unborn, due tomorrow", children=[unborn(1)], adults=MAE, road=ASSESS, then="born"),
    Family(name="unborn and overdue", children=[unborn(-6)], adults=MAE, road=HARM, then="twins born"),
    Family(name="unborn beside a sister of one", children=[child("Ada", age=1), unborn(90)], adults=MAE),
    Family(
        name="a girl of fifteen and her own baby",
        children=[child("Mia", age=15), child("Bo", age=0)],
        adults=MAE,
        road=ASSESS,
    ),
    Family(name="born today", children=[child("Newby", age=0)], adults=MAE, road=HARM),
    Family(name="eighteen tomorrow", children=[child("Olden", age=18, days=-1)], adults=MAE, road=HELP),
    Family(name="twins with one name", children=[child("Sam", age=4), child("Sam", age=4)], adults=MAE, road=ASSESS),
    Family(
        name="twins, a boy and a girl",
        children=[child("Ivo", sex="M"), child("Iva", sex="F")],
        adults=MAE,
        road=HARM,
    ),
    Family(name="triplets without first names", children=[child("", age=0) for _ in range(3)], adults=MAE, road=ASSESS),
    Family(name="birth date estimated", children=[child("Nell", age=6, known="estimated")], adults=MAE, road=PROTECT),
    Family(name="birth date not known", children=[child("Tam", known="unknown")], adults=MAE, road=ASSESS),
    Family(name="adopted, with a former name", children=[child("Wren", **FORMER)], adults=MAE, then="renamed"),
    Family(name="adopted by two mothers", children=[child("Pip", age=2)], adults=[*MAE, adult("May")], road=HARM),
    Family(name="found by a former name", children=[child("Wren", "Former")], adults=MAE, known=("Wren",), road=ASSESS),
    Family(name="mother and daughter of one name", children=[child("Mae", age=9)], adults=MAE, road=HARM),
    Family(name="Hebrew name", children=[child("\u05e0\u05d5\u05e2\u05d4", "\u05db\u05d4\u05df")], adults=MAE),
    Family(
        name="Arabic name beside a Latin one",
        children=[child("\u0645\u062d\u0645\u062f", "Al-Invented")],
        adults=[adult("\u0641\u0627\u0637\u0645\u0629")],
        road=PROTECT,
    ),
    Family(name="name that turns the text round", children=[child("\u202eneerW\u202c")], adults=MAE, road=ASSESS),
    Family(name="one Chinese character", children=[child("\u674e", "\u738b")], adults=MAE, road=HARM),
    Family(
        name="combining marks and an emoji",
        children=[child("Zoe\u0308 \U0001f98a", "O\u2019Nia-Li")],
        adults=MAE,
        road=ASSESS,
    ),
    Family(name="one name only", children=[child("Suharto", "")], adults=[adult("Mae", last="")], road=HARM),
    Family(name="a name of 115 letters", children=[child(LONG, LONG)], adults=MAE, road=ASSESS),
    Family(name="a name that is markup", children=[child("<b>Bob</b>", "&amp; Co")], adults=MAE, road=PROTECT),
    Family(
        name="named Null and Unknown", children=[child("Null", "None"), child("Unknown", "")], adults=MAE, road=ASSESS
    ),
    Family(name="no fixed address", children=[child("Rover", no_fixed_address="on")], adults=MAE, road=ASSESS),
    Family(name="an address in France", children=[child("Elle", **FAR)], adults=MAE, road=HARM),
    Family(
        name="six children by three fathers",
        children=[child(f"Kit {n}", age=n) for n in range(1, 7)],
        adults=THREE_FATHERS,
    ),
    Family(name="ten children", children=[child(f"Ten {n}", age=n) for n in range(10)], adults=MAE, road=HELP),
    Family(name="nobody knows an adult", children=[child("Alone", age=16)], road=PROTECT),
    Family(
        name="mother without responsibility", children=[child("Foss")], adults=[adult("Mae", holds="no")], road=HARM
    ),
    Family(
        name="grandmother is special guardian",
        children=[child("Gus")],
        adults=[adult("Nan", "guardian"), *MAE],
        road=ASSESS,
    ),
    Family(
        name="foster carer and absent mother",
        children=[child("Fen")],
        adults=[adult("Fay", "foster_carer", "no"), adult("Mae", home="no")],
        road=ASSESS,
    ),
    Family(
        name="father in prison holds it alone",
        children=[child("Ray")],
        adults=[adult("Roy", "father", home="no")],
        road=ASSESS,
    ),
    Family(
        name="father's name not known",
        children=[child("Una")],
        adults=[*MAE, adult("Unknown", "father", "not_known", last="")],
        road=HARM,
    ),
    Family(name="parents live apart", children=[child("Hal", age=8)], adults=[*MAE, adult("Abe", "father", home="no")]),
    Family(
        name="a brother has a record",
        children=[child("Abel", age=5), child("Cain", age=6)],
        adults=MAE,
        known=("Cain",),
        road=HARM,
    ),
    Family(
        name="seventeen and homeless", children=[child("Jay", age=17, no_fixed_address="on")], adults=MAE, road=ASSESS
    ),
    Family(
        name="moved here yesterday",
        children=[child("Mo", school="Elsewhere Primary, Another Town")],
        adults=MAE,
        road=HARM,
    ),
    Family(name="dies while we work", children=[child("Ash", age=1)], adults=MAE, then="dies"),
]
