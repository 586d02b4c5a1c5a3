import sys
import threading
import time

import pytest
from mote_bench import process
from mote_bench.process import CommandFailed, run

PYTHON = [sys.executable, "-I", "-S", "-c"]


def test_tells_time_memory_and_output():
    code = "import sys; x = bytearray(80 << 20); print('out'); print('err', file=sys.stderr)\nfor i in range(10**6): pass"
    taken = run([*PYTHON, code])
    assert taken.wall_s > 0 and taken.cpu_s > 0
    assert 80 < taken.peak_mib < 160
    assert sorted(taken.output.split()) == ["err", "out"]


def test_memory_of_this_process_does_not_count():
    ballast = bytearray(300 << 20)
    assert run([*PYTHON, "pass"]).peak_mib < 100
    assert len(ballast) > 0


def test_timeout_ends_the_command():
    begin_s = time.monotonic()
    with pytest.raises(CommandFailed, match="more than 0.3 s"):
        run([*PYTHON, "import time; time.sleep(30)"], timeout_s=0.3)
    assert time.monotonic() - begin_s < 10


def test_failure_names_the_status_and_the_last_line():
    with pytest.raises(CommandFailed, match="ended with 4: second"):
        run([*PYTHON, "import sys; print('first\\nsecond'); sys.exit(4)"])
    with pytest.raises(CommandFailed, match="ended with -9"):
        run([*PYTHON, "import os; os.kill(os.getpid(), 9)"])


def test_stop_all_ends_commands_and_refuses_new_ones(monkeypatch):
    monkeypatch.setattr(process, "_stopping", False)
    outcome = []

    def work():
        try:
            run([*PYTHON, "import time; time.sleep(30)"])
        except CommandFailed as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while not process._running:
        time.sleep(0.01)
    process.stop_all()
    thread.join(10)
    assert not thread.is_alive() and outcome
    with pytest.raises(CommandFailed, match="stopped"):
        run([*PYTHON, "pass"])
