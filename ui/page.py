"""The web page: a question box, the answer, and the source beside it. It and its parts (`page_*.py`) use Gradio.

Nothing of a visitor is kept on the server: a question comes in, the finished reply goes back to the one browser that
asked. Gradio reads GRADIO_ANALYTICS_ENABLED while it is imported, so the entry point that serves sets it to False
before it imports this module; the page itself switches analytics off once more.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from assistant import MAX_QUESTION, Assistant
from corpus import YijuError
from ui.doors import Doors
from ui.examples import example_questions
from ui.page_filters import FilterControls
from ui.reply_view import ReplyView
from ui.scope import Scope

_EXAMPLES_FROM = 100
"""Documents, from the first on, of which example questions are made."""
_CONCURRENT = 32
"""Questions answered at the same time; further ones wait in Gradio's queue."""

_SANS = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "sans-serif",
)
_MONO = ("Noto Sans Mono CJK SC", "Menlo", "Consolas", "monospace")


def mount_page(app: FastAPI, assistant: Assistant) -> FastAPI:
    """Mount the page at `/`, behind every route `app` already has.

    Args:
        app: the application; routes added to it afterwards are not reached.
        assistant: answers the questions; its snapshot is what the page says it knows.
    """

    async def mount() -> None:
        gr.mount_gradio_app(
            app,
            _blocks(assistant),
            path="/",
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            mcp_server=False,
            enable_monitoring=False,
            max_file_size=1,
            favicon_path=str(files("ui") / "templates" / "favicon.png"),
            theme=_theme(),
            head=f"<style>{_template('page.css')}</style><script>{_template('page.js')}</script>",
        )

    # Where no event loop runs Gradio makes four, makes them the thread's own and never closes them. A thread of its own
    # has a running loop whether or not the caller has one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, mount()).result()
    page = app.routes.pop()
    assert isinstance(page, Mount)  # noqa: S101  what mount_gradio_app has just appended
    app.mount("/", Doors(page.app))
    return app


def _blocks(assistant: Assistant) -> gr.Blocks:
    view = ReplyView()
    documents = assistant.snapshot.documents
    looked_at = documents[:_EXAMPLES_FROM]
    scope = Scope(assistant.snapshot)

    def ask(sent: object, *entered: object) -> Iterator[tuple[str, object]]:
        question = _question(sent)
        yield view.pending(question), gr.Button(interactive=False)
        try:
            filters = scope.filters(controls.entered(entered))
            answer, understood = assistant.ask(question, filters=filters), assistant.understand(question)
            reply = view.reply(answer, assistant.snapshot, understood, scope.told(filters))
        except YijuError as error:
            reply = view.failure(question, error)
        yield reply, gr.Button(interactive=True)

    def ask_example(sent: object, *entered: object) -> Iterator[tuple[str, str, object]]:
        for reply, button in ask(sent, *entered):
            yield _question(sent), reply, button

    def crashed() -> tuple[str, object]:
        return view.crash(), gr.Button(interactive=True)

    blocks = gr.Blocks(title="依据", analytics_enabled=False, fill_width=True)
    with blocks:
        _html(view.header(len(documents)), "yiju-header")
        with gr.Row(equal_height=True):
            box = gr.Textbox(
                label="问题",
                show_label=False,
                container=False,
                placeholder="输入问题，按回车提问",
                lines=1,
                max_lines=6,
                max_length=MAX_QUESTION,
                autofocus=True,
                scale=1,
                elem_id="yiju-question",
            )
            button = gr.Button("提问", variant="primary", scale=0, elem_id="yiju-ask")
        controls = FilterControls(scope)
        questions = example_questions(looked_at)
        reply = _html(view.welcome(examples=bool(questions)), "yiju-reply")
        with gr.Row(elem_id="yiju-examples"):
            examples = [gr.Button(question) for question in questions]
        asked = gr.on(
            [button.click, box.submit],
            ask,
            [box, *controls.inputs],
            [reply, button],
            preprocess=False,
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=_CONCURRENT,
        )
        chosen = [
            example.click(
                ask_example,
                [example, *controls.inputs],
                [box, reply, button],
                preprocess=False,
                show_progress="hidden",
                api_visibility="private",
                concurrency_limit=_CONCURRENT,
            )
            for example in examples
        ]
        for event in (asked, *chosen):
            event.failure(crashed, None, [reply, button], show_progress="hidden", api_visibility="private")
    return blocks


def _question(sent: object) -> str:
    """The question of a request; what is no text is no question."""
    return sent if isinstance(sent, str) else ""


def _html(value: str, elem_id: str) -> gr.Markdown:
    """A block of finished HTML.

    gr.HTML compiles its content in the browser, which a content security policy without 'unsafe-eval' forbids;
    gr.Markdown does not. Its sanitiser would drop the data and aria attributes; the templates escape everything.
    """
    return gr.Markdown(value, elem_id=elem_id, sanitize_html=False, latex_delimiters=[])


def _template(name: str) -> str:
    return (files("ui") / "templates" / name).read_text(encoding="utf-8")


def _theme() -> gr.themes.Base:
    """Local fonts only, Chinese ones first; colours as in page.css."""
    accent, pressed = "#1c4f8f", "#163f73"
    return gr.themes.Base(font=list(_SANS), font_mono=list(_MONO), radius_size="lg").set(
        body_background_fill="#f4f6f8",
        body_background_fill_dark="#11161d",
        body_text_color="#1b2430",
        body_text_color_dark="#e4e9f0",
        input_background_fill="#ffffff",
        input_background_fill_dark="#19202a",
        input_border_color="#c9d2dc",
        input_border_color_dark="#3a4655",
        input_border_color_focus=accent,
        input_border_color_focus_dark="#8db8f2",
        input_placeholder_color="#6b7787",
        input_placeholder_color_dark="#8796a7",
        button_primary_background_fill=accent,
        button_primary_background_fill_dark="#2f6db8",
        button_primary_background_fill_hover=pressed,
        button_primary_background_fill_hover_dark="#3b7ccb",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
    )
