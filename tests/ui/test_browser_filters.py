"""The limits of a question in a real browser: chosen, told, cleared, and written wrongly."""

import pytest
from playwright.sync_api import Locator, expect

from assistant import Assistant
from index import Filters
from tests.ui.test_browser import PHONE, WIDE, Visit, answered, browser, pytestmark, visit  # noqa: F401  fixtures, marks

QUESTION = "如何推进工业互联网发展？"
BOTH = 2


def heading(visit: Visit) -> Locator:  # noqa: F811
    return visit.page.locator("#yiju-scope .label-wrap")


def cited(visit: Visit) -> set[str]:  # noqa: F811
    """Ids of the documents in the source panel: those that are cited."""
    leaves = visit.page.locator(".yj-leaf")
    return {str(leaves.nth(at).get_attribute("data-document")) for at in range(leaves.count())}


@pytest.mark.parametrize("visit", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
def test_an_answer_keeps_to_the_range_until_it_is_cleared(visit: Visit, assistant: Assistant) -> None:  # noqa: F811
    page, plan = visit.page, assistant.snapshot.find("川数字经济办〔2021〕3号")
    issuer = plan.metadata.issuer
    assert issuer
    everywhere = {citation.document.id for citation in answered(assistant, QUESTION).citations}
    assert len(everywhere) == BOTH
    assert {
        citation.document.id for citation in assistant.ask(QUESTION, filters=Filters(issuers=(issuer.value,))).citations
    } == {plan.id}

    heading(visit).click()
    page.get_by_label("发文机关", exact=True).click()
    page.get_by_role("option", name=issuer.value, exact=True).click()
    page.get_by_label("成文日期 从").fill("2021-04")
    expect(heading(visit)).to_contain_text("限定范围（2 项）")
    visit.ask(QUESTION, "answered")
    expect(page.locator(".yj-scope")).to_have_text(
        f"仅在以下范围内查找：发文机关为{issuer.value}；成文日期自2021年4月1日起"
    )
    assert cited(visit) == {plan.id}

    page.get_by_label("成文日期 到").fill("今年")
    page.get_by_label("问题").press("Enter")
    failure = page.locator("[data-status=failed]")
    expect(failure.locator("h2")).to_have_text("成文日期“今年”不是有效的日期")
    expect(failure.locator("p").last).to_contain_text("请写成 2024-05-31 的样子")

    # Each list has a small button of this name too.
    page.locator("#yiju-scope-clear", has_text="清除").click()
    expect(page.get_by_label("成文日期 到")).to_have_value("")
    expect(heading(visit)).not_to_contain_text("项")
    visit.ask(QUESTION, "answered")
    assert page.locator(".yj-scope").count() == 0
    assert cited(visit) == everywhere


def test_an_example_is_asked_within_the_range(visit: Visit, assistant: Assistant) -> None:  # noqa: F811
    page, plan = visit.page, assistant.snapshot.find("川数字经济办〔2021〕3号")
    heading(visit).click()
    page.get_by_label("文件", exact=True).fill("2021年四川省")
    page.get_by_role("option").click()
    expect(heading(visit)).to_contain_text("限定范围（1 项）")
    page.locator("#yiju-examples button").first.click()
    expect(page.locator(".yj-scope")).to_contain_text("（川数字经济办〔2021〕3号）")
    assert cited(visit) == {plan.id}
