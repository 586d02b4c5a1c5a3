"""Method `lanczos` against the published program with Pillow: the same files, the same pixels, both ways.

The expected files are made here, by Pillow. The program under test is $MOTE.
"""

import os
import random
import subprocess

import published
import pytest
from PIL import Image

MOTE = os.environ["MOTE"]

SHAPES = [
    (1, 1), (1, 2), (2, 1), (3, 5), (7, 7), (36, 36), (37, 37), (38, 35), (1, 5000), (5000, 1), (2, 5000), (5000, 3),
    (640, 480), (480, 640), (641, 479), (333, 1000), (1000, 333), (1300, 7), (11, 1363), (256, 256), (1024, 768),
    (1361, 1), (1, 1362), (4000, 30), (30, 4000),
]  # fmt: skip


def noise(size, seed, mode="RGB"):
    samples = random.Random(seed).randbytes(size[0] * size[1] * len(mode))
    return Image.frombytes(mode, size, samples)


def smooth(size, seed):
    """A few random colours, blown up: gradients as in photographs."""
    return noise((4, 3), seed).resize(size, Image.BICUBIC)


def random_pictures(seed, count):
    numbers = random.Random(seed)
    pictures = []
    for number in range(count):
        longest = numbers.choice([20, 60, 300, 300])
        size = numbers.randint(1, longest), numbers.randint(1, longest)
        pictures.append((noise if number % 2 else smooth)(size, seed * 1000 + number))
    return pictures


def mote(*arguments, expect=0):
    done = subprocess.run([MOTE, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == expect, done.stderr
    return done


def write_pictures(directory, pictures):
    directory.mkdir()
    for number, picture in enumerate(pictures):
        picture.save(directory / f"{number:04}.png", compress_level=1)


def check_batch(tmp_path, pictures, limit):
    """Encodes and decodes `pictures` in one call each; returns how many files the published program writes as well."""
    write_pictures(tmp_path / "in", pictures)
    mote("encode", "-q", "-m", "lanczos", "-b", limit, "-o", tmp_path / "motes", tmp_path / "in")
    mote("decode", "-q", "-o", tmp_path / "out", tmp_path / "motes")
    by_the_published = 0
    for number, picture in enumerate(pictures):
        context = f"picture {number} of {picture.size} in {limit} bytes"
        file = (tmp_path / "motes" / f"{number:04}.png.mote").read_bytes()
        expected, is_published = published.expected_file(picture, limit)
        assert expected is not None, context
        assert file == expected, context
        assert len(file) <= limit, context
        by_the_published += is_published
        with Image.open(tmp_path / "out" / f"{number:04}.png") as decoded:
            assert decoded.mode == "RGB", context
            assert decoded.size == picture.size, context
            # The published decompressor reads our file, and gives the pixels that our decoder gives.
            assert decoded.tobytes() == published.decode(file).tobytes(), context
    return by_the_published


@pytest.mark.parametrize("limit", [4096, 1000])
def test_shapes(tmp_path, limit):
    pictures = [noise(size, number) for number, size in enumerate(SHAPES)]
    assert check_batch(tmp_path, pictures, limit) >= len(SHAPES) // 3


@pytest.mark.parametrize(("limit", "count"), [(4096, 50), (340, 25), (2953, 25), (65536, 15)])
def test_random_pictures(tmp_path, limit, count):
    assert check_batch(tmp_path, random_pictures(limit, count), limit) > 0


def test_quick_search_is_the_literal_one():
    """published.search() is what the published loop does when it resizes at every step."""
    sizes = [(64, 48), (300, 200), (20, 30), (36, 38), (1, 5000)]
    cases = [(size, 4096) for size in sizes] + [((101, 67), 700)]
    answered = 0
    for number, (size, limit) in enumerate(cases):
        picture = smooth(size, number)
        expected, is_published = published.expected_file(picture, limit)
        if is_published:
            assert published.encode(picture, limit) == expected, size
            answered += 1
        else:
            with pytest.raises(ValueError):
                published.encode(picture, limit)
    assert 0 < answered < len(cases)


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (1, 2000), (3, 60000), (65535, 2)])
def test_where_the_published_program_has_no_answer(tmp_path, size):
    picture = smooth(size, 5)
    expected, is_published = published.expected_file(picture)
    assert not is_published
    with pytest.raises(ValueError):
        published.search(picture.size, published.LIMIT_BYTES)
    picture.save(tmp_path / "picture.png")
    mote("encode", "-q", "-m", "lanczos", "-o", tmp_path / "file.mote", tmp_path / "picture.png")
    file = (tmp_path / "file.mote").read_bytes()
    assert file == expected
    assert published.decode(file).size == size


def test_limits_near_the_least(tmp_path):
    """One pixel takes 8 + 11 + 3 bytes; less than that is an error that says so."""
    picture = noise((9, 4), 3)
    picture.save(tmp_path / "picture.png")
    for limit in (8, 14, 21, 22, 23, 24, 25, 28, 34, 46, 58):
        output = tmp_path / f"{limit}.mote"
        expected, _ = published.expected_file(picture, limit)
        arguments = ["encode", "-q", "-m", "lanczos", "-b", limit, "-o", output, tmp_path / "picture.png"]
        if expected is None:
            assert limit < 22
            assert "22 bytes" in mote(*arguments, expect=1).stderr
            assert not output.exists()
        else:
            assert limit >= 22
            mote(*arguments)
            assert output.read_bytes() == expected, limit


@pytest.mark.parametrize("size", [(1, 1), (50, 70), (333, 100), (400, 1)])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_published_files_are_read(tmp_path, size, mode):
    """Also the P5 thumbnail that the published program writes of a grey picture."""
    picture = noise(size, 11, mode)
    # (picture.resize keeps the mode, so that a grey picture's PGM is a third as long; a fixed scale serves here.)
    thumbnail = picture.resize(published.at_least_one_pixel((size[0] // 3, size[1] // 3)), Image.LANCZOS)
    file = published.pack(picture, thumbnail)
    assert file[8:10] == (b"P6" if mode == "RGB" else b"P5")
    (tmp_path / "file.mote").write_bytes(file)
    mote("decode", "-q", "-o", tmp_path / "picture.png", tmp_path / "file.mote")
    with Image.open(tmp_path / "picture.png") as decoded:
        assert decoded.tobytes() == published.decode(file).convert("RGB").tobytes()


def test_grey_pictures_by_the_published_encoder(tmp_path):
    """Encoded by the published loop to the letter, from a grey picture."""
    picture = smooth((120, 90), 8).convert("L")
    file = published.encode(picture)
    assert file[8:10] == b"P5"
    (tmp_path / "file.mote").write_bytes(file)
    mote("decode", "-q", "-o", tmp_path / "picture.png", tmp_path / "file.mote")
    with Image.open(tmp_path / "picture.png") as decoded:
        assert decoded.tobytes() == published.decode(file).convert("RGB").tobytes()
