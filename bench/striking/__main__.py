"""The jam on a screen, or its sound process, whichever is asked for."""

import sys
from pathlib import Path

from bench.striking import run_jam, serve

if sys.argv[1] == "--app":
    run_jam(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
else:
    serve(sys.argv[1], Path(sys.argv[2]))
