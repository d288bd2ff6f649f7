"""The genogram: everybody once, nobody upon somebody else, and the words say what the lines say."""

import re
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.genogram.drawing import draw
from frontdoor.genogram.kin import Bond, Care, FamilyGraph, Home, Kin, Parentage, Partnership
from frontdoor.genogram.rows import spread
from frontdoor.genogram.shapes import LABEL, SYMBOL, name_lines
from frontdoor.genogram.words import told

GOLDEN = Path(__file__).with_name("genogram.svg")
BORN = date(2015, 3, 1)
NAMES = (
    "",
    "Unborn child",
    "Ann",
    "שרה לוי",
    "محمد الأحمد",
    "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley",
    "A\u0301",
)


def person(key, name="Ann Example", **given_):
    return Kin(key=key, name=name, **given_)


def family(people, **ties):
    """A family about the person with the lowest key."""
    return FamilyGraph(focus=min(row.key for row in people), people={row.key: row for row in people}, **ties)


def pairs(lines):
    """Every tie that a list of lines says, in the drawing's signs."""
    for line in lines:
        yield from line.ties.split()
        yield from pairs(line.below)


def named(lines):
    for line in lines:
        yield from line.keys
        yield from named(line.below)


@st.composite
def families(draw_):
    """Families of every kind, those that contradict themselves included."""
    number = draw_(st.integers(min_value=1, max_value=18))
    keys = list(range(1, number + 1))
    people = [
        Kin(
            key=key,
            name=draw_(st.sampled_from(NAMES)),
            sex=draw_(st.sampled_from("MFU")),
            unborn=draw_(st.booleans()),
            died=draw_(st.booleans()),
            born=BORN + timedelta(days=draw_(st.integers(min_value=0, max_value=3))),
            is_child=draw_(st.booleans()),
        )
        for key in keys
    ]
    two = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda pair: pair[0] != pair[1])
    several = st.lists(two, max_size=10, unique=True) if number > 1 else st.just([])
    once = st.lists(two.map(sorted).map(tuple), max_size=5, unique=True) if number > 1 else st.just([])
    return FamilyGraph(
        focus=1,
        people={row.key: row for row in people},
        parentages=tuple(Parentage(parent=a, child=b, words="Mother") for a, b in draw_(several)),
        cares=tuple(
            Care(adult=a, child=b, words="Carer", above=draw_(st.sampled_from([1, 2]))) for a, b in draw_(several)
        ),
        partnerships=tuple(
            Partnership(one=a, two=b, words="Partners", ended=draw_(st.booleans())) for a, b in draw_(once)
        ),
        bonds=tuple(Bond(one=a, two=b, words="Siblings") for a, b in draw_(once)),
        homes=tuple(Home(words=f"Home {n}", members=frozenset(draw_(st.sets(st.sampled_from(keys))))) for n in (1, 2)),
    )


@given(families())
def test_everybody_is_drawn_once_and_nobody_upon_another(graph):
    drawing = draw(graph)
    assert sorted(symbol.key for symbol in drawing.symbols) == sorted(graph.people)
    for one, two in combinations(drawing.symbols, 2):
        beside, below = abs(one.x - two.x), abs(one.y - two.y)
        assert beside >= SYMBOL or below >= SYMBOL + LABEL
    for symbol in drawing.symbols:
        assert SYMBOL / 2 <= symbol.x <= drawing.width - SYMBOL / 2
        assert SYMBOL / 2 <= symbol.y <= drawing.height - SYMBOL / 2


@given(families())
def test_the_words_and_the_drawing_say_the_same_ties(graph):
    drawn = {tie for stroke in draw(graph).strokes for tie in stroke.ties.split()}
    expected = {f"{row.parent}>{row.child}" for row in graph.parentages}
    expected |= {f"{row.adult}~{row.child}" for row in graph.cares}
    expected |= {f"{row.one}={row.two}" for row in graph.partnerships}
    expected |= {f"{row.one}-{row.two}" for row in graph.bonds}
    assert drawn == expected
    assert set(pairs(told(graph))) == expected
    assert set(named(told(graph))) == set(graph.people)


@given(st.lists(st.floats(min_value=-50, max_value=50), max_size=12))
def test_symbols_keep_their_order_and_their_distance(wishes):
    found = spread(wishes)
    assert all(right - left >= 1 - 1e-6 for left, right in zip(found, found[1:], strict=False))


