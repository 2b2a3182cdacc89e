"""The way in: ctrl+c before anything is loaded is a wish like any other."""

import os
import subprocess
import sys
from pathlib import Path


def test_ctrl_c_while_libraries_load_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    done = subprocess.run(
        [sys.executable, "-m", "companion", "--version"],
        env=environment, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 130
    assert done.stderr == "Stopped. What was saved stays saved.\n"
