"""Commands as measured children: wall and CPU seconds, peak memory, output."""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

_CHILD = Path(__file__).with_name("measured_child.py")


class CommandFailed(Exception):
    """The command could not be started, failed or took too long; the message is one line."""


_lock = threading.Lock()
_running: set[int] = set()  # process groups
_stopping = False


def stop_all() -> None:
    """Ends all commands under way and refuses new ones: their callers see CommandFailed."""
    global _stopping
    with _lock:
        _stopping = True
        for group in _running:
            _kill(group)


def _kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


@dataclass(frozen=True)
class Measured:
    wall_s: float
    cpu_s: float
    peak_mib: float
    output: str  # what the command wrote on stdout and stderr


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no message"


def run(command: list[str], timeout_s: float = 600) -> Measured:
    """Runs `command` without a shell and without input. Raises CommandFailed."""
    read_end, write_end = os.pipe()
    # -I -S: no site packages, so that the child that forks stays small. The report goes to a pipe of its own.
    launcher = [sys.executable, "-I", "-S", str(_CHILD), str(write_end), *command]
    with os.fdopen(read_end, "r") as report:
        with _lock:
            if _stopping:
                os.close(write_end)
                raise CommandFailed("stopped")
            child = subprocess.Popen(
                launcher,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[write_end],
                text=True,
                errors="replace",
                start_new_session=True,
            )
            _running.add(child.pid)
        os.close(write_end)
        try:
            output, _ = child.communicate(timeout=timeout_s)
        except BaseException as error:
            # The group, so that no grandchild outlives a timeout or Ctrl-C.
            _kill(child.pid)
            child.communicate()
            if isinstance(error, subprocess.TimeoutExpired):
                raise CommandFailed(f"{command[0]} took more than {timeout_s:g} s") from error
            raise
        finally:
            with _lock:
                _running.discard(child.pid)
        text = report.read()
    if not text:
        raise CommandFailed(f"{command[0]}: no report: {_last_line(output)}")
    result = json.loads(text)
    if "error" in result:
        raise CommandFailed(result["error"])
    if result["exit_status"] != 0:
        raise CommandFailed(f"{command[0]} ended with {result['exit_status']}: {_last_line(output)}")
    return Measured(result["wall_s"], result["cpu_s"], result["peak_mib"], output)