def test_children_stand_in_order_of_birth_under_their_parents_who_stand_side_by_side():
    mother, first, second = person(10, sex="F"), person(11, sex="M"), person(12, sex="M")
    children = [person(key, born=BORN + timedelta(days=400 * key)) for key in (1, 2, 3, 4)]
    graph = family(
        [mother, first, second, *children],
        parentages=tuple(
            Parentage(parent=parent, child=key, words="Parent")
            for key, father in ((1, 11), (2, 11), (3, 12), (4, 12))
            for parent in (10, father)
        ),
    )
    at = {symbol.key: (symbol.x, symbol.y) for symbol in draw(graph).symbols}
    assert at[11][0] < at[10][0] < at[12][0]
    assert at[1][0] < at[2][0] < at[3][0] < at[4][0]
    assert at[10][1] == at[11][1] == at[12][1] < at[1][1]


def test_three_generations_stand_in_three_rows_and_a_step_parent_beside_the_mother():
    graph = family(
        [person(1), person(2, sex="F"), person(3, sex="F"), person(4, sex="M")],
        parentages=(Parentage(parent=2, child=1, words="Mother"), Parentage(parent=3, child=2, words="Mother")),
        cares=(Care(adult=4, child=1, words="Step-parent"),),
        partnerships=(Partnership(one=2, two=4, words="Partners"),),
    )
    y = {symbol.key: symbol.y for symbol in draw(graph).symbols}
    assert y[3] < y[2] == y[4] < y[1]


def test_twelve_children_have_a_place_each():
    children = [person(key, born=BORN + timedelta(days=400 * key)) for key in range(1, 13)]
    graph = family(
        [person(20, sex="F"), *children],
        parentages=tuple(Parentage(parent=20, child=row.key, words="Mother") for row in children),
    )
    places = {symbol.x for symbol in draw(graph).symbols if symbol.key < 20}
    assert len(places) == 12


def test_twins_leave_from_one_point():
    twins = [person(1, born=BORN), person(2, born=BORN)]
    graph = family(
        [person(9), *twins], parentages=tuple(Parentage(parent=9, child=key, words="Mother") for key in (1, 2))
    )
    ends = [stroke.path for stroke in draw(graph).strokes if ">" in stroke.ties]
    points = [re.search(r"H([\d.]+)L", path) for path in ends]
    assert None not in points
    assert len({point[1] for point in points if point}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_two_short_lines_at_most(name):
    lines = name_lines(name)
    assert len(lines) <= 2
    assert all(len(line) <= 16 for line in lines)


def golden_family():
    """A mother with a former husband and a partner, a child of each, twins, a grandmother who died, a baby to come."""
    people = [
        person(1, "Ava Example", sex="F", age="9", born=BORN),
        person(2, "Ben Example", sex="M", age="4", born=BORN + timedelta(days=1800)),
        person(3, "Bo Example", sex="U", age="4", born=BORN + timedelta(days=1800)),
        person(4, "Unborn child", unborn=True),
        person(5, "Mary Example", sex="F", age="34"),
        person(6, "Fred Former", sex="M", age="36"),
        person(7, "Gus Guest", sex="M"),
        person(8, "Gran Example", sex="F", age="71", died=True),
        person(9, "Ida Aunt", sex="F"),
    ]
    parents = {1: (5, 6), 2: (5, 7), 3: (5, 7), 4: (5, 7), 5: (8,)}
    return family(
        people,
        parentages=tuple(Parentage(parent=p, child=c, words="Parent") for c, both in parents.items() for p in both),
        cares=(
            Care(adult=7, child=1, words="Step-parent"),
            Care(adult=9, child=1, words="Grandparent", above=2),
        ),
        partnerships=(
            Partnership(one=5, two=6, words="Separated", ended=True),
            Partnership(one=5, two=7, words="Partners"),
        ),
        homes=(
            Home(words="Home 1", members=frozenset({1, 2, 3, 4, 5, 7})),
            Home(words="Home 2", members=frozenset({1, 6})),
        ),
    )


def test_the_drawing_of_one_family_stays_as_it_was_seen_and_found_good():
    drawn = render_to_string("frontdoor/family/_genogram.html", {"drawing": draw(golden_family())})
    assert re.sub(r"\s+", " ", drawn) == re.sub(r"\s+", " ", GOLDEN.read_text())


def test_the_drawing_holds_no_style_and_no_script():
    drawn = render_to_string("frontdoor/family/_genogram.html", {"drawing": draw(golden_family())})
    assert not re.search(r"\bstyle=|<style|<script|\bon\w+=|href", drawn)
    assert "<title" in drawn
    assert "<desc" in drawn


def test_a_name_in_the_drawing_is_escaped():
    graph = family([person(1, "<script>alert(1)</script>")])
    assert "<script" not in render_to_string("frontdoor/family/_genogram.html", {"drawing": draw(graph)})
