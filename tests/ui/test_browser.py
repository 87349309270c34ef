"""The page in a real browser: a question asked, a mark clicked, the passage found."""

import shutil
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from assistant import Answer, Assistant, Turn
from index import EVERYTHING, Filters
from tests.servers import running

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.model,
    pytest.mark.browser,
    # Gradio sums up its events with what pandas 3 is about to drop.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed (apt install chromium)"),
]
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE = (1280, 800), (390, 844)
GOALS = "到2027年数字经济要达到什么目标？"
TASKS = "哪些任务由科技厅牵头？"
UNKNOWN = "明天成都天气怎么样？"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """One visitor with the page open, and what the browser said meanwhile."""

    def __init__(self, browser: Browser, url: str, size: tuple[int, int]) -> None:
        self.url = url
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self._context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        self._context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.goto(url)
        expect(self.page.locator("[data-status=welcome]")).to_be_visible()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def ask(self, question: str, status: str) -> None:
        self.page.get_by_label("问题").fill(question)
        self.page.get_by_label("问题").press("Enter")
        expect(self.page.locator(f"[data-status={status}] .yj-asked")).to_have_text(question)

    def close(self) -> None:
        self._context.close()
        assert self.complaints == []
        assert self.hosts <= {urlsplit(self.url).netloc, ""}  # "" is a data: address


