"""Runs one command and writes what it took to a descriptor, as one line of JSON.

Arguments: the descriptor, then the command. Started by process.py as a process of its own.

The kernel counts a child's peak memory from the moment of the fork, so a child of a large Python process would seem large
itself. This file imports nothing of size: what it reports begins at some 10 MiB and is the command's own above that.
"""

import json
import os
import sys
import time


def main() -> int:
    report, command = int(sys.argv[1]), sys.argv[2:]
    os.set_inheritable(report, False)
    begin_s = time.perf_counter()
    try:
        child = os.posix_spawnp(command[0], command, os.environ)
    except OSError as error:
        os.write(report, json.dumps({"error": f"{command[0]}: {error.strerror}"}).encode())
        return 0
    _, status, usage = os.wait4(child, 0)
    wall_s = time.perf_counter() - begin_s
    taken = {
        "exit_status": os.waitstatus_to_exitcode(status),
        "wall_s": wall_s,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mib": usage.ru_maxrss / 1024,
    }
    os.write(report, json.dumps(taken).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
