# 依据：安装、运行和测试都从这里开始。
#
#   make run    安装、建立索引、回答一个问题，然后打开网页
#   make test   代码检查和全部测试
#
# 除 Python 3.11（或更新）、pip、make 和一个 Python 软件源以外，不需要别的东西。

# 用哪个 Python 建立环境；要换就写 make install PYTHON=python3.12。
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3 python; do \
  if $$name -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then echo $$name; exit; fi; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin

# 测试过的版本。当前软件源会带来 CUDA 组件（几个 GB）时，torch 本身改从 TORCH_INDEX 安装 CPU 版。
TORCH := torch==2.13.0
TORCH_INDEX := https://download.pytorch.org/whl/cpu

# 问题不经 make 和 shell 展开，由环境变量原样交给程序：make ask Q="问题"
Q ?=
export QUESTION := $(value Q)
unexport Q
export DEMO := 2021年全省要新增多少家上云企业？

PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run ask test browser clean

help:
	@echo "make run            安装、建立索引、回答一个示例问题，然后在 127.0.0.1:7860 打开网页"
	@echo "make test           代码检查和全部测试"
	@echo "make install        只安装"
	@echo "make ask Q=\"问题\"   回答一个问题"
	@echo "make clean          删除环境、索引和各种缓存"

install: $(INSTALLED)
	@echo "已安装在 $(VENV)"

$(BIN)/python:
	@"$(PYTHON)" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
	  echo "错误：需要 Python 3.11 或更新的版本，“$(PYTHON)”不是。请先安装，或用 make $(MAKECMDGOALS) PYTHON=路径 指定。" >&2; exit 1; }
	@echo "建立 Python 环境 $(VENV) …"
	@# Debian 把 ensurepip 放在另一个包里；没有它时，用外面的 pip 把 pip 装进环境。
	@"$(PYTHON)" -c "import ensurepip" 2>/dev/null && "$(PYTHON)" -m venv --clear $(VENV) || { \
	  "$(PYTHON)" -m venv --clear --without-pip $(VENV) && \
	  "$(PYTHON)" -m pip --python $@ -qq --disable-pip-version-check install pip; } || { \
	  rm -rf $(VENV); echo "错误：无法建立环境。请安装 venv 组件（Debian：apt-get install python3-venv）后再试。" >&2; exit 1; }

$(INSTALLED): pyproject.toml Makefile $(BIN)/python
	@echo "查看 torch 会带来什么 …"
	@# 旧的 pip 在 --dry-run 时也会下载整个安装包，所以先更新它。
	@$(PIP) install --upgrade pip
	@would_install() { $(PIP) install --dry-run --report $(VENV)/torch.json "$$@"; }; \
	if would_install "$(TORCH)" && grep -Eq '"name": "(nvidia|triton|cuda)' $(VENV)/torch.json; then \
	  echo "当前软件源的 torch 带有 CUDA 组件，改从 $(TORCH_INDEX) 安装 CPU 版 …"; \
	  set -- --no-deps --index-url "$(TORCH_INDEX)" "$(TORCH)"; \
	  if ! would_install "$$@" || grep -q nvidia $(VENV)/torch.json || ! $(PIP) install "$$@"; then \
	    echo "错误：从 $(TORCH_INDEX) 没有得到 CPU 版的 torch。别的来源可以用 make $(MAKECMDGOALS) TORCH_INDEX=网址 指定。" >&2; \
	    exit 1; \
	  fi; \
	fi
	@echo "安装依赖，第一次要几分钟 …"
	@$(PIP) install --editable . "$(TORCH)"
	@# pip 不编译以可编辑方式安装的代码；不先编译，每条命令都要多等一会儿。
	@$(BIN)/python -m compileall -q corpus index assistant eval ui
	@touch $@
	@echo "安装完成，环境占用 $$(du -sh $(VENV) | cut -f1)"

$(INSTALLED_DEV): $(INSTALLED)
	@echo "安装测试工具 …"
	@$(PIP) install --editable ".[dev]" "$(TORCH)"
	@touch $@

run: $(INSTALLED)
	@$(BIN)/yiju build
	@echo
	@$(BIN)/yiju ask -- "$$DEMO"
	@echo
	@$(BIN)/yiju serve

ask: $(INSTALLED)
	@$(BIN)/yiju build
	@$(BIN)/yiju ask -- "$$QUESTION"

browser:
	@if command -v chromium >/dev/null && [ -n "$$(fc-list :lang=zh 2>/dev/null)" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then \
	  echo "安装浏览器测试要用的 chromium 和中文字体 …"; \
	  { apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fontconfig fonts-noto-cjk >/dev/null; \
	  } </dev/null || echo "没有装上，浏览器测试将被跳过。"; \
	else \
	  echo "没有 chromium 或中文字体，浏览器测试将被跳过（Debian：apt-get install chromium fontconfig fonts-noto-cjk）。"; \
	fi

test: $(INSTALLED_DEV) browser
	@failed=""; \
	check() { \
	  name="$$1"; shift; echo; echo "── $$name"; \
	  "$$@" || failed="$$failed $$name"; \
	}; \
	check "ruff check" $(BIN)/ruff check .; \
	check "ruff format" $(BIN)/ruff format --check .; \
	check "mypy" $(BIN)/mypy; \
	check "lint-imports" $(BIN)/lint-imports; \
	check "pytest" $(BIN)/python -m pytest; \
	echo; \
	if [ -n "$$failed" ]; then echo "没有通过：$$failed"; exit 1; fi; \
	echo "全部通过：ruff check、ruff format、mypy、lint-imports、pytest"

clean:
	rm -rf $(VENV) .yiju build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
