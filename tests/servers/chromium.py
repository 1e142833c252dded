"""The browser that is installed; Playwright drives it and downloads none of its own."""

from __future__ import annotations

import os
import shutil

from .process import ServerUnavailable

ARGUMENTS = (
    "--no-sandbox",
    # The last of several such lists counts. The first lines are what Playwright itself turns off;
    # the others are the address bar's pages and a page kept in reserve, which each context would
    # start anew, although no window is seen: without them a context costs little more than half.
    "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,"
    "NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "WebUIOmnibox,WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess",
)
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
