"""The repository keeps its promises: what the documentation names exists, and nothing of one machine is in it."""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "index", "assistant", "eval", "ui")

SEEDS = {
    "川府发〔2024〕21号.txt": "6dbf3824d5718b87035924f61b84772066bdd666d7229aa0dc8d82cb3ad4a518",
    "川数字经济办〔2021〕3号.txt": "a88626e16ac54f4277b017cfe8eee57ab34e9842e1196edcae14ace920fb68cb",
}

HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "gradio", "fastapi", "uvicorn")

MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:work|root|home/\w|Users/\w|tmp/\w)[\w/.-]*|\b[A-Z]:\\\\?Users")
HOSTS = re.compile(
    r"[\w.-]*\b(?:pypi\.(?:org|tuna\S*)|pythonhosted\.org|huggingface\.co|hf-mirror\.com|modelscope\.cn|docker\.(?:io|com)"
    r"|ghcr\.io|quay\.io|npmjs\.(?:org|com)|tuna\.tsinghua\S*|mirrors\.\w+\S*|download\.pytorch\.org)"
)


def tracked() -> list[Path]:
    """The files of the repository as git lists them, new ones included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def read(path: Path) -> str | None:
    """The text of a file, or None when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def yiju(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from ui.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def commands() -> list[str]:
    """The commands that `yiju --help` lists."""
    listed = yiju("--help").stdout.partition("命令：\n")[2].partition("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines()]


@pytest.mark.parametrize("name", SEEDS)
def test_the_seed_documents_are_the_files_that_were_handed_over(name: str) -> None:
    data = (ROOT / "corpus" / "documents" / name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == SEEDS[name]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_name_is_ours_alone(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"yiju"}
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert {Path(place).resolve() for place in spec.submodule_search_locations or ()} == {ROOT / name}


def test_every_command_of_the_program_is_in_the_readme() -> None:
    names = commands()
    assert {"build", "ask", "search", "documents", "show", "verify", "serve"} <= set(names)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"\byiju {name}\b", readme)] == []


def test_every_setting_is_in_the_readme() -> None:
    script = "import json; from ui.settings import Settings; print(json.dumps(list(Settings.model_fields)))"
    listed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in json.loads(listed) if f"`YIJU_{name.upper()}`" not in readme] == []


def test_every_make_target_that_the_documentation_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    commands_in = re.compile(r"(?:^|`)make ([a-z]+)\b", re.MULTILINE)
    named = {name for page in pages for name in commands_in.findall(page.read_text(encoding="utf-8"))}
    assert {"run", "test", "ask"} <= named
    assert named - targets == set()


def test_the_readme_shows_both_commands_within_its_first_twenty_lines() -> None:
    head = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:20]
    assert {"make run", "make test"} <= {line.split("#")[0].strip() for line in head}


def test_the_checks_of_record_run_the_command_of_the_readme() -> None:
    assert re.search(r"^make test\b", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)


def test_links_and_pictures_of_the_documentation_lead_somewhere() -> None:
    broken: list[str] = []
    for page in (path for path in tracked() if path.suffix == ".md"):
        links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        broken.extend(f"{page.relative_to(ROOT)}: {link}" for link in links if not (page.parent / link).exists())
    assert broken == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found: list[str] = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("corpus/documents/") or (text := read(path)) is None:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            hits = [*MACHINE_PATHS.finditer(line), *HOSTS.finditer(line)]
            allowed = name == "Makefile" and line.startswith("TORCH_INDEX :=")
            if hits and not allowed:
                found.append(f"{name}:{number}: {hits[0][0]}")
    assert found == []


@pytest.mark.model
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["ask", "--help"], ["documents", "--json"], ["show", "川府发〔2024〕21号", "--clauses"]],
    ids=" ".join,
)
def test_a_command_that_embeds_nothing_imports_nothing_heavy(
    arguments: list[str], built_home: Path, tmp_path: Path
) -> None:
    script = (
        "import sys; from ui.cli import run; code = run(sys.argv[2:]);"
        "open(sys.argv[1], 'w', encoding='utf-8').write('\\n'.join(sys.modules)); sys.exit(code)"
    )
    report = tmp_path / "modules.txt"
    command = [sys.executable, "-c", script, str(report), "--home", str(built_home), *arguments]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    loaded = set(report.read_text(encoding="utf-8").split("\n"))
    assert "ui.cli" in loaded
    assert loaded & set(HEAVY) == set()


SUITE = "<testsuites><testsuite>{}</testsuite></testsuites>"
PASSED = '<testcase classname="tests.a" name="test_one"/>'
SKIPPED = '<testcase classname="tests.a" name="test_two"><skipped type="pytest.skip" message="{}"/></testcase>'


@pytest.mark.parametrize(
    ("cases", "allowed", "code"),
    [
        ("", "", 1),
        (PASSED, "", 0),
        (PASSED + SKIPPED.format("no network"), "", 1),
        (PASSED + SKIPPED.format("no network"), "tests.a::test_two # needs the network", 0),
        (PASSED + SKIPPED.format("no network"), "tests.a::test_*  # needs the network", 0),
        (PASSED + SKIPPED.format("no network"), "tests.a::test_two", 1),
        (PASSED + SKIPPED.format("no network"), "tests.b::* # another module", 1),
        (PASSED + SKIPPED.format("没有 chromium"), "tests.a::test_two # no browser", 1),
        (PASSED + SKIPPED.format("没有内置模型"), "tests.a::test_two # no model", 1),
    ],
)
def test_a_skip_passes_only_with_a_reasoned_line_in_the_list(
    cases: str, allowed: str, code: int, tmp_path: Path
) -> None:
    (tmp_path / "report.xml").write_text(SUITE.format(cases), encoding="utf-8")
    (tmp_path / "allowed.txt").write_text(f"# comment\n\n{allowed}\n", encoding="utf-8")
    script = ROOT / ".ci" / "check_skips.py"
    command = [sys.executable, str(script), str(tmp_path / "report.xml"), str(tmp_path / "allowed.txt")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == code


def test_the_list_of_allowed_skips_is_short() -> None:
    lines = (ROOT / ".ci" / "allowed-skips.txt").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip() and not line.startswith("#")]) <= 5
