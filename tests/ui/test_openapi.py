import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant import Assistant
from ui.openapi import ANSWER, ASK_BODIES, FINDINGS, SEARCH_BODIES
from ui.requests import AskBody, SearchBody
from ui.shapes import AnswerShape, FindingShape, document_summary

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def client(live_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=live_server, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def openapi(client: httpx.Client) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/v1/openapi.json").json()
    return document


class TestOpenApi:
    def test_every_operation_says_what_it_does_and_what_it_returns(self, openapi: dict[str, Any]) -> None:
        operations = [operation for path in openapi["paths"].values() for operation in path.values()]
        assert [operation["operationId"] for operation in operations] == [
            "ask",
            "search",
            "documents",
            "document",
            "source",
            "page",
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
            "page": {"404", "421", "500", "503"},
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