@pytest.fixture
def visit(browser: Browser, live_server: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    visit = Visit(browser, live_server, getattr(request, "param", WIDE))
    yield visit
    visit.close()


def answered(assistant: Assistant, question: str) -> Answer:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.citations
    return answer


def current_words(page: Page) -> str:
    """The words highlighted in the source panel."""
    return "".join(page.locator(".yj-leaf:not([hidden]) mark.yj-current").all_text_contents())


def in_view(page: Page) -> bool:
    """Whether the first highlighted word stands inside the visible part of the panel and of the window."""
    mark = page.locator(".yj-leaf:not([hidden]) mark.yj-current").first.bounding_box()
    panel = page.locator(".yj-leaf:not([hidden]) .yj-text").bounding_box()
    size = page.viewport_size
    assert mark
    assert panel
    assert size
    return (
        panel["y"] <= mark["y"] < min(panel["y"] + panel["height"], size["height"])
        and panel["x"] <= mark["x"] < panel["x"] + panel["width"]
        and mark["y"] >= 0
    )


@pytest.mark.parametrize("visit", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
@pytest.mark.parametrize("question", [GOALS, TASKS])
def test_a_click_on_a_mark_shows_the_words_of_its_quote(visit: Visit, assistant: Assistant, question: str) -> None:
    answer = answered(assistant, question)
    visit.ask(question, "answered")
    prose = visit.page.locator(".yj-prose")
    for statement in answer.statements:
        expect(prose).to_contain_text(statement.text)
    for citation in answer.citations:
        clean = assistant.snapshot.find(citation.document.id).clean
        prose.get_by_role("button", name=f"引文 {citation.number}，查看原文", exact=True).first.click()
        assert current_words(visit.page) == clean.of((citation.source.start, citation.source.end))
        assert in_view(visit.page)


def test_a_click_on_a_card_shows_the_passage_and_leaves_the_page_where_it_is(
    visit: Visit, assistant: Assistant
) -> None:
    citation = answered(assistant, TASKS).citations[-1]
    visit.ask(TASKS, "answered")
    card = visit.page.locator(f".yj-quote[data-open='{citation.number}']")
    card.scroll_into_view_if_needed()
    before = visit.page.evaluate("window.scrollY")
    card.click()
    assert visit.page.evaluate("window.scrollY") == before
    clean = assistant.snapshot.find(citation.document.id).clean
    assert current_words(visit.page) == clean.of((citation.source.start, citation.source.end))
    assert in_view(visit.page)
    expect(visit.page.locator(f"[data-place='{citation.number}']")).to_contain_text(citation.clause.label)


def test_the_source_panel_holds_the_document_word_for_word(visit: Visit, assistant: Assistant) -> None:
    citation = answered(assistant, GOALS).citations[0]
    visit.ask(GOALS, "answered")
    assert visit.page.locator(".yj-text").first.text_content() == (
        assistant.snapshot.find(citation.document.id).clean.text
    )
    expect(visit.page.locator(".yj-exact").first).to_be_visible()
    assert visit.page.locator(".yj-exact").first.text_content() == citation.quote


def test_marks_can_be_used_from_the_keyboard(visit: Visit, assistant: Assistant) -> None:
    last = answered(assistant, TASKS).citations[-1]
    visit.ask(TASKS, "answered")
    mark = visit.page.locator(f".yj-prose [data-open='{last.number}']").first
    mark.focus()
    visit.page.keyboard.press("Enter")
    expect(mark).to_have_attribute("aria-pressed", "true")
    assert in_view(visit.page)


def test_a_citation_is_copied_as_a_footnote(visit: Visit, assistant: Assistant) -> None:
    document = answered(assistant, GOALS).citations[0].document
    visit.ask(GOALS, "answered")
    button = visit.page.locator(".yj-copy").first
    footnote = button.get_attribute("data-copy")
    button.click()
    expect(button).to_have_text("已复制")
    assert visit.page.evaluate("navigator.clipboard.readText()") == footnote
    assert footnote is not None
    assert footnote.startswith(f"《{document.title}》（{document.number}，")


def test_a_refusal_says_why_and_its_nearest_passages_can_be_opened(visit: Visit, assistant: Assistant) -> None:
    refusal = assistant.ask(UNKNOWN).refusal
    assert refusal is not None
    assert refusal.nearest
    visit.ask(UNKNOWN, "refused")
    expect(visit.page.locator(".yj-refusal")).to_contain_text(refusal.reason)
    for citation in refusal.nearest:
        visit.page.locator(f".yj-quote[data-open='{citation.number}']").click()
        clean = assistant.snapshot.find(citation.document.id).clean
        assert current_words(visit.page) == clean.of((citation.source.start, citation.source.end))


def test_a_hostile_question_stays_text(visit: Visit) -> None:
    visit.page.get_by_label("问题").fill(HOSTILE)
    visit.page.get_by_role("button", name="提问").click()
    expect(visit.page.locator("[data-status=refused] .yj-asked, [data-status=answered] .yj-asked")).to_have_text(
        HOSTILE
    )
    assert visit.page.locator("#yiju-reply img").count() == 0


def test_an_empty_question_is_answered_with_what_to_do(visit: Visit) -> None:
    visit.page.get_by_role("button", name="提问").click()
    failure = visit.page.locator("[data-status=failed]")
    expect(failure.locator("h2")).not_to_be_empty()
    expect(failure.locator("p")).not_to_be_empty()
    expect(visit.page.get_by_role("button", name="提问")).to_be_enabled()


def test_an_example_question_is_asked_with_one_click(visit: Visit) -> None:
    example = visit.page.locator("#yiju-examples button").first
    question = example.inner_text()
    example.click()
    expect(visit.page.locator("[data-status=answered] .yj-asked, [data-status=refused] .yj-asked")).to_have_text(
        question
    )
    expect(visit.page.get_by_label("问题")).to_have_value(question)
    expect(visit.page.locator("#yiju-examples")).to_be_hidden()


def test_two_visitors_never_see_each_others_answers(browser: Browser, live_server: str) -> None:
    one, other = (Visit(browser, live_server, WIDE) for _ in range(2))
    one.ask(GOALS, "answered")
    expect(other.page.locator("[data-status=welcome]")).to_be_visible()
    other.ask(TASKS, "answered")
    expect(one.page.locator(".yj-asked")).to_have_text(GOALS)
    assert "科技厅" not in one.page.locator(".yj-prose").inner_text()
    one.close()
    other.close()


class Failing(Assistant):
    """An assistant with a fault in it."""

    def ask(self, question: str, *, filters: Filters = EVERYTHING, history: Sequence[Turn] = ()) -> Answer:
        message = f"fault while answering {question!r} with {filters} and {len(history)} turns"
        raise RuntimeError(message)


def test_a_fault_of_the_program_is_admitted_without_its_details(browser: Browser, assistant: Assistant) -> None:
    from ui.page import mount_page  # noqa: PLC0415  gradio takes seconds to import

    with running(mount_page(FastAPI(), Failing(assistant._searcher))) as url:
        visit = Visit(browser, url, WIDE)
        visit.page.get_by_label("问题").fill(GOALS)
        visit.page.get_by_label("问题").press("Enter")
        expect(visit.page.locator("[data-status=failed] h2")).to_have_text("服务器处理这个问题时出错了")
        expect(visit.page.get_by_role("button", name="提问")).to_be_enabled()
        for detail in ("fault", "RuntimeError", "Traceback"):
            assert detail not in visit.page.locator("body").inner_text()
        visit.close()
