"""What a genogram shows, as a nested list for those who do not see the drawing: the same people and the same ties."""

from dataclasses import dataclass, field

from frontdoor.genogram.kin import FamilyGraph, Union


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line; ``keys`` are the people it names, ``ties`` what it says in the signs of ``drawing``."""

    words: str
    keys: tuple[int, ...] = ()
    ties: str = ""
    below: list["Line"] = field(default_factory=list)


def described(family: FamilyGraph, key: int) -> str:
    """A person in a line: the name, the age, and whether the drawing is about this person."""
    person = family.people[key]
    about = "the child this drawing is about" if key == family.focus else ""
    return ", ".join(filter(None, [person.name, person.words, about]))


def told(family: FamilyGraph) -> list[Line]:
    """Couples and parents with their children, then other adults, other brothers and sisters, homes, and the rest."""
    lines = [_union(family, union) for union in family.unions()]
    for adult in sorted({care.adult for care in family.cares}):
        rows = [care for care in family.cares if care.adult == adult]
        below = [
            Line(
                words=f"{care.words} of {family.people[care.child].name}",
                keys=(care.child,),
                ties=f"{adult}~{care.child}",
            )
            for care in rows
        ]
        lines.append(Line(words=described(family, adult), keys=(adult,), below=below))
    for bond in family.bonds:
        words = f"{bond.words}: {described(family, bond.one)} and {described(family, bond.two)}"
        lines.append(Line(words=words, keys=(bond.one, bond.two), ties=f"{bond.one}-{bond.two}"))
    for home in family.homes:
        below = [Line(words=described(family, key), keys=(key,)) for key in family.age_order(home.members)]
        lines.append(Line(words=f"{home.words}, shared by", below=below))
    named = {key for line in lines for each in (line, *line.below) for key in each.keys}
    return lines + [Line(words=described(family, key), keys=(key,)) for key in family.people if key not in named]


def _union(family: FamilyGraph, union: Union) -> Line:
    names = " and ".join(described(family, key) for key in union.parents)
    together = union.partnership
    if together:
        state = f" ({together.words.lower()})"
    else:
        state = " (no partnership recorded)" if len(union.parents) > 1 else " (other parent not recorded)"
    kinds = {(row.parent, row.child): row.words for row in family.parentages}
    below = []
    for child in union.children:
        of = ", ".join(f"{kinds[parent, child].lower()} {family.people[parent].name}" for parent in union.parents)
        ties = " ".join(f"{parent}>{child}" for parent in union.parents)
        below.append(Line(words=f"{described(family, child)}: {of}", keys=(child,), ties=ties))
    ties = f"{together.one}={together.two}" if together else ""
    return Line(words=names + state, keys=union.parents, ties=ties, below=below)
