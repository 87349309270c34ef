"""The controls that narrow a question: those that can do something, and requests that no control would send."""

import asyncio
import json
import secrets
from collections.abc import Sequence

import gradio as gr
import httpx
import pytest

from assistant import Assistant
from tests.ui.test_scope import Shelf, card
from ui.page_filters import FilterControls
from ui.scope import Entered, Scope

pytestmark = [
    # Gradio sums up its events with what pandas 3 is about to drop.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
GOALS = "到2027年数字经济要达到什么目标？"


def laid_out(scope: Scope) -> FilterControls:
    async def lay_out() -> FilterControls:
        with gr.Blocks(analytics_enabled=False):
            return FilterControls(scope)

    # Where no event loop runs, Gradio makes one and never closes it.
    return asyncio.run(lay_out())


def labels(controls: FilterControls) -> list[str]:
    return [str(control.label) for control in controls.inputs]


@pytest.mark.parametrize(
    ("issuer", "date", "shown"),
    [
        (None, None, ["文件"]),
        ("财政厅", None, ["文件", "发文机关"]),
        (None, "2024-05-31", ["文件", "成文日期 从", "成文日期 到"]),
        ("财政厅", "2024-05-31", ["文件", "发文机关", "成文日期 从", "成文日期 到"]),
    ],
)
def test_only_controls_that_can_narrow_something_are_shown(
    issuer: str | None, date: str | None, shown: list[str]
) -> None:
    assert labels(laid_out(Scope(Shelf((card(0, "文件", issuer=issuer, day=date),))))) == shown


def test_every_document_can_be_chosen_by_a_label_of_its_own() -> None:
    scope = Scope(Shelf((card(0, "办法"), card(1, "办法", "2号"))))
    documents = laid_out(scope).inputs[0]
    assert isinstance(documents, gr.Dropdown)
    assert documents.choices == [("办法", f"{0:016x}"), ("办法（2号）", f"{1:016x}")]


def test_a_list_too_long_to_choose_from_is_a_box_to_write_in() -> None:
    scope = Scope(Shelf((card(0, "办法", issuer="财政厅"), card(1, "通知"))), listed=1)
    controls = laid_out(scope)
    assert [type(control) for control in controls.inputs] == [gr.Textbox, gr.Dropdown]


def test_values_go_to_the_fields_of_the_controls_they_come_from() -> None:
    controls = laid_out(Scope(Shelf((card(0, "办法", day="2024-05-31"),))))
    assert controls.entered([["a"], "2024", ""]) == Entered(documents=["a"], from_="2024", to="")


def post(url: str, data: Sequence[object]) -> str:
    """What the page would show after a request to its question event, made by hand."""
    session = secrets.token_hex(8)
    with httpx.Client(base_url=url, timeout=60) as client:
        config = client.get("/config").json()
        ids = {item["props"].get("elem_id"): item["id"] for item in config["components"]}
        (event,) = (
            item["id"] for item in config["dependencies"] if [ids["yiju-ask"], "click"] in map(list, item["targets"])
        )
        # Half a surrogate pair can be sent only as an escape.
        body = json.dumps({"data": data, "fn_index": event, "session_hash": session})
        joined = client.post("/gradio_api/queue/join", content=body, headers={"content-type": "application/json"})
        assert joined.status_code == 200
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
            for line in stream.iter_lines():
                message = json.loads(line.removeprefix("data:")) if line else {}
                if message.get("msg") == "process_completed":
                    assert message["success"]
                    return str(message["output"]["data"][0])
    pytest.fail("the request was not answered")


@pytest.mark.model
@pytest.mark.parametrize(
    ("entered", "shown"),
    [
        ([None, None, None, None], 'data-status="answered"'),
        ([["f" * 16], [], "", ""], "所选的文件或发文机关已经不在资料库里"),
        ([[], ["<script>"], "", ""], "所选的文件或发文机关已经不在资料库里"),
        ([{"path": "/etc/hostname"}, [], "", ""], "限定范围的内容无法识别"),
        ([[], [], "<b>\ud800</b>", ""], "成文日期“&lt;b&gt;?&lt;/b&gt;”不是有效的日期"),
    ],
)
def test_a_request_that_no_control_would_send_is_answered_in_words(
    live_server: str, entered: list[object], shown: str
) -> None:
    assert shown in post(live_server, [GOALS, *entered])


@pytest.mark.model
def test_a_question_that_is_no_text_is_no_question(live_server: str) -> None:
    assert "问题是空的" in post(live_server, [{"question": GOALS}, [], [], "", ""])


@pytest.mark.model
def test_nothing_in_the_range_is_refused_as_ever(live_server: str, assistant: Assistant) -> None:
    oldest = min(card.metadata.date.value for card in assistant.snapshot.catalogue if card.metadata.date)
    reply = post(live_server, [GOALS, [], [], "", f"{int(oldest[:4]) - 1}"])
    assert 'data-status="refused"' in reply
    assert "仅在以下范围内查找：成文日期截至2020年12月31日" in reply
    assert "所选范围内没有文件。" in reply
