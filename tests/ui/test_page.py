"""The page is one part of the application: what it serves, and what it keeps shut."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Assistant
from ui.page import mount_page

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    with TestClient(mount_page(app, assistant)) as client:
        yield client


@pytest.fixture(scope="module")
def config(client: TestClient) -> dict[str, Any]:
    return dict(client.get("/config").json())


def block(config: dict[str, Any], elem_id: str) -> dict[str, Any]:
    (props,) = [item["props"] for item in config["components"] if item["props"].get("elem_id") == elem_id]
    return dict(props)


def test_the_page_is_at_the_root_under_its_own_name_and_mark(client: TestClient) -> None:
    reply = client.get("/")
    assert reply.status_code == 200
    assert 'property="og:title" content="依据"' in reply.text
    icon = client.get("/favicon.ico")
    assert icon.content.startswith(b"\x89PNG")
    assert icon.content == client.get("/pwa_icon").content


def test_nothing_is_loaded_from_another_host(client: TestClient) -> None:
    html, theme = client.get("/").text, client.get("/theme.css").text
    assert re.findall(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"(?:https?:)?//", html) == []
    assert re.findall(r"@import|url\(\s*['\"]?(?:https?:)?//", theme) == []
    assert json.loads(re.findall(r"window\.gradio_config = (\{.*?\});</script>", html)[0])["stylesheets"] == []


def test_chinese_fonts_of_the_system_come_first(client: TestClient) -> None:
    families = re.findall(r"--font: (.*?);", client.get("/theme.css").text)
    assert {family.split(",")[0].strip("'") for family in families} == {"Noto Sans SC"}


def test_the_head_tells_how_many_documents_there_are(config: dict[str, Any], assistant: Assistant) -> None:
    assert f"资料库共 {len(assistant.snapshot.documents)} 份文件" in block(config, "yiju-header")["value"]


def test_the_question_box_takes_what_the_assistant_takes(config: dict[str, Any]) -> None:
    assert block(config, "yiju-question")["max_length"] == 2000


def test_nothing_is_reported_to_the_makers_of_gradio(config: dict[str, Any]) -> None:
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []


def test_no_event_of_the_page_is_a_second_api(client: TestClient, config: dict[str, Any]) -> None:
    assert {event["api_visibility"] for event in config["dependencies"]} == {"private"}
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}
    for event in config["dependencies"]:
        for way in ("call", "run", "api"):
            reply = client.post(f"/gradio_api/{way}/{event['api_name']}", json={"data": ["算力"]})
            assert (reply.status_code, reply.json()) == (404, {"detail": "Not Found"})


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/vibe-edit"),
        ("GET", "/gradio_api/deep_link?session_hash=x"),
        ("GET", "/gradio_api/file=/etc/hostname"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/queue/status"),
        ("GET", "/monitoring/summary"),
        ("POST", "/login"),
        ("GET", "/assets"),
        ("GET", "/nothing"),
    ],
)
def test_what_the_page_does_not_use_is_shut(client: TestClient, method: str, address: str) -> None:
    reply = client.request(method, address)
    assert (reply.status_code, reply.json()) == (404, {"detail": "Not Found"})
