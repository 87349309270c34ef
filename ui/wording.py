"""Chinese words for what pydantic refuses, for people who write settings and requests."""

from collections.abc import Mapping, Sequence
from typing import Any

_TYPES = {
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "date_type": "应为日期",
    "dict_type": "应为对象",
    "float_type": "应为数字",
    "int_from_float": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "数值太大",
    "int_type": "应为整数",
    "list_type": "应为列表",
    "missing": "缺少这一项",
    "model_attributes_type": "应为对象",
    "model_type": "应为对象",
    "path_type": "应为路径",
    "string_type": "应为字符串",
    "string_unicode": "不是合法的文字",
}
_BOUNDED = {
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "string_too_long": "不能超过 {max_length} 个字",
    "string_too_short": "不能少于 {min_length} 个字",
    "too_long": "不能超过 {max_length} 项",
    "too_short": "不能少于 {min_length} 项",
}


def complaint(error: Mapping[str, Any]) -> str:
    """Say in Chinese what is wrong with a value.

    Args:
        error: one entry of `ValidationError.errors()`. A `ValueError` raised by a validator of this package brings
            its own Chinese words.
    """
    kind = str(error["type"])
    context: Mapping[str, Any] = error.get("ctx") or {}
    if kind == "extra_forbidden":
        return "没有这一项"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"只能是 {str(context['expected']).replace(' or ', '、').replace(', ', '、')}"
    if kind in _BOUNDED:
        return _BOUNDED[kind].format_map(dict(context))
    return _TYPES.get(kind, "不符合要求")


def pointer(location: Sequence[int | str]) -> str:
    """The place of a value as a JSON Pointer in URI fragment form (RFC 6901, section 6), without percent encoding."""
    return "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in location)
