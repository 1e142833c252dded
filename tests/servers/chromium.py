"""The browser that is installed; Playwright drives it and downloads none of its own."""

from __future__ import annotations

import os
import shutil

from .process import ServerUnavailable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


def chromium() -> str:
    """The program's path: CHROMIUM from the environment, or the first known name on the path."""
    told = os.environ.get("CHROMIUM")
    for name in [told] if told else NAMES:
        program = shutil.which(name)
        if program:
            return program
    raise ServerUnavailable(
        "没有找到 Chromium 浏览器。请安装（Debian：apt-get install chromium fonts-noto-cjk），"
        "或用环境变量 CHROMIUM 指出它的位置，再运行一次。"
    )
