"""Where each symbol stands: a row for each generation, an order in the row, a place in the order. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from frontdoor.genogram.kin import FamilyGraph, Union

SWEEPS = 3


def generations(family: FamilyGraph) -> dict[int, int]:
    """The row of each person, 0 for the oldest: parents above their children, partners beside each other.

    Where what is recorded contradicts itself, the tie nearest to the focus wins.
    """
    steps: dict[int, list[tuple[int, int]]] = {key: [] for key in family.people}
    for above, below, by in _ties(family):
        steps[above].append((below, by))
        steps[below].append((above, -by))
    found: dict[int, int] = {}
    for start in [family.focus, *family.people]:
        if start in found:
            continue
        child = start == family.focus or family.people[start].is_child
        found[start] = 0 if child else -1
        waiting = [start]
        for key in waiting:
            for other, by in steps[key]:
                if other not in found:
                    found[other] = found[key] + by
                    waiting.append(other)
    used = {level: row for row, level in enumerate(sorted(set(found.values())))}
    return {key: used[level] for key, level in found.items()}


def _ties(family: FamilyGraph) -> Iterator[tuple[int, int, int]]:
    """Every tie as (older, younger, generations between them); the surest first."""
    yield from ((row.parent, row.child, 1) for row in family.parentages)
    yield from ((row.one, row.two, 0) for row in (*family.partnerships, *family.bonds))
    yield from ((row.adult, row.child, row.above) for row in family.cares)


def ordered(family: FamilyGraph, row_of: dict[int, int]) -> list[list[int]]:
    """The people of each row from left to right: beside partners, below parents, brothers and sisters by birth."""
    rows: list[list[int]] = []
    place: dict[int, float] = {}
    unions = family.unions()
    for number in range(max(row_of.values()) + 1):
        keys = family.age_order(key for key in family.people if row_of[key] == number)
        chains = [_chain(family, group, unions, place) for group in _groups(keys, unions)]
        tied = {key for union in unions for key in (*union.parents, *union.children)}
        chains.sort(key=lambda chain: _wish(family, chain, place, tied))
        rows.append([key for chain in chains for key in chain])
        place |= {key: float(at) for at, key in enumerate(rows[-1])}
    return rows


def _groups(keys: list[int], unions: list[Union]) -> list[list[int]]:
    """Those of a row who are joined by partners, however many steps."""
    group_of = {key: {key} for key in keys}
    for union in unions:
        together = [key for key in union.parents if key in group_of]
        for key in together[1:]:
            joined = group_of[together[0]] | group_of[key]
            for each in joined:
                group_of[each] = joined
    seen: set[int] = set()
    groups = []
    for key in keys:
        if key not in seen:
            seen |= group_of[key]
            groups.append([each for each in keys if each in group_of[key]])
    return groups


def _chain(family: FamilyGraph, group: list[int], unions: list[Union], place: dict[int, float]) -> list[int]:
    """The group as a row in which partners stand side by side as far as that is possible."""
    partners: dict[int, list[int]] = {key: [] for key in group}
    for union in unions:
        inside = [key for key in union.parents if key in partners]
        for one in inside:
            partners[one] += [two for two in inside if two != one and two not in partners[one]]
    ends = [key for key in partners if len(partners[key]) <= 1]
    first_unions = [key for union in unions for key in _men_first(family, union.parents) if key in partners]
    chain = [next((key for key in first_unions if key in ends), group[0])]
    for key in chain:
        chain += [other for other in partners[key] if other not in chain]
    sides = [_above(family, key, place) for key in chain if _above(family, key, place) is not None]
    return chain[::-1] if len(sides) > 1 and sides[0] > sides[-1] else chain


def _men_first(family: FamilyGraph, keys: Iterable[int]) -> list[int]:
    return sorted(keys, key=lambda key: (family.people[key].sex != "M", key))


def _above(family: FamilyGraph, key: int, place: dict[int, float]) -> float | None:
    """The middle of the parents' places."""
    places = [place[parent] for parent in family.parents_of(key) if parent in place]
    return sum(places) / len(places) if places else None


def _wish(family: FamilyGraph, chain: list[int], place: dict[int, float], tied: set[int]) -> tuple:
    """What a chain is sorted by: below its parents; those without parents after, those without any tie last."""
    wishes = [(wish, family.people[key]) for key in chain if (wish := _above(family, key, place)) is not None]
    if wishes:
        middle = sum(wish for wish, _ in wishes) / len(wishes)
        eldest = wishes[0][1]
        return (0, middle, eldest.unborn, eldest.born, eldest.key)
    eldest = family.people[chain[0]]
    return (1 if tied & set(chain) else 2, 0.0, eldest.unborn, eldest.born, eldest.key)


def spread(wishes: Sequence[float]) -> list[float]:
    """The places nearest to the wishes that keep their order and lie at least 1 apart (pooling adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for at, wish in enumerate(wishes):
        pools.append((wish - at, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (left, one), (right, two) = pools[-2], pools[-1]
            pools[-2:] = [((left * one + right * two) / (one + two), one + two)]
    shifts = [mean for mean, size in pools for _ in range(size)]
    return [shift + at for at, shift in enumerate(shifts)]


def places(family: FamilyGraph, rows: list[list[int]]) -> dict[int, float]:
    """How far to the right each person stands, in widths of a symbol from 0; neighbours are at least 1 apart."""
    found = {key: float(at) for row in rows for at, key in enumerate(row)}
    unions = family.unions()
    for _ in range(SWEEPS):
        for row in reversed(rows[:-1]):
            found |= zip(row, spread([_over_children(key, unions, found) for key in row]), strict=True)
        for row in rows[1:]:
            found |= zip(row, spread([_under_parents(key, unions, found) for key in row]), strict=True)
    left = min(found.values())
    return {key: place - left for key, place in found.items()}


def _middle(keys: Iterable[int], found: dict[int, float]) -> float:
    places_ = [found[key] for key in keys]
    return sum(places_) / len(places_)


def _over_children(key: int, unions: list[Union], found: dict[int, float]) -> float:
    """Each union stands over its children: this partner as far from its middle as now."""
    wishes = [
        _middle(union.children, found) + found[key] - _middle(union.parents, found)
        for union in unions
        if key in union.parents and union.children
    ]
    return sum(wishes) / len(wishes) if wishes else found[key]


def _under_parents(key: int, unions: list[Union], found: dict[int, float]) -> float:
    """Brothers and sisters stand under the middle of their parents, side by side."""
    for union in unions:
        if key in union.children:
            return _middle(union.parents, found) + found[key] - _middle(union.children, found)
    return found[key]
