"""The OpenAPI document: examples from the documents that come with the product, and problems as RFC 9457 has them."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ui.problems import (
    CONTENT_TOO_LARGE,
    INTERNAL,
    INVALID_REQUEST,
    MALFORMED_JSON,
    MEDIA_TYPE,
    UNAVAILABLE,
    UNKNOWN_DOCUMENT,
    UNKNOWN_HOST,
    UNSUPPORTED_MEDIA_TYPE,
    UNUSABLE_QUESTION,
    Kind,
    Problem,
)

DESCRIPTION = """\
用中文提问，得到有出处的答复：答复的每一句话都引自文件，引文与原文逐字相同。

- 文件、条款的编号由内容决定，重新建立索引后不变。
- 位置一律按字符计，从 0 起，含起不含止；原文可从 `/v1/documents/{id}/source` 取得。
- 出错时返回 `application/problem+json`（RFC 9457），其中 `type` 固定不变，`detail` 说明原因，`remedy` 说明怎样解决。
"""

_DOCUMENT = {
    "id": "6dbf3824d5718b87",
    "title": "四川省人民政府关于加快数字经济高质量发展的实施意见",
    "number": "川府发〔2024〕21号",
    "issuer": "四川省人民政府",
    "date": "2024-11-26",
    "file": "川府发〔2024〕21号.txt",
}
_CLAUSE = {
    "id": "6dbf3824d5718b87.7.2",
    "path": ["三、适度超前布局数字基础设施，提升数字经济支撑力", "（五）科学布局算力设施"],
    "label": "三、适度超前布局数字基础设施，提升数字经济支撑力 ›（五）",
}
_SOURCE = {
    "start": 2068,
    "end": 2098,
    "sha256": "6dbf3824d5718b87035924f61b84772066bdd666d7229aa0dc8d82cb3ad4a518",
    "page": None,
    "boxes": None,
}
_QUOTE = "支持绵阳、德阳、宜宾、达州、\n\n内江等地按需建设算力基础设施"
_TEXT = "支持绵阳、德阳、宜宾、达州、内江等地按需建设算力基础设施"
_QUESTION = "支持哪些地方按需建设算力基础设施？"

ASK_BODIES = {
    "一个问题": {"value": {"question": _QUESTION}},
    "限定文件并带上文": {
        "value": {
            "question": "那绿色数据中心呢？",
            "filters": {"documents": [_DOCUMENT["id"]], "from": "2024-01-01"},
            "history": [{"question": _QUESTION, "answer": f"{_TEXT}[1]"}],
        }
    },
}
SEARCH_BODIES = {"前三段": {"value": {"question": _QUESTION, "k": 3}}}
ANSWER = {
    "question": _QUESTION,
    "status": "answered",
    "answer": f"{_TEXT}[1]",
    "statements": [{"kind": "quoted", "text": _TEXT, "citations": [1]}],
    "citations": [{"number": 1, "document": _DOCUMENT, "clause": _CLAUSE, "quote": _QUOTE, "source": _SOURCE}],
    "refusal": None,
    "mode": "extractive",
    "timings_ms": {"search": 21.5, "total": 24.8},
}
FINDINGS = [
    {
        "rank": 1,
        "score": 0.97,
        "document": _DOCUMENT,
        "clause": _CLAUSE,
        "text": _TEXT,
        "quote": _QUOTE,
        "source": _SOURCE,
        "context": "",
        "understood": {
            "documents": [],
            "clauses": [],
            "numbers": [],
            "titles": [],
            "issuers": [],
            "years": [],
            "places": [],
            "columns": [],
            "asks": [],
            "terms": [],
        },
    }
]

_COMMON = (UNKNOWN_HOST, INTERNAL)
QUESTION_PROBLEMS = (
    MALFORMED_JSON,
    CONTENT_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_REQUEST,
    UNUSABLE_QUESTION,
    UNAVAILABLE,
)
DOCUMENT_PROBLEMS = (UNKNOWN_DOCUMENT,)


def replies(
    *problems: Kind, example: object = None, media_type: str = "application/json"
) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: an example of its reply, and the problems it can end in, by status."""
    found: dict[int | str, dict[str, Any]] = {}
    if example is not None:
        found[200] = {"content": {media_type: {"example": example}}}
    for kind in (*problems, *_COMMON):
        entry = found.setdefault(kind.status, {"model": Problem, "description": kind.title})
        if kind.title not in entry["description"]:
            entry["description"] += f"；{kind.title}"
    return found


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app: problems under their own media type, without the errors of the framework."""
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"] = {
                status: _as_problem(reply) if status >= "400" else reply
                for status, reply in operation["responses"].items()
                if "HTTPValidationError" not in str(reply)  # the framework's own, which no route here sends
            }
    for unused in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(unused, None)
    return document


def _as_problem(reply: dict[str, Any]) -> dict[str, Any]:
    """A reply under the media type of problems; the framework files it under that of the route's own reply."""
    return {**reply, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
