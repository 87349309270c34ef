"""The JSON that the command line and the API share: answers, search results, documents, clauses.

Field for field the outer contract. The descriptions are published in the OpenAPI document, therefore Chinese.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant import Answer, Finding
from corpus import (
    Clause,
    Document,
    DropReason,
    Layout,
    Level,
    Origin,
    Responsibility,
    Role,
    Stated,
    TableRow,
    clean_lines,
    find_roles,
    find_tables,
    row_roles,
)
from index import Card

_SPAN = "在原文中的起止位置，按字符计，从 0 起，含起不含止"
_LEVELS = (
    "层级：document 所印发、转发的文件，attachment 附件，part 编（部分），chapter 章，section 节，article 条，"
    "article-paragraph 款，heading-1 一、，heading-2（一），heading-3 1.，heading-4（1），heading-5 ①，"
    "heading 没有编号的标题，box 专栏，table 表格，row 表格的行，paragraph 段落"
)

Offsets = tuple[int, int]
Box = tuple[int, float, float, float, float]


class Shape(BaseModel):
    """Root of the shapes: frozen, read from attributes, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class DocumentShape(Shape, json_schema_extra={"description": "引文所在的文件"}):
    """The document a citation points into."""

    id: str = Field(description="文件编号：文件 SHA-256 的前 16 位", examples=["6dbf3824d5718b87"])
    title: str = Field(description="标题", examples=["四川省人民政府关于加快数字经济高质量发展的实施意见"])
    number: str | None = Field(description="发文字号；文中没有则为 null", examples=["川府发〔2024〕21号"])
    issuer: str | None = Field(description="发文机关；文中没有则为 null", examples=["四川省人民政府"])
    date: str | None = Field(description="成文日期（YYYY-MM-DD）；文中没有则为 null", examples=["2024-11-26"])
    file: str = Field(description="文件的相对路径", examples=["川府发〔2024〕21号.txt"])


class ClauseRefShape(Shape, json_schema_extra={"description": "引文所在的条款"}):
    """The clause a citation points into."""

    id: str = Field(description="条款编号：文件编号加层级序号，每次建立索引都相同", examples=["6dbf3824d5718b87.7.2"])
    path: tuple[str, ...] = Field(description="从顶层到本条的标题")
    label: str = Field(description="引用时的写法，如“二、重点任务 ›（二）夯实数字经济基础支撑 › 4.”")


class SourceShape(Shape, json_schema_extra={"description": "引文在原文中的位置"}):
    """A stretch of a source text."""

    start: int = Field(description="起始位置：原文的第几个字符，从 0 起")
    end: int = Field(description="结束位置，不含这个字符")
    sha256: str = Field(description="原文（UTF-8）的 SHA-256")
    page: int | None = Field(description="页码，从 1 起；没有分页的文件为 null")
    boxes: tuple[Box, ...] | None = Field(
        description="在页面上的位置：[页码, 左, 上, 右, 下]，以点为单位，从左上角量起；没有分页的文件为 null"
    )


class CitationShape(
    Shape, json_schema_extra={"description": "一条引文：原文的一段，逐字照录，等于原文从 start 到 end 的部分"}
):
    """A quote with its place."""

    number: int = Field(description="引文号，即正文里的 [1]、[2]")
    document: DocumentShape
    clause: ClauseRefShape
    quote: str = Field(description="引文，与原文逐字相同")
    source: SourceShape


class StatementShape(Shape, json_schema_extra={"description": "答复中的一句话"}):
    """One statement of an answer."""

    kind: Literal["quoted", "notice"] = Field(description="quoted：出自原文，至少有一条引文；notice：固定格式的说明")
    text: str = Field(description="这句话，不带引文号")
    citations: tuple[int, ...] = Field(description="所依据的引文号")


class RefusalShape(Shape, json_schema_extra={"description": "不作答的理由"}):
    """Why there is no answer."""

    reason: str = Field(description="为什么不作答")
    nearest: tuple[CitationShape, ...] = Field(description="最接近的几段原文，供参考")


