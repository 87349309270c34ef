"""The doors of the page: of all the addresses Gradio answers, those that the page itself uses.

Gradio also offers uploads, a proxy, shared links, a call interface for its events (private ones included), past runs
and more. The product's API is `/v1`; nothing else is to be called from outside.
"""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

_OPEN = frozenset(
    {
        "/",
        "/config",
        "/favicon.ico",
        "/manifest.json",
        "/pwa_icon",
        "/robots.txt",
        "/theme.css",
        "/gradio_api/app_id",
        "/gradio_api/cancel",
        "/gradio_api/info",
        "/gradio_api/queue/data",
        "/gradio_api/queue/join",
        "/gradio_api/reset",
        "/gradio_api/startup-events",
    }
)
_OPEN_FOLDERS = ("/assets/", "/gradio_api/heartbeat/", "/pwa_icon/", "/static/")


def is_open(path: str) -> bool:
    """Whether the page uses an address."""
    return path in _OPEN or path.startswith(_OPEN_FOLDERS)


class Doors:
    """Let through to an ASGI app what `is_open` says; everything else is not found."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or raise.

        Raises:
            HTTPException: 404; the application around turns it into its own reply.
        """
        if scope["type"] == "http" and not is_open(scope["path"].removeprefix(scope.get("root_path", ""))):
            raise HTTPException(404)
        await self.app(scope, receive, send)
