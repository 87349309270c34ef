"""What the commands show to people: answers, passages, documents, outlines, verdicts."""

import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from assistant import Answer, Citation, DocumentRef, Finding, Status, Understood, Verification
from corpus import Clause, CleanText, Document, repeat_count
from index import BuildReport, Card
from ui.console import visible

_INDENT = 4
_BREAK = re.compile(r"\s*\n\s*")
_SIGNS = {Status.SAME: "✓", Status.REPLACED: "✓"}


def print_answer(console: Console, answer: Answer) -> None:
    """An answer with its numbered citations, or the refusal with the nearest passages."""
    if answer.refusal is not None:
        _line(console, visible(f"没有回答：{answer.refusal.reason}"), style="bold")
        if answer.refusal.nearest:
            _line(console, Text("\n最接近的原文："))
            _print_citations(console, answer.refusal.nearest)
        return
    _line(console, visible(answer.answer), style="bold")
    _line(console, Text("\n出处："))
    _print_citations(console, answer.citations)


def print_understood(console: Console, understood: Understood) -> None:
    """What was understood of the question, in one line; nothing where nothing was."""
    if understood.line:
        _line(console, visible(f"理解为：{understood.line}\n"), style="dim")


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Ranked passages with their scores and places, and what was understood of the question."""
    if not findings:
        _line(console, Text("没有找到相关的段落。"))
        return
    print_understood(console, findings[0].understood)
    for finding in findings:
        _line(console, visible(f"{finding.rank}. {finding.clause.label}"), style="bold")
        _indented(console, finding.text)
        place = f"{finding.document.file}:{finding.source.start}-{finding.source.end}"
        _indented(console, f"{_named(finding.document)}\n{place}  得分 {finding.score:.3f}", style="dim")


def print_documents(console: Console, cards: Sequence[Card]) -> None:
    """One entry a document."""
    _line(console, Text(f"共 {len(cards)} 个文件"))
    for card in cards:
        known = card.metadata
        facts = [stated.value for stated in (known.number, known.issuer, known.date) if stated is not None]
        _line(console, visible(f"\n{card.title}"), style="bold")
        _indented(console, " · ".join([*facts, f"{card.clauses} 条"]))
        _indented(console, f"编号 {card.id}  {'、'.join(card.files)}", style="dim")


def print_document(console: Console, document: Document) -> None:
    """All that is known of one document, with where each value comes from."""
    _line(console, visible(document.title), style="bold")
    known = document.metadata
    rows = [
        ("发文字号", known.number),
        ("发文机关", known.issuer),
        ("成文日期", known.date),
        ("施行日期", known.effective),
        ("状态", known.state),
        ("文种", known.kind),
        ("删减", known.abridged),
        ("备注", known.remark),
    ]
    facts = [(name, f"{stated.value}（{stated.origin.value}）") for name, stated in rows if stated is not None]
    lists = [("废止", known.repeals), ("修改", known.amends), ("修改依据", known.amended_by)]
    facts += [(name, "、".join(stated.value for stated in several)) for name, several in lists if several]
    facts += [
        ("编号", document.id),
        ("文件", "、".join(document.files)),
        ("原文", f"{document.source_length} 字，SHA-256 {document.source_sha256}"),
        ("条款", f"{len(document.units)} 条"),
    ]
    if document.unread:
        facts.append(("未读", f"第 {'、'.join(map(str, document.unread))} 页是扫描图像，没有读出文字"))
    _print_facts(console, facts)


def print_clauses(console: Console, document: Document) -> None:
    """The outline of a document as a tree."""
    tree = Tree(visible(document.title), guide_style="dim")
    _grow(tree, document, document.clauses)
    console.print(tree)


def print_dropped(console: Console, clean: CleanText, source: str) -> None:
    """What reading left out of a document, with the reason; and how often a file holds its text that repeats it."""
    _line(console, Text(f"共略去 {len(clean.dropped)} 处"))
    if (count := repeat_count(clean)) > 1:
        _line(console, Text(f"文件里同样的文字约有 {count} 遍，只收一遍"))
    for item in clean.dropped:
        text = repr(source[item.start : item.end])[1:-1]
        _line(console, visible(f"{item.start}-{item.end}  {item.reason.value}  {text}"))


def print_report(console: Console, report: BuildReport) -> None:
    """The outcome of a build: what is in the library now, and what could not be read."""
    _line(console, Text("索引已建立" if report.changed else "资料没有变化，沿用现有索引"), style="bold")
    facts = [
        ("文件", f"{report.documents} 份" + (f"，其中 {report.taken_over} 份没有变化" if report.taken_over else "")),
        ("条款", f"{report.clauses} 条"),
        ("段落", f"{report.passages} 段，新计算 {report.embedded} 段，沿用 {report.reused} 段"),
        ("索引", report.snapshot),
    ]
    _print_facts(console, facts)
    for files in report.duplicates:
        _line(console, visible(f"内容相同的文件只收一次：{'、'.join(files)}"))
    if report.unsupported:
        shown = "、".join(report.unsupported[:5]) + ("等" if len(report.unsupported) > 5 else "")
        _line(console, visible(f"格式不支持、没有读的文件 {len(report.unsupported)} 个：{shown}"))
    for pair in report.near_duplicates:
        shares = f"{pair.containment:.0%} 的文字也在后者里"
        _line(console, visible(f"内容相近：{pair.smaller} 与 {pair.larger}（前者约 {shares}）"))
    for warning in report.warnings:
        _line(console, visible(f"请留意：{warning}"))
    if report.removed:
        _line(console, visible(f"已移出索引：{'、'.join(report.removed)}"))
    if report.failures:
        _line(console, Text(f"未能读取 {len(report.failures)} 个文件："), style="red")
        for failure in report.failures:
            _line(console, visible(f"  {failure.error}".replace("\n", " ")))


def print_verification(console: Console, verification: Verification) -> None:
    """One verdict a citation, then what is wrong with the statements, then the sum."""
    for verdict in verification.verdicts:
        sign = _SIGNS.get(verdict.status, "✗")
        _line(console, visible(f"{sign} [{verdict.citation}] {verdict.status.value}：{verdict.detail}"))
    for problem in verification.problems:
        _line(console, visible(f"✗ {problem}"))
    summary = "核对通过" if verification.ok else "核对未通过"
    _line(console, Text(f"{summary}：{len(verification.verdicts)} 处引文"), style="bold")


def _print_citations(console: Console, citations: Iterable[Citation]) -> None:
    """Numbered citations; the cells of one table row share the lines that name the row."""
    clause = ""
    for citation in citations:
        if citation.clause.id != clause:
            _line(console, visible(f"\n[{citation.number}] {_named(citation.document)}"))
            _indented(console, citation.clause.label)
        else:
            _line(console, visible(f"[{citation.number}] 同一条款"))
        clause = citation.clause.id
        _indented(console, f"“{_BREAK.sub('↵', citation.quote)}”", style="green")
        place = f"{citation.document.file}:{citation.source.start}-{citation.source.end}"
        page = f"  第 {citation.source.page} 页" if citation.source.page else ""
        _indented(console, place + page, style="dim")


def _print_facts(console: Console, facts: Sequence[tuple[str, str]]) -> None:
    """Names and values in two columns."""
    column = max(cell_len(name) for name, _ in facts)
    for name, value in facts:
        _line(console, visible(f"  {set_cell_size(name, column)}  {value}"))


def _named(document: DocumentRef) -> str:
    """Title, number and date of a document as one line."""
    return " · ".join(part for part in (document.title, document.number, document.date) if part)


def _grow(tree: Tree, document: Document, clauses: Iterable[Clause]) -> None:
    for clause in clauses:
        words = clause.heading if clause.children else document.text(clause)
        if clause.row is not None:
            words = "；".join(f"{cell.column}：{cell.text}" for cell in clause.row.cells)
        mark = "" if words.startswith(clause.marker) else clause.marker
        gap = " " if mark and words and mark[-1].isalnum() else ""
        branch = tree.add(visible(f"{mark}{gap}{words}".replace("\n", " ")))
        _grow(branch, document, clause.children)


def _indented(console: Console, text: str, *, style: str = "") -> None:
    if console.is_terminal:
        console.print(Padding(visible(text), (0, 0, 0, _INDENT), expand=False), style=style)
    else:
        _line(console, visible("\n".join(" " * _INDENT + line for line in text.split("\n"))), style=style)


def _line(console: Console, text: Text, *, style: str = "") -> None:
    """Print without breaking lines: a terminal does that itself, a file should keep them whole."""
    console.print(text, style=style, soft_wrap=True)
