import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant import Answer, Assistant, Filters, Turn, answer_to_json, findings_to_json
from corpus import Document
from index import EVERYTHING, Searcher, open_snapshot
from index.encoder import SentenceEncoder
from tests.servers import running
from ui.app import SECURITY_HEADERS, create_app
from ui.limits import MAX_BODY, host_name, is_loopback
from ui.openapi import ANSWER, ASK_BODIES, FINDINGS, SEARCH_BODIES
from ui.problems import KINDS
from ui.requests import AskBody, SearchBody
from ui.shapes import AnswerShape, FindingShape, clause_tree, document_detail, document_summary

pytestmark = pytest.mark.model

QUESTION = "到2027年，全省算力总规模要达到多少？"
DOCUMENTS = Path(__file__).parent.parent.parent / "corpus" / "documents"
UNANSWERABLE = "红烧肉要炖多长时间？"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(live_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=live_server, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def openapi(client: httpx.Client) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/v1/openapi.json").json()
    return document


def documents(assistant: Assistant) -> Sequence[Document]:
    return assistant.snapshot.documents


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


class TestAsking:
    @pytest.mark.parametrize("question", [QUESTION, UNANSWERABLE])
    def test_the_reply_is_the_answer_of_the_assistant(
        self, client: httpx.Client, assistant: Assistant, question: str
    ) -> None:
        reply = client.post("/v1/ask", json={"question": question})
        expected = answer_to_json(assistant.ask(question))
        assert reply.status_code == 200
        assert reply.headers["content-type"] == "application/json"
        assert reply.json() | {"timings_ms": {}} == expected | {"timings_ms": {}}
        assert reply.json()["timings_ms"].keys() == expected["timings_ms"].keys()

    def test_both_an_answer_and_a_refusal_were_compared(self, assistant: Assistant) -> None:
        assert [assistant.ask(question).status for question in (QUESTION, UNANSWERABLE)] == ["answered", "refused"]

    def test_every_quote_stands_in_the_source_the_api_sends(self, client: httpx.Client) -> None:
        citations = client.post("/v1/ask", json={"question": QUESTION}).json()["citations"]
        assert citations
        for citation in citations:
            source = client.get(f"/v1/documents/{citation['document']['id']}/source").content.decode("utf-8")
            assert source[citation["source"]["start"] : citation["source"]["end"]] == citation["quote"]

    def test_filters_and_history_reach_the_assistant(self, client: httpx.Client, assistant: Assistant) -> None:
        chosen = documents(assistant)[0]
        body = {
            "question": "那牵头单位是谁？",
            "filters": {"documents": [chosen.id], "from": "2000-01-01", "to": "2030-12-31"},
            "history": [{"question": "第3项任务是什么？", "answer": ""}],
        }
        filters = Filters(documents=(chosen.id,), from_=date(2000, 1, 1), to=date(2030, 12, 31))
        expected = assistant.ask("那牵头单位是谁？", filters=filters, history=[Turn("第3项任务是什么？", "")])
        assert client.post("/v1/ask", json=body).json() | {"timings_ms": {}} == answer_to_json(expected) | {
            "timings_ms": {}
        }

    def test_optional_parts_may_be_null(self, client: httpx.Client) -> None:
        body = {"question": QUESTION, "filters": None, "history": None}
        assert client.post("/v1/ask", json=body).json()["status"] == "answered"

    def test_the_service_answers_others_while_it_thinks(self, assistant: Assistant) -> None:
        begun, released = threading.Event(), threading.Event()

        class Slow(Assistant):
            def ask(self, question: str, *, filters: Filters = EVERYTHING, history: Sequence[Turn] = ()) -> Answer:
                begun.set()
                assert released.wait(30)
                return super().ask(question, filters=filters, history=history)

        slow = Slow(Searcher(assistant.snapshot, assistant._searcher.encoder))
        with running(create_app(slow, page=False)) as url, ThreadPoolExecutor() as pool:
            asked = pool.submit(httpx.post, f"{url}/v1/ask", json={"question": QUESTION}, timeout=60)
            try:
                assert begun.wait(30)
                assert httpx.get(f"{url}/healthz", timeout=10).json()["status"] == "ok"
                assert not asked.done()
            finally:
                released.set()
            assert asked.result().json()["status"] == "answered"


class TestSearching:
    @pytest.mark.parametrize("k", [1, 5, 100])
    def test_the_reply_is_the_findings_of_the_assistant(
        self, client: httpx.Client, assistant: Assistant, k: int
    ) -> None:
        reply = client.post("/v1/search", json={"question": QUESTION, "k": k})
        assert reply.status_code == 200
        assert reply.json() == findings_to_json(assistant.search(QUESTION, k=k))
        assert [finding["rank"] for finding in reply.json()] == list(range(1, k + 1))

    def test_ten_passages_come_when_no_number_is_given(self, client: httpx.Client) -> None:
        assert len(client.post("/v1/search", json={"question": QUESTION}).json()) == 10

    def test_a_filter_on_the_issuer_leaves_its_documents_only(self, client: httpx.Client, assistant: Assistant) -> None:
        issuers = {document.metadata.issuer.value for document in documents(assistant) if document.metadata.issuer}
        for issuer in issuers:
            found = client.post("/v1/search", json={"question": QUESTION, "filters": {"issuers": [issuer]}}).json()
            assert {finding["document"]["issuer"] for finding in found} == {issuer}


class TestDocuments:
    def test_the_list_holds_the_summary_of_every_document(self, client: httpx.Client, assistant: Assistant) -> None:
        expected = [document_summary(document).model_dump(mode="json") for document in documents(assistant)]
        assert len(expected) == 2
        assert client.get("/v1/documents").json() == expected

    def test_a_document_is_shown_with_where_its_facts_stand(self, client: httpx.Client, assistant: Assistant) -> None:
        for document in documents(assistant):
            shown = client.get(f"/v1/documents/{document.id}").json()
            assert shown == document_detail(document).model_dump(mode="json")

    def test_the_source_is_the_text_of_the_file_byte_for_byte(self, client: httpx.Client, assistant: Assistant) -> None:
        for document in documents(assistant):
            reply = client.get(f"/v1/documents/{document.id}/source")
            assert reply.headers["content-type"] == "text/plain; charset=utf-8"
            assert reply.content == (DOCUMENTS / document.file).read_bytes().removeprefix(b"\xef\xbb\xbf")
            assert reply.headers["etag"] == f'"{document.source_sha256}"'

    @pytest.mark.parametrize(
        ("template", "status"),
        [
            ('"{sha}"', 304),
            ('W/"{sha}"', 304),
            ('"0000", "{sha}"', 304),
            ("*", 304),
            ('"0000"', 200),
            ("{sha}", 200),
            ("", 200),
        ],
    )
    def test_a_source_that_is_known_is_not_sent_again(
        self, client: httpx.Client, assistant: Assistant, template: str, status: int
    ) -> None:
        document = documents(assistant)[0]
        known = {"if-none-match": template.format(sha=document.source_sha256)}
        reply = client.get(f"/v1/documents/{document.id}/source", headers=known)
        assert reply.status_code == status
        assert (reply.content == b"") == (status == 304)
        assert reply.headers["etag"] == f'"{document.source_sha256}"'

    def test_the_clauses_are_those_of_the_command_line(self, client: httpx.Client, assistant: Assistant) -> None:
        for document in documents(assistant):
            expected = [shape.model_dump(mode="json") for shape in clause_tree(document)]
            assert client.get(f"/v1/documents/{document.id}/clauses").json() == expected


class TestService:
    def test_health_names_the_snapshot_and_the_model(self, client: httpx.Client, assistant: Assistant) -> None:
        assert client.get("/healthz").json() == {
            "status": "ok",
            "snapshot": assistant.snapshot.id,
            "documents": 2,
            "model": assistant.snapshot.manifest.model.name,
        }

    def test_head_gives_the_headers_of_get_without_the_body(
        self, client: httpx.Client, openapi: dict[str, Any], assistant: Assistant
    ) -> None:
        paths = [path for path, operations in openapi["paths"].items() if "get" in operations]
        assert len(paths) == 5
        for path in (*paths, "/v1/openapi.json"):
            address = path.format(id=documents(assistant)[0].id)
            got, headed = client.get(address), client.head(address)
            assert headed.status_code == got.status_code == 200
            assert headed.content == b""
            for name in ("content-type", "content-length", "etag"):
                assert headed.headers.get(name) == got.headers.get(name), (path, name)

    @pytest.mark.parametrize("address", ["/", "/healthz", "/v1/documents", "/v1/nothing", "/gradio_api/nothing"])
    def test_every_reply_carries_the_security_headers(self, client: httpx.Client, address: str) -> None:
        headers = client.get(address).headers
        assert {name: headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
        assert "access-control-allow-origin" not in client.get(address, headers={"origin": "https://a.example"}).headers

    def test_the_page_is_at_the_root(self, client: httpx.Client) -> None:
        reply = client.get("/")
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/html")


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


class TestOpenApi:
    def test_every_operation_says_what_it_does_and_what_it_returns(self, openapi: dict[str, Any]) -> None:
        operations = [operation for path in openapi["paths"].values() for operation in path.values()]
        assert [operation["operationId"] for operation in operations] == [
            "ask",
            "search",
            "documents",
            "document",
            "source",
            "clauses",
            "healthz",
        ]
        for operation in operations:
            assert is_chinese(operation["summary"])
            assert is_chinese(operation["description"])
            for media in operation["responses"]["200"]["content"].values():
                assert media["schema"]

    def test_every_operation_lists_its_problems(self, openapi: dict[str, Any]) -> None:
        expected = {
            "ask": {"400", "413", "415", "421", "422", "500", "503"},
            "search": {"400", "413", "415", "421", "422", "500", "503"},
            "documents": {"421", "500"},
            "document": {"404", "421", "500"},
            "source": {"404", "421", "500", "503"},
            "clauses": {"404", "421", "500"},
            "healthz": {"421", "500"},
        }
        for path in openapi["paths"].values():
            for operation in path.values():
                refused = {status: reply for status, reply in operation["responses"].items() if status >= "400"}
                assert refused.keys() == expected[operation["operationId"]]
                for reply in refused.values():
                    assert is_chinese(reply["description"])
                    assert reply["content"] == {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                    }

    def test_every_shape_and_field_is_described_in_chinese(self, openapi: dict[str, Any]) -> None:
        schemas = openapi["components"]["schemas"]
        assert {"AnswerShape", "FindingShape", "DocumentDetail", "RowShape", "Problem"} <= schemas.keys()
        for name, schema in schemas.items():
            if "enum" in schema:
                continue
            assert is_chinese(schema["description"]), name
            for field, facts in schema["properties"].items():
                assert "$ref" in facts or is_chinese(facts["description"]), (name, field)

    def test_every_reference_leads_somewhere(self, openapi: dict[str, Any]) -> None:
        schemas = openapi["components"]["schemas"]
        names = {reference.removeprefix("#/components/schemas/") for reference in references(openapi)}
        assert names == schemas.keys()

    def test_the_examples_are_what_the_api_takes_and_gives(self) -> None:
        for example in ASK_BODIES.values():
            AskBody.model_validate(example["value"])
        for example in SEARCH_BODIES.values():
            SearchBody.model_validate(example["value"])
        AnswerShape.model_validate_json(json.dumps(ANSWER))
        for finding in FINDINGS:
            FindingShape.model_validate_json(json.dumps(finding))

    def test_the_example_answer_keeps_the_citation_contract(self, assistant: Assistant) -> None:
        (citation,) = AnswerShape.model_validate_json(json.dumps(ANSWER)).citations
        document = assistant.snapshot.document(citation.document.id)
        text = assistant.snapshot.source(document).text
        clause = next(clause for clause in document.walk() if clause.id == citation.clause.id)
        assert citation.quote == text[citation.source.start : citation.source.end]
        assert citation.source.sha256 == document.source_sha256
        assert clause.start <= citation.source.start < citation.source.end <= clause.end
        assert (citation.clause.path, citation.clause.label) == (clause.path, clause.label)
        assert citation.document.model_dump() == document_summary(document).model_dump(
            include=set(citation.document.model_dump())
        )


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


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
