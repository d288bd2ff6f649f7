"""A child's family in the words and the drawing of its page."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any

from django.urls import reverse

from frontdoor import presenters
from frontdoor.core.spans import counts_on
from frontdoor.family import Family, Home, Seen
from frontdoor.genogram import kin
from frontdoor.models import Person, Relationship, Tie
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.relationships import PARENTS, PARTNERSHIPS, SIBLINGS, RelationshipKind, TieKind

MASKED = "A child whose record is not open to you"
TWO_GENERATIONS = {RelationshipKind.GRANDPARENT: 2}
BOTH_PARENTS = 2


def name_of(seen: Seen) -> str:
    """The name, or that there is somebody."""
    return MASKED if seen.is_masked else seen.person.full_name


def who(family: Family, key: int) -> dict[str, Any]:
    """Somebody of the family, as a line of the page shows: the name with a link where the record can be opened."""
    seen = family.people[key]
    may_ask = seen.is_masked or (seen.may_open and seen.person.is_child and seen.person != family.child)
    return {
        "key": key,
        "name": name_of(seen),
        "age": "" if seen.is_masked else _age(seen.person, family),
        "url": reverse("person", args=[key]) if may_ask else "",
        "is_masked": seen.is_masked,
    }


def _age(person: Person, family: Family) -> str:
    if person.death_date:
        return f"died {presenters.long_day(person.death_date)}"
    if person.birth_date is None and person.birth_date_known != BirthDateKnown.UNBORN:
        return ""
    return presenters.age(person, family.on)


def since(row: Any) -> str:
    """The span of a row in words: "since 4 June 2026", "until ...", "from ... to ..."; empty where nothing is known."""
    started = presenters.long_day(row.started_on) if row.started_on else ""
    ended = presenters.long_day(row.ended_on) if row.ended_on else ""
    if started and ended:
        return f"from {started} to {ended}"
    return f"until {ended}" if ended else f"since {started}" if started else ""


def responsibility(row: Relationship) -> str:
    """Who holds parental responsibility, how and since when."""
    held = []
    if row.responsibility_by:
        held.append(row.get_responsibility_by_display().lower())
    if row.responsibility_from:
        held.append(f"from {presenters.long_day(row.responsibility_from)}")
    if row.responsibility_to:
        held.append(f"to {presenters.long_day(row.responsibility_to)}")
    words = row.get_parental_responsibility_display()
    return f"{words}: {', '.join(held)}" if held else words


def adults(family: Family, *, current: bool) -> list[dict[str, Any]]:
    """The adults of the child now, or those of before; holders of parental responsibility first."""
    rows = [row for row in family.relationships if (row.ended_on is None or row.ended_on > family.on) == current]
    rows.sort(key=lambda row: (not row.holds_responsibility, row.adult.full_name, row.pk))
    return [
        who(family, row.adult_id)
        | {
            "id": row.pk,
            "kind": row.get_kind_display(),
            "responsibility": responsibility(row),
            "holds": row.holds_responsibility,
            "lives_with": {True: "Yes", False: "No", None: "Not known"}[row.lives_with_child],
            "telephone": row.adult.telephone,
            "is_adult": not row.adult.is_child,
            "since": since(row),
        }
        for row in rows
    ]


def sibling_words(family: Family, key: int) -> str:
    """What somebody who shares a recorded parent is to the child."""
    own, theirs = family.parents_of(family.child.pk), family.parents_of(key)
    if len(own & theirs) >= BOTH_PARENTS:
        return "Brother or sister"
    if len(own) >= BOTH_PARENTS and len(theirs) >= BOTH_PARENTS:
        return "Half-brother or half-sister"
    shared = min(own & theirs)
    return f"Brother or sister through {family.people[shared].person.full_name}; the other parent is not recorded"


def siblings(family: Family) -> list[dict[str, Any]]:
    """Brothers and sisters: those who share a parent, then those recorded as such."""
    together = set(family.children_of_household)
    derived = family.siblings()
    rows = [who(family, key) | {"kind": sibling_words(family, key), "id": None} for key in derived]
    for tie in family.ties:
        if tie.kind in SIBLINGS and family.child.pk in (tie.person_id, tie.other_id):
            key = tie.other_id if tie.person_id == family.child.pk else tie.person_id
            if key not in derived:
                words = filter(None, [tie.get_kind_display(), since(tie)])
                rows.append(who(family, key) | {"kind": ", ".join(words), "id": tie.pk})
    return [row | {"lives_with": "Yes" if row["key"] in together else "No"} for row in rows]


def partnerships(family: Family) -> list[dict[str, Any]]:
    """Who is or was whose partner."""
    return [
        {
            "id": tie.pk,
            "one": who(family, tie.person_id),
            "two": who(family, tie.other_id),
            "kind": tie.get_kind_display(),
            "since": since(tie),
        }
        for tie in family.ties
        if tie.kind in PARTNERSHIPS
    ]


def homes(family: Family) -> list[dict[str, Any]]:
    """The homes of the child now."""
    now = family.homes_now()
    return [_home(family, home, _title(now, at)) for at, home in enumerate(now)]


def _title(now: list[Home], at: int) -> str:
    return "Home" if len(now) == 1 else f"Home {at + 1}"


def _home(family: Family, home: Home, title: str) -> dict[str, Any]:
    open_rows = [address for address in home.addresses if address.ended_on is None]
    return {
        "id": home.household.pk,
        "title": title,
        "protected": home.household.protected,
        "reason": home.household.protected_reason,
        "address": open_rows[0].in_words if open_rows else "No address recorded",
        "since": since(open_rows[0]) if open_rows else "",
        "members": [
            who(family, member.person_id) | {"id": member.pk, "since": since(member)}
            for member in home.living(family.on)
        ],
        "unborn": [who(family, child.pk) for child in home.unborn],
    }


def without_home(family: Family) -> list[str]:
    """Present addresses of the child that belong to no recorded home."""
    return [row.in_words for row in family.addresses if row.ended_on is None and row.household_id is None]


def lived_before(family: Family) -> list[str]:
    """Former homes and addresses of the child, and who moved out of the homes of now: a line each."""
    name = family.child.full_name
    former = [address for address in family.addresses if address.ended_on is not None]
    lines = [f"{name} lived at {address.in_words}, {since(address)}" for address in former]
    for home in family.homes:
        for member in home.members:
            if not counts_on(member, family.on) and member.ended_on:
                lines.append(f"{name_of(family.people[member.person_id])} lived in the same home, {since(member)}")
    return lines


def elsewhere(family: Family) -> list[dict[str, Any]]:
    """Adults of the family who matter to children of other families."""
    return [
        {
            "adult": row.adult.full_name,
            "kind": row.get_kind_display().lower(),
            "child": row.child.full_name,
            "age": presenters.age(row.child, family.on),
            "url": reverse("person", args=[row.child_id]),
        }
        for row in family.elsewhere
    ]


def graph(family: Family) -> kin.FamilyGraph:
    """What the genogram draws: relations of now, parents and partners of any time, and who shares a home."""
    parentages = tuple(
        kin.Parentage(parent=row.adult_id, child=row.child_id, words=row.get_kind_display()) for row in family.parents
    )
    cares = tuple(
        kin.Care(
            adult=row.adult_id,
            child=family.child.pk,
            words=row.get_kind_display(),
            above=TWO_GENERATIONS.get(RelationshipKind(row.kind), 1),
        )
        for row in family.relationships
        if row.kind not in PARENTS and (row.ended_on is None or row.ended_on > family.on)
    )
    partnered = {frozenset((tie.person_id, tie.other_id)): tie for tie in family.ties if tie.kind in PARTNERSHIPS}
    homes_ = tuple(
        kin.Home(words=_title(family.homes_now(), at), members=frozenset(_there(family, home)))
        for at, home in enumerate(family.homes_now())
    )
    drawn = _drawn(family, parentages, cares, partnered.values(), homes_)
    return kin.FamilyGraph(
        focus=family.child.pk,
        people={key: _kin(family, key) for key in drawn},
        parentages=parentages,
        cares=cares,
        partnerships=tuple(_partnership(tie, family) for tie in partnered.values()),
        bonds=tuple(_bonds(family)),
        homes=homes_,
    )


def _there(family: Family, home: Home) -> Iterator[int]:
    yield from (member.person_id for member in home.living(family.on))
    yield from (child.pk for child in home.unborn)


def _drawn(
    family: Family, parentages: Iterable[kin.Parentage], cares: Iterable[kin.Care], ties: Iterable[Tie], homes_: Any
) -> list[int]:
    keys = {family.child.pk}
    keys |= {key for row in parentages for key in (row.parent, row.child)}
    keys |= {row.adult for row in cares}
    keys |= {key for tie in ties for key in (tie.person_id, tie.other_id)}
    keys |= {key for bond in _bonds(family) for key in (bond.one, bond.two)}
    keys |= {key for home in homes_ for key in home.members}
    return sorted(keys)


def _partnership(tie: Tie, family: Family) -> kin.Partnership:
    ended = tie.ended_on is not None and tie.ended_on <= family.on
    words = "Separated" if ended else TieKind(tie.kind).label
    return kin.Partnership(one=tie.person_id, two=tie.other_id, words=words, ended=ended)


def _bonds(family: Family) -> Iterator[kin.Bond]:
    """Recorded brothers and sisters who share no recorded parent."""
    for tie in family.ties:
        shared = family.parents_of(tie.person_id) & family.parents_of(tie.other_id)
        if tie.kind in SIBLINGS and not shared and tie.ended_on is None:
            yield kin.Bond(one=tie.person_id, two=tie.other_id, words=tie.get_kind_display())


def _kin(family: Family, key: int) -> kin.Kin:
    seen = family.people[key]
    person = seen.person
    if seen.is_masked:
        return kin.Kin(key=key, name=MASKED, age="?", is_child=True)
    years = person.age_on(person.death_date or family.on)
    unborn = person.birth_date_known == BirthDateKnown.UNBORN
    return kin.Kin(
        key=key,
        name=person.full_name,
        sex=person.sex,
        age="" if years is None else str(years),
        words=_age(person, family),
        unborn=unborn,
        died=person.death_date is not None,
        born=person.birth_date or kin.NO_DAY,
        is_child=person.is_child,
    )


def value(form: Any, name: str, answer: Any) -> str:
    """The answer to a question of a form in words."""
    choices = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, list):
        return ", ".join(choices.get(one, one) for one in answer)
    if hasattr(answer, "year"):
        return presenters.long_day(answer)
    if isinstance(answer, time):
        return f"{answer:%H:%M}"
    return choices.get(str(answer), str(answer)) if answer else ""
