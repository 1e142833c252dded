"""Where the project lies, and the environment, which only this package reads."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
# Real variables win over the file's; the tests name a file that is not there.
env.read_env(env.str("ENV_FILE", default="") or BASE_DIR / ".env")
