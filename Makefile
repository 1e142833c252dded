# 河东非遗. `make help` lists the commands. Needs Python 3.11 or newer and make, nothing more.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
export PORT PYTHON
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input install --quiet --require-hashes
# What is installed is remembered in the virtual environment: nothing to do until a lock changes.
SITE := $(VENV)/.installed-site
TOOLS := $(VENV)/.installed-tools

.PHONY: help run test lint format bench reset-demo lock FORCE

help: ## 列出全部命令
	@echo "河东非遗：非物质文化遗产名录与公共检索"; echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

run: $(SITE) ## 启动网站（首次会安装依赖、载入示例数据）；换端口：make run PORT=8001
	@$(PY) scripts/serve.py

test: $(TOOLS) ## 运行全部检查与测试，最后说明哪些没有运行
	@$(PY) scripts/run_tests.py

lint: $(TOOLS) ## 只检查代码：风格、模板、引用方向、类型、迁移
	@$(PY) scripts/lint.py

format: $(TOOLS) ## 按统一风格改写代码与模板
	@$(PY) scripts/lint.py --fix

bench: $(TOOLS) ## 测量检索、页面与建索引的速度（以比值表示）
	@$(PY) -m bench

reset-demo: $(SITE) ## 删除示例数据并重新载入；有真实记录时拒绝执行
	@$(PY) manage.py load_demo --reset

lock: $(TOOLS) ## 由 requirements*.in 重新生成带哈希的锁定文件
	@$(PY) scripts/lock.py

$(PY): FORCE
	@scripts/make-venv $(VENV)

$(SITE): requirements.txt | $(PY)
	@echo "正在安装依赖（首次约需一两分钟）……"
	@$(PIP) -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(SITE)
	@echo "正在安装测试工具……"
	@$(PIP) -r requirements-dev.txt
	@touch $@

FORCE:
