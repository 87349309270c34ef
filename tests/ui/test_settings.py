import os
from pathlib import Path

import platformdirs
import pytest

from index import BUNDLED
from ui.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.upper().startswith("YIJU_"):
            monkeypatch.delenv(name)


def test_without_an_environment_the_defaults_hold() -> None:
    assert load_settings() == Settings(
        home=Path(".yiju"),
        cache=platformdirs.user_cache_path("yiju"),
        model=BUNDLED,
        dtype="auto",
        host="127.0.0.1",
        port=7860,
        debug=False,
        dev_data=None,
    )


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("YIJU_HOME", "/srv/资料 库", "home", Path("/srv/资料 库")),
        ("YIJU_HOME", "~/yiju", "home", Path.home() / "yiju"),
        ("YIJU_CACHE", "cache", "cache", Path("cache")),
        ("YIJU_MODEL", " BAAI/bge-small-zh-v1.5 ", "model", "BAAI/bge-small-zh-v1.5"),
        ("YIJU_RERANKER", "/srv/重排", "reranker", "/srv/重排"),
        ("YIJU_DTYPE", "bf16", "dtype", "bf16"),
        ("YIJU_HOST", "::1", "host", "::1"),
        ("YIJU_PORT", "0", "port", 0),
        ("YIJU_PORT", "65535", "port", 65535),
        ("YIJU_DEBUG", "1", "debug", True),
        ("YIJU_DEBUG", "0", "debug", False),
        ("YIJU_DEV_DATA", "data", "dev_data", Path("data")),
        ("yiju_port", "80", "port", 80),
        ("YIJU_PORT", "", "port", 7860),
        ("YIJU_HOME", "", "home", Path(".yiju")),
    ],
)
def test_an_environment_variable_sets_its_field(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, field: str, value: object
) -> None:
    monkeypatch.setenv(name, text)
    assert getattr(load_settings(), field) == value


def test_what_is_given_by_hand_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIJU_PORT", "8000")
    monkeypatch.setenv("YIJU_HOME", "from-environment")
    settings = load_settings(port=9000, home=None)
    assert (settings.port, settings.home) == (9000, Path("from-environment"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("YIJU_PORT", "八千", "应为整数"),
        ("YIJU_PORT", "80.5", "应为整数"),
        ("YIJU_PORT", "-1", "不能小于 0"),
        ("YIJU_PORT", "65536", "不能大于 65535"),
        ("YIJU_PORT", "9" * 5_000, "数值太大"),
        ("YIJU_DTYPE", "int8", "只能是 'auto'、'fp32'、'bf16'"),
        ("YIJU_HOST", "   ", "不能为空白"),
        ("YIJU_MODEL", "\t", "不能为空白"),
        ("YIJU_DEBUG", "也许", "应为 true 或 false"),
        ("YIJU_HOME", "~no-such-user-here/yiju", "找不到对应的用户目录"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, said: str
) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    field = Settings.model_fields[name.removeprefix("YIJU_").lower()]
    assert caught.value.message.startswith(f"设置 {name} 的值“{text[:60]}”不能用：")
    assert said in caught.value.message
    assert len(caught.value.message) < 200
    assert name in caught.value.remedy
    assert str(field.description) in caught.value.remedy


def test_a_bad_value_given_by_hand_is_named_as_it_was_given() -> None:
    with pytest.raises(SettingsError, match="设置 port 的值“70000”不能用：不能大于 65535"):
        load_settings(port=70000)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("YIJU_HOEM", "是否想写 YIJU_HOME？"), ("yiju_prot", "是否想写 YIJU_PORT？"), ("YIJU_XYZZY", "YIJU_DTYPE")],
)
def test_a_variable_that_names_no_setting_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, hint: str) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert name in caught.value.message
    assert hint in caught.value.remedy


def test_variables_of_others_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIJUX_HOME", "x")
    monkeypatch.setenv("HOME_YIJU_", "x")
    assert load_settings().home == Path(".yiju")


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SettingsError, match="没有名为 prot 的设置"):
        load_settings(prot=1)


def test_settings_are_fixed_once_read() -> None:
    settings = load_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_in_chinese(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description is not None
    assert any("\u4e00" <= char <= "\u9fff" for char in description)
