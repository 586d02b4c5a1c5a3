"""Outputs appear whole or not at all; nothing is lost."""

import os
import resource
import signal
import subprocess
import time

import numpy
import pytest
from PIL import Image

from conftest import names_in, picture, program


BATCH_SIZE = 30


def one_error(result, *parts):
    assert result.status == 1, result.errors
    assert len(result.error_lines) == 1, result.error_lines
    for part in parts:
        assert part in result.error_lines[0], result.error_lines


def test_existing_output_is_kept(mote, photo, tmp_path):
    target = tmp_path / "photo.png.mote"
    target.write_bytes(b"precious")
    one_error(mote("encode", "-m", "lanczos", "photo.png"), "photo.png.mote", "already exists")
    assert target.read_bytes() == b"precious"
    assert mote("encode", "-m", "lanczos", "photo.png", "--overwrite").status == 0
    assert target.read_bytes() != b"precious"
    assert names_in(tmp_path) == ["photo.png", "photo.png.mote"]


def test_existing_output_of_one_does_not_stop_the_others(mote, photo, tmp_path):
    picture().save(tmp_path / "b.png")
    (tmp_path / "photo.png.mote").write_bytes(b"precious")
    one_error(mote("encode", "-m", "lanczos", "photo.png", "b.png"), "mote: photo.png: ")
    assert (tmp_path / "b.png.mote").exists()
    assert (tmp_path / "photo.png.mote").read_bytes() == b"precious"


