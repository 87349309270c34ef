"""A citation of a PDF file in a real browser: the page as it looks, with the rectangle of the quote."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from assistant import Assistant
from index import ADAPTED, ModelSetting, Searcher, build_snapshot, open_snapshot
from index.encoder import SentenceEncoder
from tests.servers import running
from tests.ui.test_browser import WIDE, Visit, browser, pytestmark  # noqa: F401  the fixture and the marks

MEASURES = Path(__file__).parents[1] / "documents" / "数据出境安全评估办法.pdf"
VALIDITY = "数据出境安全评估的结果有效期为几年？"


@pytest.fixture(scope="module")
def pdf_assistant(bundled_encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("pdf-home")
    build_snapshot(home, [MEASURES], model=ModelSetting(ADAPTED, "fp32", lambda _: bundled_encoder))
    return Assistant(Searcher(open_snapshot(home), bundled_encoder))


@pytest.fixture(scope="module")
def url(pdf_assistant: Assistant) -> Iterator[str]:
    from ui.app import create_app  # noqa: PLC0415  gradio takes seconds to import

    with running(create_app(pdf_assistant)) as address:
        yield address


def test_the_quote_is_marked_on_the_page_of_the_file(browser: Browser, url: str, pdf_assistant: Assistant) -> None:  # noqa: F811
    citation = pdf_assistant.ask(VALIDITY).citations[0]
    assert citation.source.page == 2
    assert "2年" in citation.quote.replace(" ", "")
    visit = Visit(browser, url, WIDE)
    try:
        visit.ask(VALIDITY, "answered")
        page = visit.page
        sheet = page.locator("figure[data-sheet='1']").first
        expect(sheet).to_be_visible()
        picture = sheet.locator("img")
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("image => image.naturalWidth") == 1240
        boxes = sheet.locator(".yj-box")
        assert boxes.count() == len(citation.source.boxes or ())
        whole, first = sheet.locator(".yj-sheet").bounding_box(), boxes.first.bounding_box()
        assert whole is not None
        assert first is not None
        layout = pdf_assistant.snapshot.source(pdf_assistant.snapshot.find(citation.document.id)).layout
        _, left, top, _, _ = (citation.source.boxes or ())[0]
        size = layout.pages[1]
        assert (first["x"] - whole["x"]) / whole["width"] == pytest.approx(left / size.width, abs=0.01)
        assert (first["y"] - whole["y"]) / whole["height"] == pytest.approx(top / size.height, abs=0.01)
        expect(page.locator(".yj-text")).to_be_hidden()
        page.get_by_role("button", name="文字", exact=True).click()
        expect(page.locator(".yj-text mark[data-citation='1']").first).to_be_visible()
        expect(sheet).to_be_hidden()
    finally:
        visit.close()


def test_the_api_serves_the_pages_of_a_file_and_no_others(url: str, pdf_assistant: Assistant) -> None:
    (document,) = pdf_assistant.snapshot.documents
    with httpx.Client(base_url=url) as client:
        reply = client.get(f"/v1/documents/{document.id}/pages/1")
        assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png")
        again = client.get(f"/v1/documents/{document.id}/pages/1", headers={"If-None-Match": reply.headers["etag"]})
        assert again.status_code == 304
        for number in (0, 4, 99999):
            refused = client.get(f"/v1/documents/{document.id}/pages/{number}")
            assert (refused.status_code, refused.json()["type"]) == (404, "/problems/unknown-page")
            assert "共 3 页" in refused.json()["detail"]
        assert client.get(f"/v1/documents/{document.id}/pages/one").status_code == 422
        assert client.get(f"/v1/documents/{'0' * 16}/pages/1").json()["type"] == "/problems/unknown-document"
