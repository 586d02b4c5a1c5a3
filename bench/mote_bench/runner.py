"""All trials, several at a time, with progress; what is finished is kept whatever happens next."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from tqdm import tqdm

from mote_bench import process
from mote_bench.results import Row

Task = tuple[str, str, int]  # picture, codec, budget


class TimeLeft:
    """Guesses the seconds left from what each codec's trials have taken so far, at `jobs` at a time.

    Trials answered from the cache take next to nothing and would spoil the means: they are left out while any of the
    codec took longer.
    """

    _CACHED_S = 0.2

    def __init__(self, tasks: Iterable[Task], jobs: int):
        self._left: dict[str, int] = {}
        for _, codec, _ in tasks:
            self._left[codec] = self._left.get(codec, 0) + 1
        self._taken: dict[str, list[float]] = {}
        self._jobs = jobs

    def finished(self, task: Task, seconds: float) -> None:
        self._left[task[1]] -= 1
        self._taken.setdefault(task[1], []).append(seconds)

    def seconds(self) -> float | None:
        """None before anything is known."""
        means = {}
        for codec, taken in self._taken.items():
            slow = [seconds for seconds in taken if seconds > self._CACHED_S] or taken
            means[codec] = sum(slow) / len(slow)
        if not means:
            return None
        unknown = sum(means.values()) / len(means)
        return sum(count * means.get(codec, unknown) for codec, count in self._left.items()) / self._jobs


def run_all(
    tasks: list[Task],
    trial: Callable[[Task], list[Row]],
    jobs: int,
    on_rows: Callable[[list[Row]], None] = lambda rows: None,
    quiet: bool = False,
) -> tuple[list[Row], bool]:
    """Runs `trial` on every task: (rows, whether all were run). Ctrl-C ends early with the rows that are done.

    A trial that raises costs its own rows only. on_rows is called on this thread with each trial's rows.
    """
    rows: list[Row] = []
    left = TimeLeft(tasks, jobs)
    stop = threading.Event()

    def timed(task: Task) -> tuple[list[Row], float]:
        if stop.is_set():
            return [], 0.0
        begin_s = time.monotonic()
        try:
            done = trial(task)
        except Exception as error:  # noqa: BLE001: whatever went wrong, the other rows are wanted
            done = [Row(*task, status=f"failed: {type(error).__name__}: {error}"[:200])]
        return done, time.monotonic() - begin_s

    complete = True
    next_line = 1
    with ThreadPoolExecutor(jobs) as pool, tqdm(total=len(tasks), unit="trial", disable=True if quiet else None) as bar:
        waiting: dict[Future, Task] = {pool.submit(timed, task): task for task in tasks}
        try:
            while waiting:
                done, _ = wait(waiting, timeout=1, return_when=FIRST_COMPLETED)
                for future in done:
                    task = waiting.pop(future)
                    new_rows, seconds = future.result()
                    left.finished(task, seconds)
                    rows.extend(new_rows)
                    on_rows(new_rows)
                    bar.update()
                seconds_left = left.seconds()
                if seconds_left is None:
                    continue
                bar.set_postfix_str(f"{seconds_left / 60:.1f} min left")
                # Not on a terminal the bar is silent: a line now and then instead.
                finished = len(tasks) - len(waiting)
                if bar.disable and not quiet and finished >= next_line:
                    print(f"{finished} of {len(tasks)}, {seconds_left / 60:.1f} min left", flush=True)
                    next_line = finished + max(1, len(tasks) // 20)
        except KeyboardInterrupt:
            complete = False
            stop.set()
            for future in waiting:
                future.cancel()
            process.stop_all()
            tqdm.write("stopping: what is finished is kept, the next run goes on from here")
    return rows, complete