def test_failure_keeps_the_old_output(mote, tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nrubbish")
    (tmp_path / "a.png.mote").write_bytes(b"precious")
    one_error(mote("encode", "a.png", "--overwrite"), "a.png")
    assert (tmp_path / "a.png.mote").read_bytes() == b"precious"


@pytest.mark.parametrize("make_alias", ["same", "symlink", "hard link", "other path"])
def test_output_is_never_an_input(mote, photo, tmp_path, make_alias):
    alias = {"same": "photo.png", "other path": "./d/../photo.png"}.get(make_alias, "alias.png")
    (tmp_path / "d").mkdir()
    if make_alias == "symlink":
        (tmp_path / alias).symlink_to("photo.png")
    elif make_alias == "hard link":
        os.link(photo, tmp_path / alias)
    before = photo.read_bytes()
    for options in ([], ["--overwrite"]):
        one_error(mote("encode", "-m", "lanczos", "photo.png", "-o", alias, *options), "photo.png")
        assert photo.read_bytes() == before


def test_output_is_never_another_input(mote, encoded, tmp_path):
    decoded = tmp_path / "photo.png.out.png"
    decoded.write_bytes(encoded.read_bytes())  # also a mote, by an unfortunate name
    before = decoded.read_bytes()
    result = mote("decode", "photo.png.mote", "photo.png.out.png", "--overwrite")
    one_error(result, "mote: photo.png.mote: ", "input")
    assert decoded.read_bytes() == before


def test_inputs_stay_as_they_are(mote, photo, encoded):
    states = [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in (photo, encoded)]
    for path in (photo, encoded):
        path.chmod(0o400)
    assert mote("encode", "photo.png", "-m", "lanczos", "-o", "x").status == 0
    assert mote("decode", "photo.png.mote").status == 0
    assert mote("score", "photo.png", "photo.png.out.png").status == 0
    for path, data, changed in states:
        assert path.read_bytes() == data and path.stat().st_mtime_ns == changed


def test_only_regular_files_are_replaced(mote, photo, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "directory.mote").mkdir()
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("fifo", "dangling", "zero"):
        for options in ([], ["--overwrite"]):
            one_error(mote("encode", "-m", "lanczos", "photo.png", "-o", name, *options, timeout=20), "photo.png", name)
    photo.rename(tmp_path / "directory")
    one_error(mote("encode", "-m", "lanczos", "directory", "--overwrite"), "directory.mote")
    assert os.path.islink(tmp_path / "dangling") and not (tmp_path / "nowhere").exists()


def test_overwriting_a_link_replaces_what_it_points_to(mote, photo, tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("d/real")
    assert mote("encode", "-m", "lanczos", "photo.png", "-o", "link", "--overwrite").status == 0
    assert os.path.islink(tmp_path / "link")
    assert (tmp_path / "d" / "real").read_bytes() != b"old"
    assert names_in(tmp_path / "d") == ["real"]


def test_directory_that_cannot_be_made(mote, photo, tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    one_error(mote("encode", "-m", "lanczos", "photo.png", "-o", "file/x.mote"), "photo.png", "file")
    (tmp_path / "D").mkdir()
    photo.rename(tmp_path / "D" / "photo.png")
    (tmp_path / "D" / "out").write_bytes(b"x")
    result = mote("encode", "-m", "lanczos", "D")
    assert result.status == 1
    assert any("D/out" in line for line in result.error_lines)
    assert (tmp_path / "D" / "out").read_bytes() == b"x"


def test_new_files_have_the_usual_permissions(mote, photo, tmp_path):
    previous = os.umask(0o027)
    try:
        assert mote("encode", "-m", "lanczos", "photo.png").status == 0
    finally:
        os.umask(previous)
    assert (tmp_path / "photo.png.mote").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("extension, kind", [("png", "PNG"), ("ppm", "PPM"), ("jpg", "JPEG"), ("JPEG", "JPEG"), ("webp", "WEBP")])
def test_output_formats(mote, encoded, tmp_path, extension, kind):
    assert mote("decode", "photo.png.mote", "-o", "exact.png", "--overwrite").status == 0
    assert mote("decode", "photo.png.mote", "-o", f"a.{extension}").status == 0
    with Image.open(tmp_path / f"a.{extension}") as image, Image.open(tmp_path / "exact.png") as exact:
        assert image.format == kind and image.size == (97, 61) and image.mode == "RGB"
        difference = numpy.abs(numpy.asarray(image).astype(int) - numpy.asarray(exact))
        assert difference.mean() < (0.001 if kind in ("PNG", "PPM") else 6)


def test_format_that_cannot_hold_the_size(mote, tmp_path):
    Image.new("RGB", (20000, 2)).save(tmp_path / "a.png")
    assert mote("encode", "-m", "lanczos", "a.png").status == 0
    one_error(mote("decode", "a.png.mote", "-o", "a.webp"), "a.webp", "16383")
    assert names_in(tmp_path) == ["a.png", "a.png.mote"]


def test_max_side(mote, encoded, tmp_path):
    for side, size in ((97, (97, 61)), (500, (97, 61)), (48, (48, 30)), (1, (1, 1))):
        assert mote("decode", "photo.png.mote", "--max-side", str(side), "--overwrite").status == 0
        with Image.open(tmp_path / "photo.png.out.png") as image:
            assert image.size == size


def test_file_size_limit(encoded, tmp_path):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    completed = subprocess.run(
        [program(), "decode", "photo.png.mote"], cwd=tmp_path, capture_output=True, preexec_fn=limit, timeout=60
    )
    assert completed.returncode == 1
    assert completed.stderr.count(b"\n") == 1
    assert b"photo.png.out.png" in completed.stderr and b"File too large" in completed.stderr
    assert names_in(tmp_path) == ["photo.png", "photo.png.mote"]


@pytest.fixture
def small_disk(tmp_path):
    """A tmpfs of 200 KB, where the system lets us mount one."""
    mount_point = tmp_path / "disk"
    mount_point.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", mount_point], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("cannot mount a tmpfs: " + mounted.stderr.decode().strip())
    yield mount_point
    subprocess.run(["umount", "-l", mount_point], check=True)


def fill(path, spare_bytes):
    """Takes all the space there is but so much."""
    with open(path, "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"x" * 4096)
        except OSError:
            filler.truncate(filler.tell() - spare_bytes)


@pytest.mark.parametrize("extension", ["png", "ppm", "jpg", "webp"])
def test_full_disk_while_decoding(mote, tmp_path, small_disk, extension):
    noise = numpy.random.default_rng(1).integers(0, 256, (600, 800, 3), dtype=numpy.uint8)
    Image.fromarray(noise).save(tmp_path / "a.png")
    assert mote("encode", "-m", "lanczos", "a.png").status == 0
    fill(small_disk / "filler", 4096)
    one_error(mote("decode", "a.png.mote", "-o", f"disk/a.{extension}"), f"disk/a.{extension}", "No space left on device")
    assert names_in(small_disk) == ["filler"]


def test_full_disk_while_encoding(mote, photo, tmp_path, small_disk):
    fill(small_disk / "filler", 0)
    one_error(mote("encode", "-m", "lanczos", "photo.png", "-o", "disk/"), "disk/photo.png.mote", "No space left on device")
    assert names_in(small_disk) == ["filler"]


@pytest.fixture
def batch(mote, tmp_path):
    """A directory of motes whose decoding takes some seconds."""
    Image.fromarray(numpy.asarray(picture(width=1600, height=1200))).save(tmp_path / "big.png")
    assert mote("encode", "-m", "lanczos", "big.png").status == 0
    data = (tmp_path / "big.png.mote").read_bytes()
    folder = tmp_path / "D"
    folder.mkdir()
    for number in range(BATCH_SIZE):
        (folder / f"{number:02}.png.mote").write_bytes(data)
    assert mote("decode", "D/00.png.mote", "-o", "whole.png").status == 0
    return folder


def interrupt(tmp_path, number):
    """Decodes the batch and sends a signal once some outputs are there and one is being written."""

    def heed():  # whoever runs the tests in the background has it ignored
        signal.signal(number, signal.SIG_DFL)

    options = {} if number == signal.SIGKILL else {"preexec_fn": heed}
    process = subprocess.Popen([program(), "decode", "D"], cwd=tmp_path, stderr=subprocess.PIPE, **options)
    output = tmp_path / "D" / "out"
    limit = time.monotonic() + 60
    while time.monotonic() < limit and process.poll() is None:
        names = os.listdir(output) if output.exists() else []
        if any(name.endswith(".tmp") for name in names) and any(name.endswith(".png") for name in names):
            break
    process.send_signal(number)
    errors = process.stderr.read()
    process.stderr.close()
    return process.wait(timeout=60), errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_leave_no_temporaries(batch, tmp_path, number):
    status, errors = interrupt(tmp_path, number)
    assert status == -number, errors
    whole = (tmp_path / "whole.png").read_bytes()
    left = list((batch / "out").iterdir())
    assert left
    for path in left:
        assert path.suffix == ".png" and path.read_bytes() == whole, path


def test_an_ignored_signal_stays_ignored(batch, tmp_path):
    def ignore():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    process = subprocess.Popen([program(), "decode", "D"], cwd=tmp_path, preexec_fn=ignore)
    for _ in range(20):
        process.send_signal(signal.SIGHUP)
        time.sleep(0.01)
    assert process.wait(timeout=120) == 0
    assert len(names_in(batch / "out")) == BATCH_SIZE


def test_kill_leaves_only_whole_outputs(mote, batch, tmp_path):
    status, _ = interrupt(tmp_path, signal.SIGKILL)
    assert status == -signal.SIGKILL
    whole = (tmp_path / "whole.png").read_bytes()
    left = list((batch / "out").iterdir())
    assert left
    for path in left:
        if path.name.startswith("."):
            assert path.suffix == ".tmp"
        else:
            assert path.read_bytes() == whole, path
    # The batch can be resumed; what is done already is reported, not done again.
    finished = {path.name for path in left if not path.name.startswith(".")}
    result = mote("decode", "D")
    assert result.status == 1 and len(result.error_lines) == len(finished)
    assert {path.name for path in (batch / "out").iterdir() if path.suffix == ".png"} == {f"{n:02}.png" for n in range(BATCH_SIZE)}


def test_output_that_comes_in_the_meantime_is_kept(photo, tmp_path):
    """The name is taken while standard input is still open."""
    process = subprocess.Popen([program(), "encode", "-m", "lanczos", "-", "-o", "x.mote"], cwd=tmp_path,
                               stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    data = photo.read_bytes()
    process.stdin.write(data[:100])
    process.stdin.flush()
    time.sleep(0.3)
    (tmp_path / "x.mote").write_bytes(b"precious")
    _, errors = process.communicate(data[100:], timeout=60)
    assert process.returncode == 1 and b"already exists" in errors
    assert (tmp_path / "x.mote").read_bytes() == b"precious"
    assert names_in(tmp_path) == ["photo.png", "x.mote"]


def test_two_programs_at_once(mote, photo, tmp_path):
    """Of several that want one name without --overwrite, exactly one gets it."""
    processes = [
        subprocess.Popen([program(), "encode", "-m", "lanczos", "photo.png"], cwd=tmp_path, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    statuses = []
    for process in processes:
        process.communicate(timeout=60)
        statuses.append(process.returncode)
    assert sorted(statuses) == [0, 1, 1, 1, 1, 1]
    assert names_in(tmp_path) == ["photo.png", "photo.png.mote"]
