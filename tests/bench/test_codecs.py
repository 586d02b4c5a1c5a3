import pytest
from mote_bench import codecs, crosscheck
from mote_bench.codecs import BadCodecs, Sizes
from mote_bench.crosscheck import Pair

SIZES = Sizes((1.0, 0.75, 0.5, 0.25, 0.125), (400,), (4, 140), 24)


def test_the_data_file_is_whole():
    all_codecs, sizes = codecs.load()
    motes = {"mote-neural", "mote-patches", "mote-lanczos"}
    assert motes | {"jpeg", "webp", "jxl", "heic", "avif", "vvc", "blurhash", "thumbhash"} <= set(all_codecs)
    assert sizes.scales and sizes.long_sides
    values = {"input": "in", "output": "out", "quality": "7", "budget": 9, "width": 1, "height": 2, "mote": "mote"}
    for codec in all_codecs.values():
        if codec.kind == "anchor":
            continue
        assert codec.version_of["command"] and codec.version_of["pattern"]
        for template in (codec.encode, codec.decode):
            command = codec.command(template, **values)
            assert "in" in command and "out" in command
            assert not any("{" in word for word in command)
        if codec.kind == "quality":
            assert any("{quality}" in word for word in codec.encode)
        else:
            assert any("{budget}" in word for word in codec.encode)


def test_ladders_run_from_the_fewest_bytes_to_the_most():
    all_codecs, _ = codecs.load()
    assert all_codecs["jpeg"].rungs[:2] == ("1", "2") and all_codecs["jpeg"].rungs[-1] == "95"
    assert all_codecs["avif"].rungs[0] == "63" and all_codecs["avif"].rungs[-1] == "0"
    assert all_codecs["jxl"].rungs[:2] == ("25", "24.9") and all_codecs["jxl"].rungs[-1] == "0.5"


def test_a_quick_run_changes_what_the_data_says_and_nothing_else():
    usual, sizes = codecs.load()
    quick, quick_sizes = codecs.load(quick=True)
    assert sizes == quick_sizes and list(usual) == list(quick)
    changed = {name for name in usual if usual[name] != quick[name]}
    assert changed == {"mote-patches"}
    assert quick["mote-patches"].label != usual["mote-patches"].label
    assert quick["mote-patches"].decode == usual["mote-patches"].decode
    assert codecs.load_quick() == codecs.Quick(4, (4096,))


def test_a_quick_run_cannot_change_a_codec_that_is_not_there(tmp_path):
    path = tmp_path / "codecs.toml"
    sizes = "[sizes]\nscales=[1]\nlong_sides=[]\npixels_per_byte=[1,2]\nstart_pixels_per_byte=1\n"
    path.write_text(sizes + '[codec.x]\nlabel="X"\nkind = "anchor"\n[quick]\npictures=1\nbudgets=[9]\n[quick.codec.y]\nlabel="z"\n')
    assert set(codecs.load(path)[0]) == {"x"}
    with pytest.raises(BadCodecs, match="quick: there is no codec y"):
        codecs.load(path, quick=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "magic"', "codec x: expected a kind"),
        ('kind = "quality"', "codec x: expected either a ladder or rungs"),
        ('kind = "quality"\nrungs = ["1"]\nladder = {first=1, last=2, step=1}', "codec x: expected either"),
        ('kind = "budget"', "codec x: expected an encode"),
        ('kind = "budget"\nencode = ["a"]\ndecode = ["b"]\ncolour = "red"', "codec x: .*colour"),
    ],
)
def test_mistakes_in_the_data_are_named(tmp_path, text, message):
    path = tmp_path / "codecs.toml"
    path.write_text(f"[sizes]\nscales=[1]\nlong_sides=[]\npixels_per_byte=[1,2]\nstart_pixels_per_byte=1\n[codec.x]\n{text}")
    with pytest.raises(BadCodecs, match=message):
        codecs.load(path)


def test_internal_sizes_suit_the_budget():
    candidates, start = codecs.internal_sizes((768, 512), 4096, SIZES)
    assert candidates == [(192, 128), (384, 256), (576, 384), (768, 512)]  # 400x267 repeats 384x256
    assert candidates[start] == (384, 256)
    assert codecs.internal_sizes((768, 512), 300, SIZES)[0] == [(96, 64), (192, 128)]


def test_internal_sizes_exist_for_every_picture():
    for original in ((1, 1), (1, 5000), (5000, 1), (20, 10), (9000, 7000)):
        for budget in (24, 300, 4096, 65536):
            candidates, start = codecs.internal_sizes(original, budget, SIZES)
            assert candidates and 0 <= start < len(candidates)
            assert all(1 <= w <= original[0] and 1 <= h <= original[1] for w, h in candidates)


def test_own_long_sides_are_taken_as_they_are():
    assert codecs.internal_sizes((768, 512), 4096, SIZES, (100,)) == ([(100, 67)], 0)
    assert codecs.internal_sizes((50, 40), 4096, SIZES, (100,)) == ([(50, 40)], 0)


def test_anchor_settings_become_rungs():
    all_codecs, _ = codecs.load()
    assert crosscheck.setting_of(all_codecs["avif"], 13) == "50"
    assert crosscheck.setting_of(all_codecs["webp"], 3) == "3"
    assert crosscheck.setting_of(all_codecs["jxl"], 75) == "6.4"


def test_crosscheck_tells_agreement_from_difference():
    figures = {"bytes": 4000.0, "dssim2016": 0.05, "ssimulacra2": -10.0, "butteraugli": 12.0, "psnr": 25.0}
    same = [Pair("a", figures, figures)] * 3
    other = [Pair("b", figures | {"dssim2016": 0.052}, figures)]
    lines = crosscheck.summarize(same + other)
    assert [(line["codec"], line["rows"], line["same_bytes"], line["agrees"]) for line in lines] == [
        ("a", 3, 3, True),
        ("b", 1, 1, False),
    ]
    assert lines[1]["dssim2016"] == pytest.approx(0.04)
    text = crosscheck.markdown(lines)
    assert "| b | 1 | 1 | +0.00% | +4.00% |" in text and "**differs**" in text
