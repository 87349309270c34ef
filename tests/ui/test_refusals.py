import json
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant import Assistant
from index import Searcher, open_snapshot
from index.encoder import SentenceEncoder
from tests.servers import running
from ui.app import SECURITY_HEADERS, create_app
from ui.limits import MAX_BODY, host_name, is_loopback
from ui.problems import KINDS

pytestmark = pytest.mark.model

QUESTION = "到2027年，全省算力总规模要达到多少？"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(live_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=live_server, timeout=60) as client:
        yield client


def problem(reply: httpx.Response, name: str) -> dict[str, Any]:
    """The problem in a reply, after checking what holds for all problems."""
    assert reply.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = reply.json()
    kind = next(kind for kind in KINDS if kind.type == f"/problems/{name}")
    assert (body["type"], body["title"], body["status"]) == (kind.type, kind.title, kind.status)
    assert reply.status_code == kind.status
    assert body["detail"]
    assert body["remedy"]
    assert "Traceback" not in reply.text
    return body


WHOLE_PATHS = ["/docs", "/redoc", "/openapi.json"]

BODIES: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "malformed-json"),
    ("half an object", b'{"question": "', "malformed-json"),
    ("no JSON", "问题".encode(), "malformed-json"),
    ("a trailing comma", b'{"question": "a",}', "malformed-json"),
    ("a lone surrogate", b'{"question": "a\\ud800"}', "malformed-json"),
    ("NaN", b'{"question": "a", "k": NaN}', "malformed-json"),
    ("a raw control character", b'{"question": "a\x01"}', "malformed-json"),
    ("a byte order mark", b"\xef\xbb\xbf{}", "malformed-json"),
    ("bytes that are no UTF-8", b'{"question": "\xff\xfe"}', "malformed-json"),
    ("GBK", '{"question": "算力"}'.encode("gbk"), "malformed-json"),
    ("UTF-16", '{"question": "算力"}'.encode("utf-16"), "malformed-json"),
    ("deep nesting", b'{"question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "malformed-json"),
    ("a number of 100,000 digits", b'{"question": "a", "k": ' + b"9" * 100_000 + b"}", "malformed-json"),
    ("a list", b"[]", "invalid-request"),
    ("null", b"null", "invalid-request"),
    ("a text", '"算力"'.encode(), "invalid-request"),
    ("no question", b"{}", "invalid-request"),
    ("a number for a question", b'{"question": 5}', "invalid-request"),
    ("null for a question", b'{"question": null}', "invalid-request"),
    ("an unknown key", b'{"question": "a", "temperature": 1}', "invalid-request"),
    ("an unknown filter", b'{"question": "a", "filters": {"kind": "x"}}', "invalid-request"),
    ("a text for a list", b'{"question": "a", "filters": {"documents": "x"}}', "invalid-request"),
    ("a control character in a filter", b'{"question": "a", "filters": {"issuers": ["\\u0000"]}}', "invalid-request"),
    ("no day of the calendar", b'{"question": "a", "filters": {"from": "2024-02-30"}}', "invalid-request"),
    ("a time stamp for a date", b'{"question": "a", "filters": {"from": 1700000000}}', "invalid-request"),
    ("a time of day", b'{"question": "a", "filters": {"to": "2024-02-03T00:00:00"}}', "invalid-request"),
    (
        "dates the wrong way round",
        b'{"question": "a", "filters": {"from": "2024-02-03", "to": "2024-02-02"}}',
        "invalid-request",
    ),
    ("an empty question", b'{"question": " \\n"}', "unusable-question"),
    ("a question of 100,000 characters", json.dumps({"question": "问" * 100_000}).encode(), "unusable-question"),
    ("NUL in the question", b'{"question": "a\\u0000b"}', "unusable-question"),
    ("an escape sequence in the question", b'{"question": "\\u001b[2Jab"}', "unusable-question"),
    ("a body over the limit", b" " * (MAX_BODY + 1), "content-too-large"),
]