class AnswerShape(Shape, json_schema_extra={"description": "一次答复"}):
    """The reply to one question."""

    question: str = Field(description="所问的问题")
    status: Literal["answered", "refused"] = Field(description="answered：已作答；refused：文件里找不到依据，不作答")
    answer: str = Field(description="答复正文，每句话后带引文号；不作答时为空")
    statements: tuple[StatementShape, ...] = Field(description="答复的每一句话，连起来就是 answer")
    citations: tuple[CitationShape, ...] = Field(description="全部引文")
    refusal: RefusalShape | None = Field(description="不作答的理由；作答时为 null")
    mode: Literal["extractive", "generated"] = Field(description="extractive：摘自原文；generated：由对话模型组织语言")
    timings_ms: dict[str, float] = Field(description="各步骤用时，单位毫秒")


class UnderstoodDocumentShape(Shape, json_schema_extra={"description": "问题所指的一份文件"}):
    """A document that a question means."""

    id: str = Field(description="文件编号")
    title: str = Field(description="标题")
    why: str = Field(description="从哪里看出来的", examples=["标题相符、年份相符"])


class UnderstoodShape(Shape, json_schema_extra={"description": "对问题的理解；没有提到的一项为空"}):
    """What was understood of a question; see `assistant.Understood`."""

    documents: tuple[UnderstoodDocumentShape, ...] = Field(
        description="所指的文件，最可能的在前，最多 10 份；这些文件优先，但不排除其他文件"
    )
    clauses: tuple[str, ...] = Field(description="提到的条款编号", examples=[["第16条"]])
    numbers: tuple[str, ...] = Field(description="提到的发文字号", examples=[["国发〔2017〕40号"]])
    titles: tuple[str, ...] = Field(description="书名号里的标题")
    issuers: tuple[str, ...] = Field(description="提到的发文机关，用全称")
    years: tuple[str, ...] = Field(description="文件的年份；“到2027年”一类的年份不算", examples=[["2024"]])
    places: tuple[str, ...] = Field(description="提到的地区", examples=[["四川"]])
    columns: tuple[str, ...] = Field(description="提到的表格栏目", examples=[["牵头单位"]])
    asks: tuple[str, ...] = Field(description="所问的文件信息", examples=[["发文字号", "成文日期"]])
    terms: tuple[tuple[str, str], ...] = Field(
        description="简称和错别字：原来的写法、理解成的写法", examples=[[["省发改委", "省发展和改革委员会"]]]
    )


class FindingShape(Shape, json_schema_extra={"description": "一条检索结果"}):
    """One ranked passage."""

    rank: int = Field(description="名次，从 1 起")
    score: float = Field(description="相关程度，同一次检索内可比，0 到 1")
    document: DocumentShape
    clause: ClauseRefShape
    text: str = Field(description="这一段的正文，已整理换行和字形，便于阅读")
    quote: str = Field(description="这一段在原文中最长的连续部分，与原文逐字相同")
    source: SourceShape
    context: str = Field(description="这一段所在条款的全文；与 text 相同时为空")
    understood: UnderstoodShape


class DocumentSummary(DocumentShape, json_schema_extra={"description": "资料库里的一份文件"}):
    """One document of the library."""

    kind: str | None = Field(description="文种；文中没有则为 null", examples=["意见"])
    effective: str | None = Field(
        description="施行日期（YYYY-MM-DD）；推算不出日期的，照录原文，如“自公布之日起施行”；文中没有则为 null",
        examples=["2021-09-01"],
    )
    state: str | None = Field(
        description="文中写明的状态，如“征求意见稿”“失效”；没有写明则为 null，不表示现行有效", examples=["征求意见稿"]
    )
    abridged: str | None = Field(description="文末“本文有删减”一类的说明；没有则为 null")
    unread_pages: tuple[int, ...] = Field(description="是扫描图像、没有读出文字的页；通常为空")
    remark: str | None = Field(description="整理资料的人写的备注；没有则为 null")
    files: tuple[str, ...] = Field(description="内容完全相同的全部文件的相对路径")
    sha256: str = Field(description="原文（UTF-8）的 SHA-256")
    characters: int = Field(description="原文的字符数")
    clauses: int = Field(description="条款总数，含各级标题和表格的行")


class StatedShape(Shape, json_schema_extra={"description": "文件的一项信息和它的出处"}):
    """A metadata value with its place; see `corpus.Stated`."""

    value: str = Field(description="内容")
    origin: Origin = Field(description="原文：读自文件正文；由用户填写：来自资料清单")
    start: int | None = Field(description="在原文中的起始位置；由用户填写的为 null")
    end: int | None = Field(description="在原文中的结束位置；由用户填写的为 null")


