"""A small library and a tiny real model for the tests of this package."""

from pathlib import Path

import pytest

from index import Encoder, ModelSetting, Segmenter, load_encoder
from tests.tiny import tiny_model

PLAN = """某市人民政府关于发展数字经济的意见
某府发〔2023〕7号
各区人民政府：
一、主要目标
到2025年，新增上云企业3000家。
二、重点任务
（一）建设数据中心。支持企业建设绿色数据中心。
（二）培育人才。每年培训数字人才500人。
某市人民政府
2023年5月6日
"""
RULES = """某省数据条例
第一章 总则
第一条 为了规范数据处理活动，制定本条例。
第二条 本省行政区域内的数据处理活动适用本条例。
第二章 附则
第三条 本条例自2022年1月1日起施行。
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with two documents."""
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "意见.txt").write_text(PLAN, "utf-8")
    (folder / "条例.txt").write_text(RULES, "utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the tiny model."""
    return tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="session")
def tiny_encoder(tiny_folder: Path) -> Encoder:
    """The tiny model, loaded through the public door."""
    return load_encoder(str(tiny_folder), cache=tiny_folder, dtype="fp32")


@pytest.fixture
def model(tiny_folder: Path, tiny_encoder: Encoder) -> ModelSetting:
    """The tiny model as a setting for builds."""
    return ModelSetting(str(tiny_folder), "fp32", lambda _: tiny_encoder)


@pytest.fixture(scope="session")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    """One segmenter for all: loading the dictionary takes a second."""
    return Segmenter(tmp_path_factory.mktemp("segmenter"))
