from mote_bench import crosscheck, document, growth, kernels
from mote_bench.crosscheck import Pair


def test_tables_come_from_the_csv_files(tmp_path):
    (tmp_path / "growth.csv").write_text(
        "# commit: abc\n" + ",".join(growth.COLUMNS) + "\nencode,lanczos,100,50,0.005,0.25,0.125,30.4\n"
    )
    (tmp_path / "foundation.csv").write_text(
        "what,wall,cpu,bar,unit,met,command,commit,machine\n"
        "start-up,11.0,2.3,30,ms,yes,mote info,abc,x\nslow,9,,5,ms,no,mote y,abc,x\ntold,5,4,,ms,,mote z,abc,x\n"
    )
    (tmp_path / "kernels.csv").write_text(
        "# commit: abc\n" + ",".join(kernels.COLUMNS) + '\nBM_X/1,first,2.5,2.25,ms,"10 bytes, 3 k symbols/s"\n'
    )
    figures = {"bytes": 4000.0, "dssim2016": 0.05, "ssimulacra2": -10.0, "butteraugli": 12.0, "psnr": 25.0}
    lines = crosscheck.summarize([Pair("webp", figures | {"bytes": 4040.0}, figures)])
    crosscheck.write(tmp_path / "crosscheck.csv", lines)
    text = document.render("### kodak\n", {"commit": "abc"}, tmp_path)
    assert "### kodak" in text
    assert "| lanczos | encode | 0.0 | 0.25 | 0.12 | 30 |" in text
    assert "| start-up | 11.0 | 2.3 | 30 ms | met |" in text
    assert "| slow | 9 |  | 5 ms | **missed** |" in text
    assert "| told | 5 | 4 | ms |  |" in text
    assert "| `BM_X/1` | first | 10 bytes, 3 k symbols/s | 2.5 ms | 2.25 ms |" in text
    assert "| webp | 1 | 0 | +1.00 % | +0.00 % | +0.00 | +0.00 % | +0.000 |" in text
    assert "| commit | abc |" in text


def test_what_was_not_measured_is_left_out(tmp_path):
    text = document.render("### kodak\n", {"commit": "abc"}, tmp_path)
    assert "Pillow" not in text and "by picture size" not in text
