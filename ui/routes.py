"""The routes of the API. They translate between HTTP and the assistant and decide nothing."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Body, Depends, FastAPI, Header, Path, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.routing import APIRoute
from pydantic import Field
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from assistant import Assistant
from ui.openapi import (
    ANSWER,
    ASK_BODIES,
    DOCUMENT_PROBLEMS,
    FINDINGS,
    QUESTION_PROBLEMS,
    SEARCH_BODIES,
    replies,
)
from ui.page_images import PageImages
from ui.problems import (
    METHOD_NOT_ALLOWED,
    PAGE_UNAVAILABLE,
    UNAVAILABLE,
    UNKNOWN_ADDRESS,
    UNKNOWN_PAGE,
    ProblemError,
)
from ui.requests import AskBody, JsonRoute, SearchBody
from ui.shapes import (
    AnswerShape,
    ClauseShape,
    DocumentDetail,
    DocumentSummary,
    FindingShape,
    RowShape,
    Shape,
    answer_shape,
    clause_tree,
    document_detail,
    document_summary,
    finding_shapes,
)

router = APIRouter(route_class=JsonRoute)


async def _assistant(request: Request) -> Assistant:
    found: Assistant = request.app.state.assistant
    return found


async def _page_images(request: Request) -> PageImages:
    found: PageImages = request.app.state.page_images
    return found


TheAssistant = Annotated[Assistant, Depends(_assistant)]
ThePageImages = Annotated[PageImages, Depends(_page_images)]
PageNumber = Annotated[int, Path(alias="page", description="页码，从 1 起", examples=[1])]
KnownTag = Annotated[str | None, Header(alias="If-None-Match", description="已有的 ETag")]
DocumentId = Annotated[str, Path(alias="id", description="文件编号", examples=["6dbf3824d5718b87"])]


class Health(Shape, json_schema_extra={"description": "服务的状况"}):
    """The state of the service."""

    status: str = Field(description="能答复这个请求时总是 ok", examples=["ok"])
    snapshot: str = Field(description="所用索引的编号", examples=["2312148301d0484a"])
    documents: int = Field(description="资料库里的文件数", examples=[2])
    model: str = Field(description="索引所用的向量模型", examples=["bundled:multilingual-e5-small"])


@router.post(
    "/v1/ask",
    summary="提问",
    description="回答一个问题，每一句话都附上原文引文；文件里找不到依据时不作答，说明理由并列出最接近的几段。",
    tags=["问答"],
    responses=replies(*QUESTION_PROBLEMS, example=ANSWER),
)
def ask(assistant: TheAssistant, body: Annotated[AskBody, Body(openapi_examples=ASK_BODIES)]) -> AnswerShape:
    """Answer a question."""
    return answer_shape(assistant.ask(body.question, filters=body.scope, history=body.turns))


@router.post(
    "/v1/search",
    summary="检索",
    description="按与问题的相关程度列出原文的段落，最相关的在前。",
    tags=["问答"],
    responses=replies(*QUESTION_PROBLEMS, example=FINDINGS),
)
def search(
    assistant: TheAssistant, body: Annotated[SearchBody, Body(openapi_examples=SEARCH_BODIES)]
) -> tuple[FindingShape, ...]:
    """Rank passages for a question."""
    return finding_shapes(assistant.search(body.question, k=body.k, filters=body.scope))


@router.get(
    "/v1/documents",
    summary="全部文件",
    description="列出资料库里的全部文件，按文件路径排列。",
    tags=["文件"],
    responses=replies(),
)
def documents(assistant: TheAssistant) -> tuple[DocumentSummary, ...]:
    """List the library."""
    return tuple(document_summary(card) for card in assistant.snapshot.catalogue)


@router.get(
    "/v1/documents/{id}",
    summary="一份文件",
    description="一份文件的详细情况，各项信息附有在原文中的出处。",
    tags=["文件"],
    responses=replies(*DOCUMENT_PROBLEMS),
)
def document(assistant: TheAssistant, ident: DocumentId) -> DocumentDetail:
    """Show one document."""
    return document_detail(assistant.snapshot.document(ident))


@router.get(
    "/v1/documents/{id}/source",
    summary="原文",
    description="一份文件的原文。响应头 ETag 是原文的 SHA-256。",
    tags=["文件"],
    response_class=PlainTextResponse,
    responses={
        **replies(*DOCUMENT_PROBLEMS, UNAVAILABLE),
        200: {"description": "原文的 UTF-8 编码，一字不改；引文的位置都以它为准"},
        304: {"description": "与 If-None-Match 给出的相同，没有变化"},
    },
)
def source(
    assistant: TheAssistant,
    ident: DocumentId,
    known: KnownTag = None,
) -> Response:
    """Send a source text, byte for byte; its digest is the entity tag."""
    text = assistant.snapshot.source(assistant.snapshot.document(ident))
    headers = {"ETag": f'"{text.sha256}"', "Cache-Control": "no-cache"}
    if known is not None and _names(known, text.sha256):
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(text.text.encode("utf-8"), headers=headers)


@router.get(
    "/v1/documents/{id}/pages/{page}",
    summary="原件的一页",
    description="PDF 文件或图像的一页，画成 PNG 图片；引文的 boxes 标的就是这一页上的位置。",
    tags=["文件"],
    response_class=Response,
    responses={
        **replies(*DOCUMENT_PROBLEMS, UNKNOWN_PAGE, PAGE_UNAVAILABLE, UNAVAILABLE),
        200: {
            "description": "这一页的图片",
            "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "与 If-None-Match 给出的相同，没有变化"},
    },
)
def page(
    assistant: TheAssistant,
    images: ThePageImages,
    ident: DocumentId,
    number: PageNumber,
    known: KnownTag = None,
) -> Response:
    """Send a page of the file as it looks. The bytes of a document never change, and so neither does its page."""
    found = assistant.snapshot.document(ident)
    path = assistant.snapshot.original(found)
    pages = len(assistant.snapshot.source(found).layout.pages)
    if path is None or not 1 <= number <= pages:
        has = f"共 {pages} 页" if path is not None else "没有可以显示的页面"
        raise ProblemError(UNKNOWN_PAGE, f"“{found.file}”{has}，没有第 {number} 页")
    tag = f"{found.id}-{number}"
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, max-age=86400"}
    if known is not None and _names(known, tag):
        return Response(status_code=304, headers=headers)
    return Response(images.png(path, number), media_type="image/png", headers=headers)


@router.get(
    "/v1/documents/{id}/clauses",
    summary="条款",
    description="一份文件的条款，按层级排成树；表格的每一行也是一条。",
    tags=["文件"],
    responses=replies(*DOCUMENT_PROBLEMS),
)
def clauses(assistant: TheAssistant, ident: DocumentId) -> tuple[RowShape | ClauseShape, ...]:
    """Show the clauses of one document."""
    found = assistant.snapshot.document(ident)
    return clause_tree(found, assistant.snapshot.source(found).layout)


@router.get(
    "/healthz", summary="服务状况", description="服务是否就绪，用的是哪一版索引。", tags=["服务"], responses=replies()
)
async def healthz(assistant: TheAssistant) -> Health:
    """Say that the service is up, and with which snapshot."""
    snapshot = assistant.snapshot
    return Health(
        status="ok", snapshot=snapshot.id, documents=len(snapshot.documents), model=snapshot.manifest.model.name
    )


@router.get("/v1/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> JSONResponse:
    """The OpenAPI document."""
    return JSONResponse(request.app.openapi())


class Fallback:
    """Behind the routes and before the page: what no route takes is a wrong method or an unknown address.

    Without it the page, which takes every address and method, would answer for the API.
    """

    def __init__(self, routes: Sequence[APIRoute]) -> None:
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Refuse the request.

        Raises:
            ProblemError: always.
        """
        asked = f"{scope['method'][:20]} {scope['path'][:200]}"
        allowed = {
            method
            for route in self.routes
            if route.matches(scope)[0] is not Match.NONE
            for method in route.methods or ()
        }
        if allowed:
            raise ProblemError(
                METHOD_NOT_ALLOWED, f"这个地址不支持 {asked}", headers={"Allow": ", ".join(sorted(allowed))}
            )
        raise ProblemError(UNKNOWN_ADDRESS, f"没有这个地址：{asked}")


def add_routes(app: FastAPI) -> None:
    """Add the routes to an app whose `state.assistant` is set, each GET also as HEAD, and the fallback behind them."""
    app.include_router(router)
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    heads = APIRouter(route_class=JsonRoute)
    for route in routes:
        if "GET" in (route.methods or ()):
            heads.add_api_route(
                route.path,
                route.endpoint,
                methods=["HEAD"],
                include_in_schema=False,
                response_class=route.response_class,
            )
    app.include_router(heads)
    routes.extend(route for route in heads.routes if isinstance(route, APIRoute))
    fallback = Fallback(routes)
    for path in ("/healthz", "/v1", "/v1/{rest:path}"):
        app.router.routes.append(Route(path, fallback, include_in_schema=False))


def _names(header: str, known: str) -> bool:
    """Whether an If-None-Match header names this entity tag (RFC 9110, section 13.1.2: weak comparison)."""
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return bool(tags & {"*", f'"{known}"'})
