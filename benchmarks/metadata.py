"""How well the metadata of the development documents are read, against values typed from the texts themselves.

    YIJU_DEV_DATA=… python -m benchmarks.metadata [--extra]

Reads every document of `$YIJU_DEV_DATA/policy-docs/files` and the two seeds, compares with
`benchmarks/truth/metadata.jsonl` (a value that is blank there is not counted) and prints the share of right values by
field and every miss; `--extra` also prints what was read although the truth has none. Blanks and the width of
brackets do not count.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from corpus import Document, DocumentError, read_document

ROOT = Path(__file__).parent.parent
TRUTH = Path(__file__).parent / "truth" / "metadata.jsonl"
SEEDS = ROOT / "corpus" / "documents"
FIELDS = ("title", "number", "issuer", "date", "effective", "state")
WANTED = {"title": 0.95, "number": 0.95, "date": 0.90, "issuer": 0.90}
_BRACKETS = str.maketrans("（）〔〕［］【】[]：", "()()()()():")
_OVER = re.compile("^(?:已)?(?:废止|失效)$")


def main() -> None:
    """Read all, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extra", action="store_true")
    arguments = parser.parse_args()
    folder = os.environ.get("YIJU_DEV_DATA")
    if folder is None:
        sys.exit("YIJU_DEV_DATA is not set: the folder with policy-docs/files")
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    misses: list[str] = []
    extra: list[str] = []
    for line in TRUTH.read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        document = _read(truth["file"], Path(folder) / "policy-docs" / "files")
        for field in FIELDS:
            wanted = accepted(truth, field)
            found = value(document, field) if document else None
            if not wanted:
                extra += [f"{field} {truth['file']}: {found}"] if found else []
                continue
            total[field] += 1
            right[field] += folded(found) in {folded(one) for one in wanted}
            if folded(found) not in {folded(one) for one in wanted}:
                misses.append(f"{field} {truth['file']}\n    read   {found}\n    wanted {wanted[0]}")
    for field in FIELDS:
        goal = f"wanted {WANTED[field]:.0%}" if field in WANTED else ""
        print(f"{field:10} {right[field]:3} of {total[field]:3} {right[field] / max(1, total[field]):6.1%} {goal}")
    print(*misses, *(["", "not in the truth:", *extra] if arguments.extra else []), sep="\n")


def _read(name: str, folder: Path) -> Document | None:
    path = folder / name if (folder / name).is_file() else SEEDS / name
    try:
        return read_document(path.read_bytes(), name)[0]
    except DocumentError as error:
        print(f"{name}: {error.message}", file=sys.stderr)
        return None


def accepted(truth: dict[str, Any], field: str) -> list[str]:
    """The value of the truth and the others that it accepts; empty when the text states none."""
    given = truth[field]
    first = given["value"] if isinstance(given, dict) else given
    return [first, *(other for other in truth.get("also", {}).get(field, []) if other)] if first else []


def value(document: Document, field: str) -> str | None:
    """What was read."""
    stated = getattr(document.metadata, field)
    return stated.value if stated else None


def folded(text: str | None) -> str:
    """A value without what does not count: blanks, the width of brackets, the word for being out of force."""
    plain = re.sub(r"\s", "", text or "").translate(_BRACKETS)
    return "已废止" if _OVER.match(plain) else plain


if __name__ == "__main__":
    main()
