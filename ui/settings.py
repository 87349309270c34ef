"""Settings: read once from the environment, checked, and fixed from then on."""

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus import YijuError
from index import BUNDLED
from ui.wording import complaint

PREFIX = "YIJU_"


class SettingsError(YijuError):
    """A setting has a value that cannot be used, or there is no setting of this name."""


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError as error:
        # pathlib says so when ~name is nobody's home.
        message = "路径开头的 ~ 找不到对应的用户目录"
        raise ValueError(message) from error


def _filled(text: str) -> str:
    if not text.strip():
        message = "不能为空白"
        raise ValueError(message)
    return text.strip()


_Path = Annotated[Path, AfterValidator(_expanded)]
_Text = Annotated[str, AfterValidator(_filled)]


class Settings(BaseSettings):
    """All settings. The environment variable is `YIJU_` and the name in capitals; an empty one counts as unset."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    home: _Path = Field(default=Path(".yiju"), description="资料库所在的文件夹：资料来源、原文存档和索引都在这里")
    cache: _Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("yiju"),
        description="缓存文件夹：随软件附带的向量模型展开在这里，删除后会自动重建",
    )
    model: _Text = Field(
        default=BUNDLED,
        description="建立索引用的向量模型：附带的模型、Sentence Transformers 模型的文件夹，或模型在模型库里的名称",
    )
    dtype: Literal["auto", "fp32", "bf16"] = Field(
        default="auto", description="向量计算的精度：auto 按处理器自动选择，fp32 最通用，bf16 在支持它的处理器上更快"
    )
    adapter: Literal["auto", "none"] = Field(
        default="auto", description="是否使用随软件附带、为政策文件训练的适配权重：auto 用在附带的模型上，none 不用"
    )
    reranker: _Text | None = Field(
        default=None,
        description="重排模型：Sentence Transformers 的 CrossEncoder 模型文件夹，或模型在模型库里的名称；不设则不重排",
    )
    host: _Text = Field(default="127.0.0.1", description="网页和接口监听的地址，目前只能是本机地址")
    port: int = Field(default=7860, ge=0, le=65535, description="网页和接口监听的端口，0 表示由系统挑选一个空闲端口")
    reading_seconds: float = Field(
        default=60.0, gt=0, le=86400, description="读取一个文件最多用几秒，大文件另按大小加时；扫描件多时可以调大"
    )
    debug: bool = Field(default=False, description="程序内部出错时是否显示详细信息，供开发者查找原因")
    dev_data: _Path | None = Field(default=None, description="开发用数据所在的文件夹；只有开发测试用到，平时不设")


def load_settings(**overrides: str | int | Path | None) -> Settings:
    """Read the environment, the only place that does.

    Args:
        overrides: values that take precedence, by field name; None means not given.

    Raises:
        SettingsError: a value cannot be used, or a `YIJU_` variable names no setting.
    """
    _refuse_unknown(os.environ)
    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise _explained(error, given) from error


def _refuse_unknown(environment: Iterable[str]) -> None:
    """A misspelt variable would otherwise leave the default in force without a word."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in environment:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"是否想写 {close[0]}？" if close else f"可用的有 {'、'.join(known)}。"
            raise SettingsError(f"没有名为 {name} 的设置", remedy=f"{hint}不用的环境变量请删去")


def _explained(error: ValidationError, given: Mapping[str, Any]) -> SettingsError:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return SettingsError(f"没有名为 {name} 的设置", remedy=f"可用的有 {'、'.join(Settings.model_fields)}")
    named = name if name in given else PREFIX + name.upper()
    field = Settings.model_fields[name]
    return SettingsError(
        f"设置 {named} 的值“{str(first['input'])[:60]}”不能用：{complaint(first)}",
        remedy=f"请改正 {named}，它是{field.description}",
    )
