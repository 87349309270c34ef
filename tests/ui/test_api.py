import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import Answer, Assistant, Filters, Turn, answer_to_json, findings_to_json
from corpus import PLAIN, Document
from index import EVERYTHING, Searcher
from tests.servers import running
from ui.app import SECURITY_HEADERS, create_app
from ui.shapes import clause_tree, document_detail, document_summary

pytestmark = pytest.mark.model

QUESTION = "到2027年，全省算力总规模要达到多少？"
DOCUMENTS = Path(__file__).parent.parent.parent / "corpus" / "documents"
UNANSWERABLE = "红烧肉要炖多长时间？"


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
            expected = [shape.model_dump(mode="json") for shape in clause_tree(document, PLAIN)]
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
        paths.remove("/v1/documents/{id}/pages/{page}")  # the seeds have no pages
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