class MetadataShape(Shape, json_schema_extra={"description": "文件各项信息的出处；没有的为 null"}):
    """Where the metadata of a document was read."""

    title: StatedShape | None = Field(description="标题")
    number: StatedShape | None = Field(description="发文字号")
    issuer: StatedShape | None = Field(description="发文机关")
    date: StatedShape | None = Field(description="成文日期")
    kind: StatedShape | None = Field(description="文种")
    abridged: StatedShape | None = Field(description="有删减的说明")
    remark: StatedShape | None = Field(description="备注")
    effective: StatedShape | None = Field(description="施行日期")
    state: StatedShape | None = Field(description="文中写明的状态")
    repeals: tuple[StatedShape, ...] = Field(description="本文件废止的文件，按文中的写法；没有则为空")
    amends: tuple[StatedShape, ...] = Field(description="本文件修改的文件，按文中的写法；没有则为空")
    amended_by: tuple[StatedShape, ...] = Field(description="修改过本文件的决定，见标题下的题注；没有则为空")


class DocumentDetail(DocumentSummary, json_schema_extra={"description": "一份文件的详细情况"}):
    """A document with its metadata."""

    metadata: MetadataShape


class BodyShape(Shape, json_schema_extra={"description": "任务后面写明的一个单位"}):
    """A body named with a task; see `corpus.Body`."""

    name: str = Field(description="单位名称，按文中的写法", examples=["省科技厅"])
    role: Role = Field(description="牵头、参与、指导；负责：文中没有区分牵头和参与")
    start: int = Field(description="在原文中的起始位置")
    end: int = Field(description="在原文中的结束位置，不含这个字符")


class ResponsibilityShape(Shape, json_schema_extra={"description": "一处写明的责任单位"}):
    """The bodies named in one place; see `corpus.Responsibility`."""

    bodies: tuple[BodyShape, ...] = Field(description="全部单位，按文中的次序")
    leads: tuple[str, ...] = Field(description="牵头单位的名称")
    participants: tuple[str, ...] = Field(description="参与单位的名称")
    told_apart: bool = Field(description="文中是否区分了牵头和参与")
    open_ended: bool = Field(description="名单是否以“等”结尾，即没有列全")
    start: int = Field(description="这一处在原文中的起始位置")
    end: int = Field(description="这一处在原文中的结束位置，不含这个字符")
    legend: Offsets | None = Field(
        description=f"区分牵头和参与所依据的说明（如“逗号前为牵头单位，下同”）{_SPAN}；不靠这种说明的为 null"
    )


class ClauseShape(Shape, json_schema_extra={"description": "一条条款和它下面的各级条款"}):
    """A clause with all below it."""

    id: str = Field(description="条款编号")
    label: str = Field(description="引用时的写法")
    level: Level = Field(description=_LEVELS)
    heading: str = Field(description="标题；没有则为空")
    text: str = Field(description="正文，已整理换行和字形；上级条款包括下级的正文")
    parts: tuple[Offsets, ...] = Field(description=f"各部分{_SPAN}")
    page: int | None = Field(description="所在页，从 1 起；没有分页的文件为 null")
    responsibility: tuple[ResponsibilityShape, ...] = Field(
        description="这一条里写明的责任单位，一处一项；没有则为空。写在下级条款里的，列在下级条款"
    )
    children: tuple["RowShape | ClauseShape", ...] = Field(description="下级条款")


class RowShape(ClauseShape, json_schema_extra={"description": "表格的一行"}):
    """A table row."""

    table: str = Field(description="表格的标题；没有则为空")
    row: dict[str, str] = Field(description="各栏的文字，按栏名；空的栏不列")
    cells: dict[str, Offsets] = Field(description=f"各栏{_SPAN}；合并的单元格在它所属的每一行都列出")
    more: dict[str, tuple[Offsets, ...]] = Field(
        description=f"被分页断开的单元格，后面各段{_SPAN}，按栏名；没有断开的栏不列"
    )
    rebuilt: bool = Field(description="原文的表格有损坏，这一行是否经过还原")


