"""The web application: API, limits and page in one ASGI app."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import Assistant
from ui.limits import BodyLimit, HostGuard
from ui.openapi import DESCRIPTION, openapi_document
from ui.page_images import PageImages
from ui.problems import install_problems
from ui.routes import add_routes

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio inlines scripts and styles, and compiles in the browser what its events do there (ui/page_filters.py).
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class SecurityHeaders:
    """Add `SECURITY_HEADERS` to every reply; a value that the app sets itself stands."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete the headers of its reply."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, completed)


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document; made once."""
        if self.openapi_schema is None:
            self.openapi_schema = openapi_document(self)
        return self.openapi_schema


def create_app(assistant: Assistant, *, page: bool = True, hosts: Sequence[str] = ()) -> FastAPI:
    """Put the application together.

    Args:
        assistant: answers the questions; shared by all requests.
        page: whether to mount the web page at `/`.
        hosts: names besides localhost and loopback addresses under which requests are answered.
    """
    app = _Application(
        title="依据 Yiju",
        version="1",
        description=DESCRIPTION,
        # FastAPI's documentation pages load scripts from a foreign host; the OpenAPI document has its own route.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
        middleware=[Middleware(SecurityHeaders), Middleware(HostGuard, hosts=hosts), Middleware(BodyLimit)],
    )
    app.state.assistant = assistant
    app.state.page_images = PageImages()
    install_problems(app, SECURITY_HEADERS)
    add_routes(app)
    if not page:
        return app
    # Gradio reads this while it is imported; without it, it reports its use to its makers.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from ui.page import mount_page  # noqa: PLC0415 - Gradio takes seconds to import; the API alone does not need it

    return mount_page(app, assistant)
