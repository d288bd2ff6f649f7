"""The house keeps its shape: sizes, one direction, one definition of late. Import contracts stand in pyproject.toml."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("frontdoor", "cases", "workforce", "audits")
LIMITS = {"module": 400, "function": 60, "class": 150, "template": 120, "test module": 600}

# Exceptions to the limits; this list may only shrink.
LARGER: dict[str, int] = {}


def code() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def outside(found: dict[str, int], limit: int) -> dict[str, int]:
    return {where: size for where, size in found.items() if size > LARGER.get(where, limit)}


def test_modules_are_small_rooms():
    assert outside({name(path): lines(path) for path in code()}, LIMITS["module"]) == {}


def test_test_modules_stay_readable():
    found = {name(path): lines(path) for path in (ROOT / "tests").rglob("*.py")}
    assert outside(found, LIMITS["test module"]) == {}


def test_templates_stay_readable():
    found = {name(path): lines(path) for path in (ROOT / "templates").rglob("*.html")}
    assert outside(found, LIMITS["template"]) == {}


def test_functions_and_classes_are_small():
    found: dict[str, int] = {}
    for path in code():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                kind = "class" if isinstance(node, ast.ClassDef) else "function"
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                where = f"{name(path)}:{node.name}"
                if size > LARGER.get(where, LIMITS[kind]):
                    found[where] = size
    assert found == {}


def test_nothing_is_imported_inside_a_function():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in code()
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert found == []


EDGES = r"middleware|tasks|accounts|sessions|management/|embedded/|config/"
LAWS = {
    "late is asked in one place": (r"due_(at|on)__lte?\b|\bdue_(at|on)\s*<", r"core/timed\.py"),
    "there are no signals of our own": (r"\breceiver\(|\bSignal\(|signals?\.\w+\.connect\(", None),
    "only the relay talks to the broker": (r"[^`]\.(delay|apply_async|send_task)\(", r"commands/relay_outbox\.py"),
    "text on a page is escaped": (r"\bmark_safe\b", None),
    "fields are named one by one": (r"fields\s*=\s*[\"']__all__", None),
    "a rule is told what day it is": (
        r"timezone\.now\(|timezone\.local(date|time)\(\)|date\.today\(|datetime\.now\(",
        rf"{EDGES}|workforce/models/workers\.py|core/(date_fields|navigation|session_store)\.py",
    ),
}


@pytest.mark.parametrize("law", LAWS)
def test_law(law):
    pattern, excepted = LAWS[law]
    found = [
        f"{name(path)}:{number}"
        for path in code()
        if not (excepted and re.search(excepted, name(path)))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == []


def test_views_reach_records_through_visible_to():
    found = [
        f"{name(path)}:{number}"
        for path in code()
        if {"views", "api"} & set(path.parts)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\.objects\.(all|get|first|last|create|filter|exclude|values)\b", line)
    ]
    assert found == []


def test_every_template_is_used():
    templates = {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")}
    text = "\n".join(path.read_text() for path in [*code(), *(ROOT / "templates").rglob("*.html")])
    by_convention = re.compile(
        r"^(\d{3}\.html|(account|mfa|allauth|socialaccount|django|components/fields|administration)/)"
    )
    unused = [
        template
        for template in sorted(templates)
        if not by_convention.match(template) and template not in text and f"}}{Path(template).name}" not in text
    ]
    assert unused == []
