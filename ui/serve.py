"""Serving the application: binding, saying so, and stopping in good order."""

import asyncio
import errno
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus import YijuError
from ui.limits import is_loopback

GRACE_SECONDS = 5
"""How long a stopping server waits for replies under way."""


class ServeError(YijuError):
    """The server cannot listen where it was told to."""


def serve(app: FastAPI, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until the process is told to stop (Ctrl+C or SIGTERM), then finish what is under way and return.

    Call it from the main thread: it handles signals. Warnings and errors are logged on stderr, single requests are not.

    Args:
        app: the application.
        host: a loopback address or `localhost`.
        port: TCP port; 0 lets the system choose.
        announce: told the URL, once connections are accepted.

    Raises:
        ServeError: the address is not this machine's own, or cannot be listened on.
    """
    with bound(host, port) as listener:
        streams = _Streams(app)
        config = uvicorn.Config(
            streams,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",  # neither the API nor the page uses WebSockets
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        server = _Server(config, started=lambda: announce(url_of(listener)), stopping=streams.end)
        with _stopping(server):
            server.run(sockets=[listener])


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens on a loopback address; closed at the end.

    Raises:
        ServeError: the address is not this machine's own, or cannot be listened on.
    """
    if not is_loopback(host.lower()):
        raise ServeError(
            f"不能在 {host} 上提供服务：目前还没有访问密钥，只能监听本机地址",
            remedy="请改用 --host 127.0.0.1",
        )
    family, address = _family(host)
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # On Windows SO_REUSEADDR would let two servers share a port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
            listener.listen()
        except OSError as error:
            raise _not_listening(error, host, port) from error
        yield listener


def url_of(listener: socket.socket) -> str:
    """The address of a listening socket as people type it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """A server that says when it accepts connections and when it begins to stop."""

    def __init__(self, config: uvicorn.Config, *, started: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = started
        self._on_stop = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_stop()
        await super().shutdown(sockets)


class _Streams:
    """Ends event streams when the server stops; every other reply is left to finish.

    An open page holds a stream that would never end by itself: stopping would wait for it in vain, then break it off
    with a traceback.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._ended = asyncio.Event()

    def end(self) -> None:
        """Tell all streams, now and later, that their client is gone."""
        self._ended.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        streaming = complete = False

        async def receive_until_ended() -> Message:
            message = asyncio.ensure_future(receive())
            ended = asyncio.ensure_future(self._ended.wait())
            try:
                await asyncio.wait({message, ended}, return_when=asyncio.FIRST_COMPLETED)
                if streaming and not message.done():
                    return {"type": "http.disconnect"}
                return await message
            finally:
                message.cancel()
                ended.cancel()

        async def watch(message: Message) -> None:
            nonlocal streaming, complete
            if message["type"] == "http.response.start":
                streaming = Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream")
            elif message["type"] == "http.response.body":
                complete = not message.get("more_body", False)
            await send(message)

        await self.app(scope, receive_until_ended, watch)
        if streaming and not complete:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


@contextmanager
def _stopping(server: uvicorn.Server) -> Iterator[None]:
    """Let the stop signals end `server.run` with an ordinary return.

    uvicorn raises a signal again once it has stopped, for whoever handled it before. Here that is the server itself,
    also before it has started, so that no signal is lost.
    """
    before = {number: signal.signal(number, server.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _family(host: str) -> tuple[socket.AddressFamily, str]:
    """The address family and the address of a loopback host; names mean the IPv4 address."""
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return socket.AF_INET, "127.0.0.1"
    return (socket.AF_INET6 if version == 6 else socket.AF_INET), host


def _not_listening(error: OSError, host: str, port: int) -> ServeError:
    if error.errno == errno.EADDRINUSE:
        return ServeError(
            f"{host} 的端口 {port} 已被别的程序占用",
            remedy=f"请换一个端口，如 --port {port + 1}，或先停止占用它的程序；--port 0 由系统挑选空闲端口",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return ServeError(f"没有权限监听 {host} 的端口 {port}", remedy="请换一个 1024 以上的端口，如 --port 7860")
    return ServeError(
        f"无法监听 {host} 的端口 {port}：{error.strerror}", remedy="请检查地址是否属于本机，或改用 --host 127.0.0.1"
    )
