"""What the measured processes have used, those that have ended in the meantime too."""

import os
import subprocess
import sys

from tests.bench.measuring import cpu_of

BUSY = "import time\nwhile time.process_time() < 0.1: pass"


def test_a_child_that_ends_takes_nothing_away():
    before = cpu_of([os.getpid()])
    child = subprocess.Popen([sys.executable, "-S", "-c", f"{BUSY}\ninput()"], stdin=subprocess.PIPE)
    try:
        while (running := cpu_of([os.getpid()])) < before + 0.1:
            pass
    finally:
        child.communicate(b"\n")
    assert cpu_of([os.getpid()]) >= running
