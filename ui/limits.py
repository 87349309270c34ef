"""Limits on what may come in, as ASGI middleware over everything, page included."""

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from ui.problems import CONTENT_TOO_LARGE, UNKNOWN_HOST, ProblemError, problem_response

MAX_BODY = 1024 * 1024
"""Bytes of a request body at most: twenty long turns of history fit several times over."""


class BodyLimit:
    """Refuse a request body over a limit: at once when its declared length says so, else while it comes in."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what its body brings."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        too_large = ProblemError(CONTENT_TOO_LARGE, f"请求体超过了 {self.max_bytes // 1024} KB 的上限")
        refusal = problem_response(scope, too_large.kind, too_large.detail)
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > self.max_bytes:
            await refusal(scope, receive, send)
            return
        received = 0
        started = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                if received > self.max_bytes:
                    raise too_large
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except ProblemError as error:
            if error is not too_large or started:
                raise
            await refusal(scope, receive, send)


class HostGuard:
    """Answer only requests addressed to this machine's own names.

    A page of another site can make its name point to 127.0.0.1 and then read the replies as its own (DNS rebinding);
    the Host header still names that site.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = ()) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when its Host is a loopback address, localhost or one of the given names."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        host = host_name(Headers(scope=scope).get("host", ""))
        if host in self.hosts or is_loopback(host):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        else:
            detail = f"本服务只接受发给本机的请求，不接受主机名“{host[:80]}”"
            await problem_response(scope, UNKNOWN_HOST, detail)(scope, receive, send)


def host_name(header: str) -> str:
    """The host of a Host header in lower case, without port and without the brackets of an IPv6 address."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].removesuffix(".")


def is_loopback(host: str) -> bool:
    """Whether a host name or address always means this machine."""
    if host == "localhost" or host.endswith(".localhost"):  # reserved by RFC 6761, section 6.3
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
