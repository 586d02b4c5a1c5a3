"""The README's examples run as they stand. MOTE: path of the program; MOTE_SOURCE and MOTE_BUILD: the two trees."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest
from PIL import Image

SOURCE = pathlib.Path(os.environ["MOTE_SOURCE"])
BUILD = pathlib.Path(os.environ["MOTE_BUILD"])
PROGRAM = pathlib.Path(os.environ["MOTE"])
README = (SOURCE / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture
def desk(tmp_path):
    """A folder with what the examples name: photo.jpg, pictures/, example.c, and the trees where they look for them."""
    scene = Image.open(SOURCE / "assets" / "scene" / "scene.png").convert("RGB")
    scene.save(tmp_path / "photo.jpg", quality=90)
    (tmp_path / "pictures").mkdir()
    scene.resize((300, 200)).save(tmp_path / "pictures" / "first.png")
    scene.resize((90, 160)).save(tmp_path / "pictures" / "second.png")
    (tmp_path / "example.c").write_text(blocks("c")[0])
    (tmp_path / "include").symlink_to(SOURCE / "include")
    (tmp_path / "build").symlink_to(BUILD)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "mote").symlink_to(PROGRAM)
    return tmp_path


def run(block: str, desk: pathlib.Path) -> str:
    environment = os.environ | {"PATH": f"{desk / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], cwd=desk, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def shell_blocks() -> list[str]:
    return [block for block in blocks("sh") if not block.startswith("make ")]


def test_every_kind_of_example_is_there():
    assert len(blocks("c")) == 1
    assert len(shell_blocks()) == 2


def test_command_line_examples(desk):
    output = run(shell_blocks()[0], desk)
    assert (desk / "photo.jpg.mote").stat().st_size <= 4096
    assert (desk / "tiny.mote").stat().st_size <= 1024
    assert (desk / "lanczos.mote").stat().st_size <= 4096
    scene = Image.open(desk / "photo.jpg").size
    assert Image.open(desk / "photo.jpg.out.png").size == scene
    assert Image.open(desk / "tiny.webp").size == scene
    assert max(Image.open(desk / "small.png").size) == 320
    assert sorted(path.name for path in (desk / "previews").iterdir()) == ["first.png", "second.png"]
    assert re.search(r"^Comparing pictures/first\.png to previews/first\.png\.\.\. \d\.\d{6}$", output, re.MULTILINE)
    assert re.search(r"^Average score: \d\.\d{6}$", output, re.MULTILINE)


def test_library_example(desk):
    assert re.fullmatch(r"\d+ bytes at most 64\n", run(shell_blocks()[1], desk))


def test_pictures_are_there():
    for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        with Image.open(SOURCE / name) as picture:
            assert picture.size == (768, 512), name


def test_links_lead_somewhere():
    for name in re.findall(r"\]\(([^)#]+)\)", README):
        assert (SOURCE / name).exists(), name


def test_documents_paste_their_make_targets():
    makefile = (SOURCE / "Makefile").read_text()
    targets = set(re.findall(r"`?make ([a-z-]+)", README))
    assert {"preview", "test", "build"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_preview_command(tmp_path):
    """`make preview` with a picture of one's own, whose name has a space."""
    Image.new("RGB", (300, 200), (200, 120, 40)).save(tmp_path / "my photo.png")
    arguments = [f"IMAGE={tmp_path / 'my photo.png'}", "BYTES=512", "METHOD=lanczos"]
    done = subprocess.run(
        ["make", "-C", str(SOURCE), "preview", *arguments], capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    assert "lanczos" in done.stdout
    with Image.open(SOURCE / "build" / "preview.png") as sheet:
        assert sheet.size[0] >= 600
