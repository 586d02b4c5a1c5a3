import threading

import pandas
import pytest
from mote_bench import results, runner, summary
from mote_bench.codecs import Codec
from mote_bench.results import Row
from mote_bench.runner import TimeLeft, run_all


def row(picture, codec, budget=4096, width=100, dssim2016=0.1, ssimulacra2=10.0, **changes):
    fields = {"height": 50, "bytes": budget - 4, "dssim2016": dssim2016, "ssimulacra2": ssimulacra2, "psnr": 25.0}
    fields |= {"dssim": 0.2, "butteraugli": 9.0, "encode_cpu_s": 1.0, "setting": "7"}
    return Row(picture, codec, budget, width, **(fields | changes))


def no_fit(picture, codec, budget=4096):
    return Row(picture, codec, budget, status="no fit: its least is 5000 bytes")


def test_csv_round_trip_keeps_rows_and_notes(tmp_path):
    table = results.frame([row('a, "b".png', "x"), no_fit("c.png", "x"), row("ü\u00a0.png", "y", setting="07")])
    path = tmp_path / "deep" / "corpus.csv"
    results.write(path, table, {"commit": "abc", "version of x": "1.0: beta"})
    read, notes = results.read(path)
    assert notes == {"commit": "abc", "version of x": "1.0: beta"}
    pandas.testing.assert_frame_equal(read, table, check_dtype=False)
    assert read["setting"].tolist() == table["setting"].tolist() == ["7", "", "07"]
    # The same rows give the same bytes.
    again = tmp_path / "again.csv"
    results.write(again, read, notes)
    assert again.read_bytes() == path.read_bytes()


def test_merge_replaces_whole_trials_and_keeps_the_rest():
    old = results.frame([row("a", "x", width=1), row("a", "x", width=2), row("a", "y"), row("a", "x", budget=300)])
    new = results.frame([row("a", "x", width=3)])
    merged = results.merge(old, new)
    assert merged[["codec", "budget", "width"]].values.tolist() == [["x", 300, 100], ["x", 4096, 3], ["y", 4096, 100]]
    assert results.merge(None, new) is new


def test_best_follows_the_metric():
    table = results.frame([row("a", "x", width=1, dssim2016=0.1, ssimulacra2=5), row("a", "x", width=2, dssim2016=0.2, ssimulacra2=9)])
    assert results.best(table, "dssim2016")["width"].tolist() == [1]
    assert results.best(table, "ssimulacra2")["width"].tolist() == [2]


def test_lines_take_each_metric_at_its_best_and_count_what_fits():
    codecs = {"x": Codec("x", "The X", "quality"), "y": Codec("y", "The Y", "quality")}
    rows = [row("a", "x", width=1, dssim2016=0.1, ssimulacra2=5), row("a", "x", width=2, dssim2016=0.2, ssimulacra2=9)]
    rows += [row("b", "x", dssim2016=0.3, ssimulacra2=1), row("a", "y", dssim2016=0.05, status="anchor"), no_fit("b", "y")]
    first, second = summary.lines_at(results.frame(rows), 4096, codecs)
    assert (first.label, first.fitted, first.pictures, first.elsewhere) == ("The Y", 1, 2, True)
    assert (second.fitted, second.elsewhere) == (2, False)
    assert second.metrics["dssim2016"] == pytest.approx(0.2)
    assert second.metrics["ssimulacra2"] == pytest.approx(5)
    text = summary.markdown([first, second])
    assert "| The Y ¹ (1 of 2) | 4092 | 0.0500 |" in text and "measured elsewhere" in text


def test_codecs_that_no_picture_fits_are_told_with_their_least():
    codecs = {"y": Codec("y", "The Y", "quality")}
    rows = [no_fit("a", "y"), no_fit("b", "y"), no_fit("a", "x"), row("b", "x"), row("a", "z", status="failed: no such luck")]
    rows[0].status, rows[1].status = "no fit: its least is 5210 bytes", "no fit: its least is 5009 bytes"
    assert summary.out_of_reach(results.frame(rows), 4096, codecs) == ["The Y (5009 bytes at least)"]
    assert summary.out_of_reach(results.frame(rows), 1024, codecs) == []