ASK_BODIES_REFUSED: list[tuple[str, bytes, str]] = [
    ("k, which only a search takes", b'{"question": "a", "k": 3}', "invalid-request"),
    ("a text for the history", b'{"question": "a", "history": "x"}', "invalid-request"),
    ("a turn without its answer", b'{"question": "a", "history": [{"question": "a"}]}', "invalid-request"),
    (
        "twenty-one turns",
        json.dumps({"question": "a", "history": [{"question": "a", "answer": "b"}] * 21}).encode(),
        "invalid-request",
    ),
    (
        "a control character in the history",
        b'{"question": "a", "history": [{"question": "a", "answer": "\\u0007"}]}',
        "invalid-request",
    ),
]

SEARCH_BODIES_REFUSED: list[tuple[str, bytes, str]] = [
    (f"k = {k}", b'{"question": "a", "k": ' + k.encode() + b"}", "invalid-request")
    for k in ("0", "101", "-1", "2.5", "5.0", '"5"', "true", "null", "1e999", "9" * 30)
]


def named(cases: list[tuple[str, bytes, str]], *addresses: str) -> list[Any]:
    return [
        pytest.param(address, body, kind, id=f"{address} {what}") for address in addresses for what, body, kind in cases
    ]


class TestRefusals:
    @pytest.mark.parametrize(
        ("address", "body", "kind"),
        [
            *named(BODIES, "/v1/ask", "/v1/search"),
            *named(ASK_BODIES_REFUSED, "/v1/ask"),
            *named(SEARCH_BODIES_REFUSED, "/v1/search"),
        ],
    )
    def test_a_body_that_cannot_be_used(self, client: httpx.Client, address: str, body: bytes, kind: str) -> None:
        found = problem(client.post(address, content=body, headers=JSON), kind)
        assert found["instance"] == address

    @pytest.mark.parametrize(
        "declared",
        [
            None,
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=gbk",
            "json",
            "\xff",
        ],
    )
    def test_a_body_that_is_not_declared_as_json(self, client: httpx.Client, declared: str | None) -> None:
        headers = {} if declared is None else {"content-type": declared.encode("latin-1")}
        problem(client.post("/v1/ask", content=b'{"question": "a"}', headers=headers), "unsupported-media-type")

    def test_json_may_be_declared_with_its_charset(self, client: httpx.Client) -> None:
        body = json.dumps({"question": QUESTION, "k": 1}, ensure_ascii=False).encode()
        headers = {"content-type": 'Application/JSON; charset="UTF-8"'}
        assert client.post("/v1/search", content=body, headers=headers).status_code == 200

    def test_every_wrong_place_is_named(self, client: httpx.Client) -> None:
        body = {
            "filters": {"from": "昨天", "issuers": ["四川省", 5]},
            "history": [{"question": "", "answer": "b"}],
            "a/b~c": 1,
        }
        found = problem(client.post("/v1/ask", json=body), "invalid-request")
        assert {error["pointer"]: error["detail"] for error in found["errors"]} == {
            "#/question": "缺少这一项",
            "#/filters/from": "应为 YYYY-MM-DD 形式的日期，如 2024-11-26",
            "#/filters/issuers/1": "应为字符串",
            "#/history/0/question": "不能少于 1 个字",
            "#/a~1b~0c": "没有这一项",
        }
        assert "5 处" in found["detail"]

    def test_a_great_many_wrong_places_make_no_great_reply(self, client: httpx.Client) -> None:
        body = {"question": "a", **{f"{'x' * 500}{at}": at for at in range(1_000)}}
        reply = client.post("/v1/ask", json=body)
        assert "1000 处" in problem(reply, "invalid-request")["detail"]
        assert len(reply.content) < 20_000

    def test_a_streamed_body_is_counted_as_it_comes(self, client: httpx.Client) -> None:
        def chunks() -> Iterator[bytes]:
            for _ in range(MAX_BODY // 65_536 + 1):
                yield b" " * 65_536

        reply = client.post("/v1/ask", content=chunks(), headers=JSON)
        assert reply.request.headers["transfer-encoding"] == "chunked"
        assert "1024 KB" in problem(reply, "content-too-large")["detail"]

    def test_a_body_at_the_limit_is_read(self, client: httpx.Client) -> None:
        body = b'{"question": " "}'.ljust(MAX_BODY)
        problem(client.post("/v1/ask", content=body, headers=JSON), "unusable-question")

    def test_the_page_is_under_the_same_limit(self, client: httpx.Client) -> None:
        body = b" " * (MAX_BODY + 1)
        problem(client.post("/gradio_api/queue/join", content=body, headers=JSON), "content-too-large")

    @pytest.mark.parametrize(
        ("method", "address", "allowed"),
        [
            ("GET", "/v1/ask", "POST"),
            ("PUT", "/v1/search", "POST"),
            ("OPTIONS", "/v1/ask", "POST"),
            ("POST", "/v1/documents", "GET, HEAD"),
            ("DELETE", "/v1/documents/6dbf3824d5718b87", "GET, HEAD"),
            ("PATCH", "/v1/documents/6dbf3824d5718b87/source", "GET, HEAD"),
            ("POST", "/v1/documents/6dbf3824d5718b87/clauses", "GET, HEAD"),
            ("POST", "/v1/openapi.json", "GET, HEAD"),
            ("POST", "/healthz", "GET, HEAD"),
            ("BREW", "/healthz", "GET, HEAD"),
        ],
    )
    def test_a_wrong_method(self, client: httpx.Client, method: str, address: str, allowed: str) -> None:
        reply = client.request(method, address)
        assert problem(reply, "method-not-allowed")["instance"] == address
        assert reply.headers["allow"] == allowed

    @pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS", "BREW"])
    @pytest.mark.parametrize(
        "address", ["/v1", "/v1/", "/v1/nothing", "/v1/ask/", "/v1/documents/a/b/c", "/v1/documents/a/source/"]
    )
    def test_an_unknown_address(self, client: httpx.Client, method: str, address: str) -> None:
        assert problem(client.request(method, address), "unknown-address")["instance"] == address

    @pytest.mark.parametrize("rest", ["", "/source", "/clauses"])
    @pytest.mark.parametrize(
        "ident",
        [
            "0000000000000000",
            "6dbf3824",
            "6DBF3824D5718B87",
            "..%5c..%5cetc",
            "%00",
            "%ff%fe",
            "%E7%AE%97%E5%8A%9B",
            "川府发〔2024〕21号.txt",
            "a" * 5_000,
        ],
    )
    def test_an_unknown_document(self, client: httpx.Client, ident: str, rest: str) -> None:
        problem(client.get(f"/v1/documents/{ident}{rest}"), "unknown-document")

    @pytest.mark.parametrize("ident", ["..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e", "..%2F..%2Ftexts"])
    def test_a_path_out_of_the_library(self, live_server: str, ident: str) -> None:
        # A raw request, because clients fold dots away before they send.
        status, body = raw_get(live_server, f"/v1/documents/{ident}/source")
        assert status == 404
        assert json.loads(body)["type"] == "/problems/unknown-address"

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"])
    @pytest.mark.parametrize("address", ["/", "/healthz", "/v1/documents", "/gradio_api/info"])
    def test_a_request_addressed_to_another_host(self, client: httpx.Client, address: str, host: str) -> None:
        problem(client.get(address, headers={"host": f"{host}:7860"}), "unknown-host")

    @pytest.mark.parametrize("host", ["localhost", "localhost:7860", "LOCALHOST", "[::1]:7860", "127.0.0.2"])
    def test_a_request_addressed_to_this_machine_by_another_of_its_names(self, client: httpx.Client, host: str) -> None:
        assert client.get("/healthz", headers={"host": host}).status_code == 200


def raw_get(url: str, target: str) -> tuple[int, str]:
    """Status and body of a GET whose target is sent as it is."""
    parsed = httpx.URL(url)
    with socket.create_connection((parsed.host, parsed.port), timeout=30) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {parsed.host}\r\nConnection: close\r\n\r\n".encode())
        data = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = data.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode("utf-8")


class TestFailures:
    def test_an_unexpected_error_shows_nothing_of_the_inside(
        self, assistant: Assistant, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail() -> None:
            message = "a secret of the inside"
            raise RuntimeError(message)

        app = create_app(assistant, page=False)
        app.add_api_route("/fail", fail)
        with running(app) as url:
            reply = httpx.get(f"{url}/fail")
        found = problem(reply, "internal-error")
        assert found.keys() == {"type", "title", "status", "detail", "instance", "remedy"}
        assert "secret" not in reply.text
        assert {name: reply.headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
        assert "RuntimeError: a secret of the inside" in capsys.readouterr().err

    def test_a_client_that_leaves_while_sending_is_no_error_of_the_server(
        self, assistant: Assistant, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with running(create_app(assistant, page=False)) as url:
            parsed = httpx.URL(url)
            with socket.create_connection((parsed.host, parsed.port), timeout=30) as connection:
                connection.sendall(
                    b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    b'Content-Length: 100\r\n\r\n{"question"'
                )
                time.sleep(0.3)  # the server is to be reading when the connection breaks
            assert httpx.get(f"{url}/healthz").status_code == 200
        assert capsys.readouterr().err == ""

    def test_a_damaged_library_is_said_to_be_unavailable(
        self,
        built_home: Path,
        bundled_encoder: SentenceEncoder,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        shutil.copytree(built_home, tmp_path / "home")
        snapshot = open_snapshot(tmp_path / "home")
        lost = snapshot.documents[0]
        (tmp_path / "home" / "texts" / f"{lost.source_sha256}.txt").unlink()
        with running(create_app(Assistant(Searcher(snapshot, bundled_encoder)), page=False)) as url:
            problem(httpx.get(f"{url}/v1/documents/{lost.id}/source"), "library-unavailable")
            assert httpx.get(f"{url}/v1/documents/{snapshot.documents[1].id}/source").status_code == 200
        assert [record.levelname for record in caplog.records if record.name == "ui.problems"] == ["ERROR"]

    def test_without_the_page_other_addresses_are_unknown(self, assistant: Assistant) -> None:
        with running(create_app(assistant, page=False)) as url:
            for address in ("/", *WHOLE_PATHS):
                problem(httpx.get(f"{url}{address}"), "unknown-address")


class TestHosts:
    @pytest.mark.parametrize(
        ("header", "host"),
        [
            ("127.0.0.1:7860", "127.0.0.1"),
            ("LocalHost", "localhost"),
            ("localhost.:80", "localhost"),
            ("[::1]:7860", "::1"),
            ("[::1", "::1"),
            ("", ""),
        ],
    )
    def test_the_host_is_read_from_the_header(self, header: str, host: str) -> None:
        assert host_name(header) == host

    @pytest.mark.parametrize("host", ["localhost", "yiju.localhost", "127.0.0.1", "127.255.0.3", "::1"])
    def test_loopback_names(self, host: str) -> None:
        assert is_loopback(host)

    @pytest.mark.parametrize(
        "host", ["", "0.0.0.0", "::", "10.0.0.1", "192.168.1.1", "localhost.evil.example", "127.0.0.1.nip.io", "127.1"]
    )
    def test_names_that_may_lead_elsewhere(self, host: str) -> None:
        assert not is_loopback(host)

    def test_further_names_can_be_allowed(self, assistant: Assistant) -> None:
        app: FastAPI = create_app(assistant, page=False, hosts=["Policy.Intranet"])
        with running(app) as url:
            assert httpx.get(f"{url}/healthz", headers={"host": "policy.intranet"}).status_code == 200
            problem(httpx.get(f"{url}/healthz", headers={"host": "other.intranet"}), "unknown-host")
