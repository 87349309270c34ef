"""The controls of the page that narrow a question: documents, issuing bodies, dates."""

import json
from collections.abc import Sequence

import gradio as gr

from ui.scope import NAMED, Entered, Scope

_HEADING = "限定范围"
_COUNT = f"""(...values) => {{
  const filled = values.filter((value) => (typeof value === "string" ? value.trim() : value?.length)).length;
  return {{ label: filled ? `{_HEADING}（${{filled}} 项）` : "{_HEADING}", __type__: "update" }};
}}"""
"""Puts the number of conditions into the heading."""
_DAY_EXAMPLES = "2024-05-31 或 2024"


class FilterControls:
    """The folded part under the question box. What is entered stays in the browser and comes with each question.

    Counting and clearing need no server. Nor should they ask it: when one event ends just as another begins, Gradio may
    close the stream that the second one waits on, and a question asked right after a date was written would hang.

    Attributes:
        inputs: the controls, for events that need what was entered. Such an event must not let Gradio preprocess it:
            the objections of Gradio's own checks are in English and list every choice. `Scope.filters` checks instead.
    """

    def __init__(self, scope: Scope) -> None:
        """Lay out, inside a `gr.Blocks`, the controls that can narrow anything in a library."""
        controls: dict[str, gr.Dropdown | gr.Textbox] = {}
        with gr.Accordion(_HEADING, open=False, elem_id="yiju-scope") as frame:
            with gr.Row():
                controls["documents"] = _documents(scope)
                if scope.issuers:
                    controls["issuers"] = gr.Dropdown(scope.issuers, multiselect=True, label="发文机关", min_width=240)
            with gr.Row(elem_id="yiju-scope-days"):
                if scope.dated:
                    controls["from_"] = _day("成文日期 从")
                    controls["to"] = _day("成文日期 到")
                clear = gr.Button("清除", scale=0, min_width=80, elem_id="yiju-scope-clear")
            if scope.dated and scope.undated:
                gr.Markdown(f"限定日期后，{scope.undated} 份没有成文日期的文件不在其内。", elem_id="yiju-scope-note")
        self._fields = tuple(controls)
        self.inputs = tuple(controls.values())
        # Gradio's event `input` knows of keys only, not of what is pasted.
        changes = [control.change for control in self.inputs]
        gr.on(changes, None, list(self.inputs), frame, js=_COUNT, api_visibility="private")
        empty = [[] if isinstance(control, gr.Dropdown) else "" for control in self.inputs]
        clear.click(None, None, list(self.inputs), js=f"() => {json.dumps(empty)}", api_visibility="private")

    def entered(self, values: Sequence[object]) -> Entered:
        """What was entered, from the values of `inputs`."""
        return Entered(**dict(zip(self._fields, values, strict=True)))


def _documents(scope: Scope) -> gr.Dropdown | gr.Textbox:
    if scope.listed:
        choices = [(name.label, ident) for ident, name in scope.names.items()]
        return gr.Dropdown(choices, multiselect=True, label="文件", scale=2, min_width=240)
    return gr.Textbox(
        label="文件",
        placeholder=f"标题、发文字号或编号，一行一份，最多 {NAMED} 份",
        lines=2,
        max_lines=6,
        scale=2,
        min_width=240,
    )


def _day(label: str) -> gr.Textbox:
    return gr.Textbox(label=label, placeholder=_DAY_EXAMPLES, max_lines=1, min_width=120)
