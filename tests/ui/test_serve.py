import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from ui.serve import GRACE_SECONDS, ServeError, bound, url_of

ROOT = Path(__file__).parent.parent.parent

# A small application with a reply that takes a while and a stream that never ends, as an open page holds one.
PROGRAM = """
import asyncio
import sys

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from ui.serve import serve

app = FastAPI()


@app.get("/slow")
async def slow() -> str:
    await asyncio.sleep(1)
    return "done"


@app.get("/stream")
async def stream() -> StreamingResponse:
    async def events():
        while True:
            yield b"data: still here\\n\\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(events(), media_type="text/event-stream")


serve(app, sys.argv[1], int(sys.argv[2]), lambda url: print(url, flush=True))
print("ended", flush=True)
"""


@contextmanager
def served(host: str = "127.0.0.1", port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program above, running, and the URL it announced."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, host, str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order(number: signal.Signals) -> None:
    with served() as (process, url), httpx.Client(base_url=url, timeout=30) as client:
        with client.stream("GET", "/stream") as stream:
            lines = stream.iter_lines()
            assert next(lines) == "data: still here"
            began = time.monotonic()
            os.kill(process.pid, number)
            # The stream is ended by the server, as a complete reply.
            assert set(lines) <= {"data: still here", ""}
        output, errors = process.communicate(timeout=30)
        assert time.monotonic() - began < GRACE_SECONDS
    assert (process.returncode, output, errors) == (0, "ended\n", "")


def test_a_reply_under_way_is_finished() -> None:
    with served() as (process, url):
        parsed = httpx.URL(url)
        with socket.create_connection((parsed.host, parsed.port), timeout=30) as connection:
            connection.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            reply = b"".join(iter(lambda: connection.recv(65_536), b""))
        output, errors = process.communicate(timeout=30)
    assert reply.startswith(b"HTTP/1.1 200 OK")
    assert reply.endswith(b'"done"')
    assert (process.returncode, output, errors) == (0, "ended\n", "")


def test_the_url_is_announced_once_it_can_be_used() -> None:
    with served("localhost") as (_, url):
        assert url.startswith("http://127.0.0.1:")
        reply = httpx.get(f"{url}/slow", timeout=30)
        assert reply.text == '"done"'
        assert "server" not in reply.headers


def test_a_port_in_use_is_told_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"端口 {port} 已被别的程序占用") as caught, bound("127.0.0.1", port):
            pytest.fail("two programs listen on one port")
    assert "--port" in caught.value.remedy


def test_a_port_is_free_again_right_after_use() -> None:
    with bound("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            accepted, _ = listener.accept()
            accepted.close()  # the side that closes first leaves the port waiting
            assert client.recv(1) == b""
    with bound("127.0.0.1", port) as again:
        assert url_of(again) == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "8.8.8.8", "example.com", ""])
def test_only_addresses_of_this_machine_are_served(host: str) -> None:
    with pytest.raises(ServeError, match="只能监听本机地址") as caught, bound(host, 0):
        pytest.fail("listens for everyone")
    assert "--host 127.0.0.1" in caught.value.remedy


def test_the_ipv6_loopback_address_is_served() -> None:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no IPv6 loopback address")
    with bound("::1", 0) as listener:
        assert url_of(listener) == f"http://[::1]:{listener.getsockname()[1]}"
