"""Errors as HTTP replies: `application/problem+json` of RFC 9457.

Every reply with a status of 400 or more under `/v1` and `/healthz` has this form. `type` is stable: programs may branch
on it. `detail` and the extension member `remedy` are Chinese, for people.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.types import Scope

from assistant import QuestionError
from corpus import DocumentError, YijuError
from index import ModelError, NotFound, SnapshotError
from ui.wording import complaint, pointer

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)
_ERRORS_SHOWN = 20
_POINTER_SHOWN = 200
_PATH_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem.

    Attributes:
        name: last part of its `type`.
        status: the HTTP status.
        title: what all problems of this kind have in common, in Chinese.
        remedy: what to do, when the error itself does not say.
    """

    name: str
    status: int
    title: str
    remedy: str

    @property
    def type(self) -> str:
        """Its URI reference."""
        return f"/problems/{self.name}"


INVALID_REQUEST = Kind(
    "invalid-request", 422, "请求内容不符合要求", "请按 errors 逐项改正；接口说明见 /v1/openapi.json"
)
UNUSABLE_QUESTION = Kind("unusable-question", 422, "问题无法受理", "请改写问题后再问")
UNKNOWN_DOCUMENT = Kind("unknown-document", 404, "没有这份文件", "用 GET /v1/documents 查看全部文件和它们的编号")
UNKNOWN_PAGE = Kind("unknown-page", 404, "没有这一页", "有页面的文件，页码从 1 起；没有页面的文件请看 …/source")
PAGE_UNAVAILABLE = Kind("page-unavailable", 503, "这一页无法显示", "可以改看文字，或用 PDF 阅读器打开原件")
UNKNOWN_ADDRESS = Kind("unknown-address", 404, "没有这个地址", "接口说明见 /v1/openapi.json")
METHOD_NOT_ALLOWED = Kind("method-not-allowed", 405, "不支持这种请求方法", "允许的方法见响应头 Allow")
MALFORMED_JSON = Kind(
    "malformed-json", 400, "请求体不是合法的 JSON", "请检查请求体的格式和编码，应为 UTF-8 编码的 JSON"
)
UNSUPPORTED_MEDIA_TYPE = Kind(
    "unsupported-media-type", 415, "不支持这种内容类型", "请用请求头 Content-Type: application/json 发送 JSON"
)
CONTENT_TOO_LARGE = Kind("content-too-large", 413, "请求体太大", "请减少一次发送的内容")
UNKNOWN_HOST = Kind("unknown-host", 421, "不接受这个主机名", "请用 http://127.0.0.1 或 http://localhost 加端口访问")
UNAVAILABLE = Kind("library-unavailable", 503, "资料库暂时不能使用", "请管理员检查资料库后重新启动服务")
REFUSED = Kind("request-refused", 400, "请求无法处理", "接口说明见 /v1/openapi.json")
INTERNAL = Kind("internal-error", 500, "服务内部出错", "请稍后再试；如果一再出现，请管理员查看服务的日志")

KINDS = (
    INVALID_REQUEST,
    UNUSABLE_QUESTION,
    UNKNOWN_DOCUMENT,
    UNKNOWN_PAGE,
    PAGE_UNAVAILABLE,
    UNKNOWN_ADDRESS,
    METHOD_NOT_ALLOWED,
    MALFORMED_JSON,
    UNSUPPORTED_MEDIA_TYPE,
    CONTENT_TOO_LARGE,
    UNKNOWN_HOST,
    UNAVAILABLE,
    REFUSED,
    INTERNAL,
)

_KIND_OF_ERROR: Mapping[type[YijuError], Kind] = {
    QuestionError: UNUSABLE_QUESTION,
    NotFound: UNKNOWN_DOCUMENT,
    SnapshotError: UNAVAILABLE,
    ModelError: UNAVAILABLE,
    DocumentError: PAGE_UNAVAILABLE,
    YijuError: INTERNAL,
}
"""The nearest class in the error's own line of descent decides."""

_KIND_OF_STATUS: Mapping[int, Kind] = {
    404: UNKNOWN_ADDRESS,
    405: METHOD_NOT_ALLOWED,
    413: CONTENT_TOO_LARGE,
    415: UNSUPPORTED_MEDIA_TYPE,
}


