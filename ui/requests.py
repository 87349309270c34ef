"""What may be sent to the API: the bodies, and how strictly they are read."""

import re
from collections.abc import Callable, Coroutine
from datetime import date
from email.message import Message
from typing import Annotated, Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import from_json
from starlette.requests import ClientDisconnect

from assistant import MAX_QUESTION, Turn
from index import EVERYTHING, Filters
from ui.problems import MALFORMED_JSON, REFUSED, UNSUPPORTED_MEDIA_TYPE, ProblemError

MAX_TURNS = 20
MAX_ANSWER = 20_000
MAX_RESULTS = 100
_MAX_FILTERS = 1_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        message = "含有控制字符"
        raise ValueError(message)
    return text


def _iso_date(value: object) -> object:
    if value is None or isinstance(value, date):
        return value
    message = "应为 YYYY-MM-DD 形式的日期，如 2024-11-26"
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError(message)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(message) from None


_Text = Annotated[str, AfterValidator(_printable)]
_Date = Annotated[date, BeforeValidator(_iso_date)]
# The assistant itself checks a question and says what is wrong with it; here the bounds are stated for the reader.
_Question = Annotated[
    str, Field(description="问题，中文，最多 2000 字", json_schema_extra={"minLength": 1, "maxLength": MAX_QUESTION})
]


class _Body(BaseModel):
    """Root of the bodies: no unknown keys, no conversion between types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class FiltersBody(_Body, json_schema_extra={"description": "检索范围；不填的一项不限制"}):
    """Which documents may be searched."""

    documents: list[_Text] = Field(default_factory=list, max_length=_MAX_FILTERS, description="只在这些编号的文件里找")
    issuers: list[_Text] = Field(
        [], max_length=_MAX_FILTERS, description="只在这些发文机关的文件里找，名称与文件所写一致"
    )
    from_: _Date | None = Field(
        default=None, alias="from", description="成文日期不早于这一天；没有成文日期的文件不在其内"
    )
    to: _Date | None = Field(default=None, description="成文日期不晚于这一天；没有成文日期的文件不在其内")

    @model_validator(mode="after")
    def _in_order(self) -> "FiltersBody":
        if self.from_ and self.to and self.from_ > self.to:
            message = "from 不能晚于 to"
            raise ValueError(message)
        return self

    def narrowed(self) -> Filters:
        """The filters as the index takes them."""
        return Filters(documents=tuple(self.documents), issuers=tuple(self.issuers), from_=self.from_, to=self.to)


class TurnBody(_Body, json_schema_extra={"description": "先前的一轮问答"}):
    """An earlier turn of the conversation."""

    question: _Text = Field(min_length=1, max_length=MAX_QUESTION, description="当时的问题")
    answer: _Text = Field(max_length=MAX_ANSWER, description="当时的答复；当时没有作答则为空")


class _QuestionBody(_Body):
    """What asking and searching share."""

    question: _Question
    filters: FiltersBody | None = Field(default=None, description="检索范围，默认为全部文件")

    @property
    def scope(self) -> Filters:
        """The filters as the index takes them."""
        return self.filters.narrowed() if self.filters else EVERYTHING


class AskBody(_QuestionBody, json_schema_extra={"description": "提问"}):
    """A question."""

    history: list[TurnBody] | None = Field(
        default=None, max_length=MAX_TURNS, description=f"先前各轮问答，最多 {MAX_TURNS} 轮，最近的一轮在最后"
    )

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history as the assistant takes it."""
        return tuple(Turn(turn.question, turn.answer) for turn in self.history or ())


class SearchBody(_QuestionBody, json_schema_extra={"description": "检索"}):
    """A search."""

    k: int = Field(default=10, ge=1, le=MAX_RESULTS, description="最多返回几段")


class _JsonRequest(Request):
    """A request whose JSON was read strictly, before the framework asks for it."""

    async def read(self) -> None:
        """Read the body.

        Raises:
            ProblemError: it is not declared as JSON, or it is not JSON in UTF-8.
        """
        _check_media_type(self.headers.get("content-type", ""))
        try:
            data = await self.body()
        except ClientDisconnect:
            # Nobody reads this reply; it keeps a broken connection from being logged as a defect.
            raise ProblemError(REFUSED, "请求体还没有发完，连接就断开了") from None
        self._value = parse_json(data)

    async def json(self) -> object:
        """The value of the body."""
        return self._value


class JsonRoute(APIRoute):
    """A route that takes JSON in UTF-8 and nothing else.

    The standard library's reader, which the framework uses, also takes NaN, lone surrogates and UTF-16; texts with
    these cannot be written back as JSON.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler behind a strict reading of the body."""
        handler = super().get_route_handler()
        takes_body = self.body_field is not None

        async def strict(request: Request) -> Response:
            own = _JsonRequest(request.scope, request.receive)
            if takes_body:
                await own.read()
            return await handler(own)

        return strict


def parse_json(data: bytes) -> object:
    """The value of a JSON text in UTF-8 (RFC 8259), without NaN, infinities and lone surrogates.

    Raises:
        ProblemError: it is anything else; the detail says where reading stopped.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(MALFORMED_JSON, f"请求体不是 UTF-8 编码：第 {error.start + 1} 个字节无法解码") from None
    try:
        return from_json(data, allow_inf_nan=False)
    except ValueError as error:
        place = re.search(r"line (\d+) column (\d+)", str(error))
        where = f"，读到第 {place[1]} 行第 {place[2]} 个字节时出错" if place else ""
        raise ProblemError(MALFORMED_JSON, f"请求体不是合法的 JSON{where}") from None


def _check_media_type(header: str) -> None:
    declared = Message()
    declared["content-type"] = header
    charset = declared.get_content_charset("utf-8")
    if declared.get_content_type() != "application/json" or charset not in {"utf-8", "utf8"}:
        shown = f"“{header[:80]}”" if header else "没有给出的内容类型"
        raise ProblemError(UNSUPPORTED_MEDIA_TYPE, f"只接受 UTF-8 编码的 application/json，不接受{shown}")
