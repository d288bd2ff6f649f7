"""What README and docs/ say can be followed: each command, target, file, address and variable in them exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.law.test_repository import MACHINE, ROOT

DOCUMENTS = {str(path.relative_to(ROOT)): path for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))}
OUTSIDE = {"localhost", "127.0.0.1", "www.gov.uk"}
NAMED_IN = ("docker-compose.yml", "Makefile", "frontdoor", "cases", "workforce", "audits")


def said(pattern: str, path: Path) -> set[str]:
    return set(re.findall(pattern, path.read_text()))


def source(names: tuple[str, ...]) -> str:
    paths = [ROOT / name for name in names]
    files = [file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path])]
    return "\n".join(file.read_text() for file in files)


@pytest.fixture(params=DOCUMENTS)
def document(request) -> Path:
    return DOCUMENTS[request.param]


def test_every_make_target_exists(document):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert targets
    assert said(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)\b", document) <= targets
    assert said(r"(?m)^ {4}(?:[A-Z_]+=\S+ )*make ([a-z]+)\b", document) <= targets


def test_every_management_command_exists(document):
    assert said(r"manage\.py ([a-z_]+)", document) <= get_commands().keys()


def test_every_link_and_every_file_exists(document):
    links = {link.split("#")[0] for link in said(r"\]\(([^)\s]+)\)", document) if "://" not in link}
    assert {link for link in links if link and not (document.parent / link).exists()} == set()
    code = said(r"`((?:frontdoor|cases|workforce|audits|tests|templates)/[\w/.]+)`", document)
    assert {name for name in code if not (ROOT / name).exists()} == set()
    rooms = said(r"`(core/\w+\.py)`", document)
    assert {room for room in rooms if not (ROOT / "frontdoor" / room).exists()} == set()


def test_no_host_and_no_machine_is_named(document):
    hosts = said(r"https?://([\w.-]+)", document)
    assert {host for host in hosts if host not in OUTSIDE and not host.endswith((".example", ".gov.uk"))} == set()
    assert [start for start in MACHINE if start in document.read_text()] == []


def test_every_variable_of_the_readme_is_read_and_every_one_of_compose_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"`([A-Z][A-Z_]+[A-Z])(?:=\S+)?`", readme)) - {"PASS", "FAIL", "CELERY_BEAT_SCHEDULE"}
    code = source(NAMED_IN)
    assert {name for name in named if name not in code} == set()
    composed = set(re.findall(r"\$\{([A-Z_]+)[:}]", (ROOT / "docker-compose.yml").read_text()))
    assert composed
    assert composed <= named


def test_every_room_that_the_map_names_is_there():
    table = (ROOT / "README.md").read_text().split("Its rooms:")[1].split("\n\n")[1]
    named = re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines()))
    assert named
    ground = ROOT / "frontdoor" / "core"
    assert [room for room in named if not (ground / f"{room}.py").exists() and not (ground / room).is_dir()] == []