class FieldError(BaseModel, json_schema_extra={"description": "请求里不符合要求的一处"}):
    """One thing in a request that cannot be used."""

    pointer: str = Field(description="在请求体中的位置（JSON Pointer）", examples=["#/filters/from"])
    detail: str = Field(description="哪里不符合要求", examples=["应为 YYYY-MM-DD 形式的日期"])


class Problem(BaseModel, json_schema_extra={"description": "出错时的响应（RFC 9457）"}):
    """The body of an error reply."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="问题的种类，固定不变，可供程序判断", examples=[UNUSABLE_QUESTION.type])
    title: str = Field(description="这类问题的名称", examples=[UNUSABLE_QUESTION.title])
    status: int = Field(description="HTTP 状态码", examples=[UNUSABLE_QUESTION.status])
    detail: str = Field(description="这次出了什么问题", examples=["问题有 2318 个字，超过了 2000 个字的上限"])
    instance: str = Field(description="出问题的地址", examples=["/v1/ask"])
    remedy: str = Field(description="怎样解决", examples=["请把问题写短一些"])
    errors: list[FieldError] | None = Field(None, description="不符合要求的各处；只在请求内容不符合要求时给出")


class ProblemError(HTTPException):
    """A request that this package refuses itself.

    An HTTPException, because apps that hide other errors of reading a request let this one pass.
    """

    def __init__(self, kind: Kind, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(kind.status, detail, headers)
        self.kind = kind


def problem_response(
    scope: Scope,
    kind: Kind,
    detail: str,
    *,
    errors: Sequence[FieldError] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The reply for a problem; usable as an ASGI app, so that middleware can send it too."""
    problem = Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=detail,
        instance=quote(str(scope["path"])[:_PATH_SHOWN]),
        remedy=kind.remedy,
        errors=None if errors is None else list(errors),
    )
    return Response(
        problem.model_dump_json(exclude_none=True), kind.status, headers=dict(headers or {}), media_type=MEDIA_TYPE
    )


def install_problems(app: FastAPI, headers: Mapping[str, str]) -> None:
    """Let every error of an app leave it as a problem.

    Args:
        app: the app.
        headers: sent with the reply to an unexpected error, which is made outside of all middleware.
    """

    def unexpected(request: Request, _: Exception) -> Response:
        # The server logs the traceback: the error is raised again behind this reply.
        return problem_response(
            request.scope, INTERNAL, "处理请求时出现意外错误，细节已写入服务的日志", headers=headers
        )

    app.exception_handler(ProblemError)(_refused)
    app.exception_handler(YijuError)(_foreseen)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(Exception)(unexpected)


def _refused(request: Request, error: ProblemError) -> Response:
    return problem_response(request.scope, error.kind, error.detail, headers=error.headers)


def _foreseen(request: Request, error: YijuError) -> Response:
    kind = next(_KIND_OF_ERROR[cls] for cls in type(error).__mro__ if cls in _KIND_OF_ERROR)
    if kind is INTERNAL:
        raise error
    if kind is UNAVAILABLE:
        _log.error("%s %s：%s", request.method, request.url.path[:_PATH_SHOWN], error, exc_info=error)
    # The remedies of a missing document and of a damaged library name commands of the command line.
    own = kind is UNUSABLE_QUESTION
    return problem_response(request.scope, replace(kind, remedy=error.remedy) if own else kind, error.message)


def _invalid(request: Request, error: RequestValidationError) -> Response:
    found = [_field_error(entry) for entry in error.errors()]
    detail = f"请求内容有 {len(found)} 处不符合要求，第一处是 {found[0].pointer}：{found[0].detail}"
    return problem_response(request.scope, INVALID_REQUEST, detail, errors=found[:_ERRORS_SHOWN])


def _field_error(entry: Mapping[str, Any]) -> FieldError:
    _, *place = entry["loc"]  # the first step says body, query or path
    return FieldError(pointer=pointer(place)[:_POINTER_SHOWN], detail=complaint(entry))


def _http(request: Request, error: HTTPException) -> Response:
    kind = _KIND_OF_STATUS.get(error.status_code, replace(REFUSED, status=error.status_code))
    detail = f"{kind.title}：{request.method} {request.url.path[:_PATH_SHOWN]}"
    return problem_response(request.scope, kind, detail, headers=error.headers)
