"""Options, --help and exit status 2."""

import re

import pytest


def usage_error(result):
    assert result.status == 2
    assert len(result.error_lines) == 1, result.error_lines
    assert result.error_lines[0].startswith("mote")
    assert result.output == b""
    return result.error_lines[0]


def test_no_arguments(mote):
    usage_error(mote())


def test_unknown_command(mote):
    usage_error(mote("compress", "a.png"))


def test_version(mote):
    result = mote("--version")
    assert result.status == 0
    assert re.fullmatch(rb"mote \d+\.\d+\.\d+\n", result.output)


@pytest.mark.parametrize("command", ["encode", "decode", "info", "score"])
def test_help(mote, command):
    result = mote(command, "--help")
    assert result.status == 0 and result.errors == b""
    assert b"Usage: mote " + command.encode() in result.output


def test_help_states_the_time_of_every_effort(mote):
    text = mote("encode", "--help").output.decode()
    for effort in range(1, 10):
        assert re.search(rf"^ +{effort} +[0-9.]+ s +[0-9.]+ s$", text, re.MULTILINE), effort


@pytest.mark.parametrize("command", ["encode", "decode", "info", "score"])
def test_missing_inputs(mote, command):
    usage_error(mote(command))


@pytest.mark.parametrize(
    "options",
    [
        ["-b", "0"],
        ["-b", "-1"],
        ["-b", "4x"],
        ["-b", ""],
        ["-b", "1.5k"],
        ["-b", "99999999999999999999"],
        ["-b", "1g"],
        ["-e", "0"],
        ["-e", "10"],
        ["-e", "fast"],
        ["--tune", "psnr"],
        ["--tune", ""],
        ["--time-limit", "0"],
        ["--time-limit", "0.000"],
        ["--time-limit", "-1"],
        ["--time-limit", "nan"],
        ["--time-limit", "inf"],
        ["--time-limit", "1e3"],
        ["--time-limit", "2s"],
        ["--time-limit", "1."],
        ["--time-limit", ".5"],
        ["--time-limit", ""],
        ["-j", "0"],
        ["-m", "jpeg"],
        ["--max-pixels", "0"],
        ["--max-pixels", "nan"],
        ["--bogus"],
        ["-q", "-v"],
        ["-x.png"],
    ],
)
def test_bad_values(mote, photo, options):
    usage_error(mote("encode", "photo.png", *options))
    assert not photo.with_name("photo.png.mote").exists()


@pytest.mark.parametrize("side", ["0", "65536", "-5", "big"])
def test_bad_max_side(mote, encoded, side):
    usage_error(mote("decode", "photo.png.mote", "--max-side", side))


def test_unknown_output_extension(mote, encoded):
    assert "x.tiff" in usage_error(mote("decode", "photo.png.mote", "-o", "x.tiff"))


def test_several_inputs_need_a_directory(mote, photo):
    assert "expected a directory" in usage_error(mote("encode", "photo.png", "photo.png", "-o", "photo.png"))


def test_standard_streams_are_used_once(mote, photo):
    usage_error(mote("encode", "-", "-"))
    usage_error(mote("encode", "photo.png", "photo.png", "-o", "-"))
    usage_error(mote("encode", ".", "-o", "-"))
    usage_error(mote("encode", "-", "photo.png"))
    usage_error(mote("encode", "photo.png", "-o", "-", "--json"))
    usage_error(mote("encode", "-", "--json"))


def test_score_takes_two(mote, photo):
    usage_error(mote("score", "photo.png"))
    usage_error(mote("score", "photo.png", "photo.png", "photo.png"))


@pytest.mark.parametrize(
    "text, limit", [("1000", 1000), ("1k", 1024), ("1K", 1024), ("1KiB", 1024), ("1kB", 1000), ("2Ki", 2048)]
)
def test_max_bytes_is_a_hard_limit(mote, photo, text, limit):
    result = mote("encode", "-m", "lanczos", "-b", text, "photo.png", "--json")
    assert result.status == 0
    size = photo.with_name("photo.png.mote").stat().st_size
    assert size == result.json[0]["bytes"]
    assert limit * 0.8 < size <= limit


def test_limit_too_small_names_the_least(mote, photo):
    result = mote("encode", "-m", "lanczos", "-b", "5", "photo.png")
    assert result.status == 1
    assert len(result.error_lines) == 1
    assert re.search(r"photo\.png: .*\d", result.error_lines[0])


def test_effort_and_method_are_accepted(mote, photo):
    for number, (options, method) in enumerate(
        (
            (["-m", "patches", "-e", "1"], "patches"),
            (["--method", "lanczos", "--effort", "2"], "lanczos"),
            (["-m", "neural", "-e", "1"], "neural"),
            (["-e", "1"], "neural"),
        )
    ):
        result = mote("encode", "photo.png", "-o", f"{number}.mote", "--json", *options)
        assert result.status == 0
        assert result.json[0]["method"] == method
        assert mote("info", "--json", f"{number}.mote").json[0]["method"] == method
    assert photo.with_name("2.mote").read_bytes() == photo.with_name("3.mote").read_bytes()


def test_unknown_methods_are_told_which_there_are(mote, photo):
    message = usage_error(mote("encode", "-m", "jpeg", "photo.png"))
    for method in ("neural", "patches", "lanczos", "jpeg"):
        assert method in message


def test_unknown_tunes_are_told_which_there_are(mote, photo):
    message = usage_error(mote("encode", "--tune", "psnr", "photo.png"))
    for tune in ("visual", "dssim", "psnr"):
        assert tune in message


def test_a_time_limit_says_what_it_takes(mote, photo):
    message = usage_error(mote("encode", "--time-limit", "soon", "photo.png"))
    assert "--time-limit" in message and "seconds" in message and "soon" in message


def test_help_tells_of_tune_and_time_limit(mote):
    text = mote("encode", "--help").output.decode()
    for words in ("--tune NAME", "--time-limit SECONDS", "visual", "dssim"):
        assert words in text, words


@pytest.mark.parametrize("tune", ["visual", "dssim"])
def test_tunes_are_accepted(mote, photo, tune):
    assert mote("encode", "-e", "1", "--tune", tune, "photo.png").status == 0
    assert mote("decode", "photo.png.mote").status == 0


@pytest.mark.parametrize("method", ["neural", "patches", "lanczos"])
@pytest.mark.parametrize("limit", ["0.001", "100"])
def test_time_limits_give_whole_motes(mote, photo, method, limit):
    options = ["-m", method, "-b", "300", "-e", "9" if limit == "0.001" else "2", "--time-limit", limit]
    result = mote("encode", *options, "photo.png", "--json")
    assert result.status == 0 and result.errors == b""
    assert photo.with_name("photo.png.mote").stat().st_size == result.json[0]["bytes"] <= 300
    decoded = mote("decode", "photo.png.mote", "--json")
    assert decoded.status == 0 and decoded.errors == b""
    if limit == "100":
        assert mote("encode", "-m", method, "-b", "300", "-e", "2", "photo.png", "-o", "unlimited.mote").status == 0
        assert photo.with_name("unlimited.mote").read_bytes() == photo.with_name("photo.png.mote").read_bytes()
