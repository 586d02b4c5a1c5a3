import json
import math

import pytest
from mote_bench import metrics
from mote_bench.metrics import BadScore
from PIL import Image

# As the programs print them.
MOTE = '{"reference":"a.png","test":"b.png","metric":"DSSIM-2016","score":0.24385148188224148,"error":null}\n'
DSSIM = "0.25059396\t/tmp/b.png\n"
SSIMULACRA2 = "Score: -76.60261317\n"
BUTTERAUGLI = "./lib/extras/dec/color_hints.cc:54: No color_space/icc_pathname given, assuming sRGB\n34.3735733032\n3-norm: 14.415000\n"


def test_parsers_read_what_the_programs_print():
    assert metrics.parse_mote_score(MOTE) == 0.24385148188224148
    assert metrics.parse_dssim(DSSIM) == 0.25059396
    assert metrics.parse_ssimulacra2(SSIMULACRA2) == -76.60261317
    assert metrics.parse_butteraugli(BUTTERAUGLI) == 34.3735733032


@pytest.mark.parametrize(
    "parse", [metrics.parse_mote_score, metrics.parse_dssim, metrics.parse_ssimulacra2, metrics.parse_butteraugli]
)
@pytest.mark.parametrize("text", ["", "\n", "Error: different sizes", "nan\tb.png\nScore: nan\nnan", json.dumps({"score": None})])
def test_anything_else_is_an_error(parse, text):
    with pytest.raises(BadScore):
        parse(text)


def test_psnr(tmp_path):
    paths = [tmp_path / "a.png", tmp_path / "b.png"]
    Image.new("RGB", (5, 4), (10, 20, 30)).save(paths[0])
    Image.new("RGB", (5, 4), (13, 20, 34)).save(paths[1])
    assert metrics.psnr(*paths) == pytest.approx(10 * math.log10(255**2 / (25 / 3)))
    assert metrics.psnr(paths[0], paths[0]) == math.inf