def test_delta_rates_by_picture():
    budgets = (1024, 2048, 4096, 8192)
    rows = [row(p, "mote-x", b, dssim2016=100 / b, ssimulacra2=b / 100, bytes=b) for p in "ab" for b in budgets]
    # Twice the bytes for the same scores; picture c has no curve of ours.
    rows += [row(p, "other", b, dssim2016=200 / b, ssimulacra2=b / 200, bytes=b) for p in "abc" for b in budgets]
    (line,) = summary.delta_rates(results.frame(rows), ["mote-x"], {})
    # The points lie at other qualities, so the curves between them differ a little.
    assert line["dssim2016"] == pytest.approx(0.5, rel=0.01) and line["ssimulacra2"] == pytest.approx(0.5, rel=0.01)
    assert line["dssim2016_pictures"] == 2
    assert line["limits"] == list(budgets) and line["our_label"] == "mote-x"


def test_delta_rates_tell_the_limits_that_both_have():
    rows = [row("a", "mote-x", b, dssim2016=100 / b, bytes=b) for b in (300, 1024, 2048, 4096)]
    rows += [row("a", "other", b, dssim2016=150 / b, bytes=b) for b in (300, 1024, 4096, 8192)]
    rows += [no_fit("a", "unable", b) for b in (1024, 4096)]
    (line,) = summary.delta_rates(results.frame(rows), ["mote-x", "absent"], {})
    assert line["other"] == "other" and line["limits"] == [1024, 4096]


def test_curves_keep_to_pictures_tried_at_every_budget():
    rows = [row("a", "x", b, dssim2016=b / 1e5) for b in (300, 4096)] + [row("b", "x", 4096, dssim2016=0.9)]
    rows += [row("a", "y", 4096), no_fit("a", "y", 300)]
    assert summary.curves(results.frame(rows), "dssim2016") == {"x": [(300, 0.003), (4096, 0.04096)], "y": [(4096, 0.1)]}


def test_curves_keep_to_their_range_and_leave_out_what_leaves_the_limit_unused():
    rows = [row("a", "x", b) for b in (32, 300, 4096)] + [row("a", "hash", b, bytes=28) for b in (32, 300, 4096)]
    assert summary.curves(results.frame(rows), "dssim2016") == {"x": [(300, 0.1), (4096, 0.1)]}


def test_a_trial_that_raises_costs_its_row_only():
    def trial(task):
        if task[1] == "bad":
            raise RuntimeError("boom")
        return [row(*task)]

    rows, complete = run_all([("a", "good", 1), ("a", "bad", 1), ("b", "good", 1)], trial, 2, quiet=True)
    assert complete and sorted(r.status for r in rows) == ["failed: RuntimeError: boom", "ok", "ok"]


def test_ctrl_c_keeps_what_is_done(monkeypatch):
    stopped = threading.Event()
    monkeypatch.setattr(runner.process, "stop_all", stopped.set)

    def trial(task):
        if task[0] != "first":
            assert stopped.wait(10)
        return [row(*task)]

    def interrupt(rows):
        raise KeyboardInterrupt

    tasks = [("first", "x", 1)] + [(f"later {i}", "x", 1) for i in range(50)]
    rows, complete = run_all(tasks, trial, 2, on_rows=interrupt, quiet=True)
    assert not complete and [r.picture for r in rows] == ["first"] and stopped.is_set()


def test_time_left_learns_each_codec():
    tasks = [("a", "slow", 1), ("b", "slow", 1), ("a", "quick", 1), ("b", "quick", 1)]
    left = TimeLeft(tasks, jobs=2)
    assert left.seconds() is None
    left.finished(tasks[0], 10)
    left.finished(tasks[2], 1)
    assert left.seconds() == pytest.approx((10 + 1) / 2)
    left.finished(tasks[3], 0.001)  # from the cache: says nothing of the codec
    assert left.seconds() == pytest.approx(5)