class DroppedShape(Shape, json_schema_extra={"description": "原文中没有进入正文的一处，如页码"}):
    """A span of the source that the clean text leaves out."""

    start: int = Field(description="在原文中的起始位置")
    end: int = Field(description="在原文中的结束位置，不含这个字符")
    reason: DropReason = Field(description="略去的原因")


def answer_shape(answer: Answer) -> AnswerShape:
    """An answer as the contract writes it."""
    return AnswerShape.model_validate(answer)


def finding_shapes(findings: Iterable[Finding]) -> tuple[FindingShape, ...]:
    """Ranked passages as the contract writes them."""
    return tuple(FindingShape.model_validate(finding) for finding in findings)


def document_summary(document: Document | Card) -> DocumentSummary:
    """What is known about a document, and how much of it there is."""
    known = document.metadata
    return DocumentSummary(
        id=document.id,
        title=document.title,
        number=_value(known.number),
        issuer=_value(known.issuer),
        date=_value(known.date),
        kind=_value(known.kind),
        effective=_value(known.effective),
        state=_value(known.state),
        abridged=_value(known.abridged),
        unread_pages=document.unread,
        remark=_value(known.remark),
        file=document.file,
        files=document.files,
        sha256=document.source_sha256,
        characters=document.source_length,
        clauses=document.clauses if isinstance(document, Card) else len(document.units),
    )


def document_detail(document: Document) -> DocumentDetail:
    """The summary, with where each fact was read."""
    return DocumentDetail(
        **dict(document_summary(document)),
        metadata=MetadataShape.model_validate(document.metadata),
    )


def clause_tree(document: Document, layout: Layout) -> tuple[ClauseShape, ...]:
    """The clauses of a document as a tree, in document order; a table row is a `RowShape`."""
    named = _Named.of(document, layout)
    return tuple(_clause(document, layout, clause, named) for clause in document.clauses)


def dropped_spans(document: Document) -> tuple[DroppedShape, ...]:
    """What the clean text leaves out of the source text, in order."""
    return tuple(DroppedShape.model_validate(dropped) for dropped in document.clean.dropped)


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


@dataclass(frozen=True, slots=True)
class _Named:
    """The bodies in charge that a document names in its text, in order, with the source offsets where they stand."""

    starts: list[int]
    found: tuple[Responsibility, ...]

    @classmethod
    def of(cls, document: Document, layout: Layout) -> "_Named":
        lines = clean_lines(document.clean)
        found = find_roles(document.clean, lines, find_tables(document.clean, lines, layout.grids))
        return cls([item.start for item in found], found)

    def within(self, clause: Clause) -> tuple[Responsibility, ...]:
        """Those that stand in the text of a clause itself, not in the units under it."""
        inside = [
            item
            for start, end in clause.parts
            for item in self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        ]
        below = [(child.start, child.end) for child in clause.children]
        return tuple(item for item in inside if not any(start <= item.start < end for start, end in below))


def _clause(document: Document, layout: Layout, clause: Clause, named: _Named) -> ClauseShape:
    row = clause.row
    in_columns = row_roles(document.clean, row.columns, row.cells) if row is not None else None
    responsible = (in_columns,) if in_columns is not None else named.within(clause)
    shape = ClauseShape(
        id=clause.id,
        label=clause.label,
        level=clause.level,
        heading=clause.heading,
        text=document.text(clause),
        parts=clause.parts,
        page=layout.page(clause.start),
        responsibility=tuple(map(_responsibility, responsible)),
        children=tuple(_clause(document, layout, child, named) for child in clause.children),
    )
    return shape if row is None else _row(shape, row)


def _responsibility(item: Responsibility) -> ResponsibilityShape:
    return ResponsibilityShape(
        bodies=tuple(BodyShape.model_validate(body) for body in item.bodies),
        leads=tuple(body.name for body in item.leads),
        participants=tuple(body.name for body in item.participants),
        told_apart=item.roles_told_apart,
        open_ended=item.open_ended,
        start=item.start,
        end=item.end,
        legend=item.legend,
    )


def _row(shape: ClauseShape, row: TableRow) -> RowShape:
    return RowShape(
        **dict(shape),
        table=row.table,
        row={cell.column: cell.text for cell in row.cells},
        cells={cell.column: (cell.start, cell.end) for cell in row.cells},
        more={cell.column: cell.more for cell in row.cells if cell.more},
        rebuilt=row.rebuilt,
    )
