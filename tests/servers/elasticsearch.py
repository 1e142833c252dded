"""A real Elasticsearch from the zip that Elastic publishes for integration tests; no Docker.

``python -m tests.servers.elasticsearch`` runs one until Ctrl-C and prints its address.
It is the server without most of its modules: no cjk or ngram analysis, no scripts, no reindex.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import urllib.request
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from .process import Server, ServerUnavailable, free_port, serve_until_interrupted

VERSION = "8.19.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
HEAP = "512m"
QUICK_START = "-XX:TieredStopAtLevel=1"
"""What Java translates once well enough it does not translate again better: these servers live for
minutes, and a start takes 9 s of a processor instead of 15."""
OLDEST_JAVA = 17


def cache_folder() -> Path:
    """Where downloads stay between runs: the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "heritage-test"


def distribution() -> Path:
    """The zip, fetched through Maven the first time."""
    zipped = cache_folder() / f"elasticsearch-{VERSION}.zip"
    if zipped.exists():
        return zipped
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerUnavailable(
            f"缺少 Elasticsearch 测试包（{zipped.name}），也没有 Maven 可以下载它。"
            "请安装 maven（Debian：apt-get install maven），再运行一次。"
        )
    zipped.parent.mkdir(parents=True, exist_ok=True)
    fetched = subprocess.run(
        [
            maven,
            *("-B", "-q", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"),
            *(f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={zipped.parent}"),
            "-Dmdep.overWriteIfNewer=false",
        ],
        capture_output=True,
        text=True,
        timeout=900,
    )
    if fetched.returncode != 0 or not zipped.exists():
        raise ServerUnavailable(
            "Elasticsearch 测试包下载失败，请检查网络后再试。Maven 的输出：\n"
            + (fetched.stdout + fetched.stderr)[-2000:]
        )
    return zipped


@cache
def java_home() -> Path:
    """A Java new enough: JAVA_HOME, the one on the path, or any installed beside it."""
    on_path = shutil.which("java")
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += [Path(on_path).resolve().parent.parent] if on_path else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    for home in homes:
        java = home / "bin" / "java"
        if not java.exists():
            continue
        told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        version = re.search(r'version "(\d+)', told)
        if version and int(version[1]) >= OLDEST_JAVA:
            return home
    raise ServerUnavailable(
        f"没有找到 Java {OLDEST_JAVA} 或更新的版本，Elasticsearch 无法启动。"
        "请安装（Debian：apt-get install openjdk-17-jre-headless），再运行一次。"
    )


class ElasticsearchServer(Server):
    """One node that is a cluster of its own."""

    name = "elasticsearch"
    start_seconds = 120.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def root(self) -> Path:
        return self.home / f"elasticsearch-{VERSION}"

    def prepare(self) -> None:
        java_home()
        with zipfile.ZipFile(distribution()) as archive:
            archive.extractall(self.home)
        for program in (self.root / "bin").iterdir():
            program.chmod(0o755)
        (self.root / "config" / "elasticsearch.yml").write_text(
            f"cluster.name: heritage-{self.port}\n"
            "discovery.type: single-node\n"
            "network.host: 127.0.0.1\n"
            f"http.port: {self.port}\n"
            f"transport.port: {free_port()}\n"
            "xpack.security.enabled: false\n"
            # a nearly full disk of a developer must not make the indexes read-only
            "cluster.routing.allocation.disk.threshold_enabled: false\n"
            # containers seldom allow the number of memory maps that it asks for
            "node.store.allow_mmap: false\n"
        )
        self.give_away()

    def command(self) -> Sequence[str]:
        return [str(self.root / "bin" / "elasticsearch")]

    def environment(self) -> Mapping[str, str]:
        return {
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP} {QUICK_START}",
            "CLI_JAVA_OPTS": QUICK_START,  # the program that starts the server is in Java, too
            "ES_TMPDIR": str(self.scratch),
        }

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=3
            ) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


if __name__ == "__main__":
    serve_until_interrupted(ElasticsearchServer())
