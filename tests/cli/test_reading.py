"""Picture files come in as Pillow reads them: exactly where there is one right answer, closely where decoders differ."""

import io
import struct

import numpy
import pytest
from PIL import Image, ImageCms, ImageOps

from conftest import picture

GENERATOR = numpy.random.default_rng(5)


def rgb_of(path):
    with Image.open(path) as image:
        return numpy.asarray(ImageOps.exif_transpose(image).convert("RGB"))


def rgba_of(path):
    with Image.open(path) as image:
        return numpy.asarray(image.convert("RGBA"))


def check_equal(found, expected):
    assert not isinstance(found, str), found
    assert found.shape == expected.shape
    assert numpy.array_equal(found, expected), numpy.abs(found.astype(int) - expected).max()


def check_close(found, expected, most, mean):
    assert not isinstance(found, str), found
    assert found.shape == expected.shape
    difference = numpy.abs(found.astype(int) - expected.astype(int))
    assert difference.max() <= most and difference.mean() <= mean, (difference.max(), difference.mean())


EXACT = {
    "plain.png": {},
    "plain.ppm": {},
    "plain.bmp": {},
    "plain.tiff": {},
    "deflate.tiff": {"compression": "tiff_deflate"},
    "lzw.tiff": {"compression": "tiff_lzw"},
    "plain.gif": {},
    "lossless.webp": {"lossless": True},
    "lossy.webp": {"quality": 60},
    "444.jpg": {"quality": 90, "subsampling": 0},
    "422.jpg": {"quality": 75, "subsampling": 1},
    "420.jpg": {"quality": 50, "subsampling": 2},
    "progressive.jpg": {"progressive": True},
    "optimised.jpg": {"optimize": True, "quality": 20},
}


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("size", [(97, 61), (1, 1), (1, 33), (64, 16)])
def test_rgb_is_exactly_pillows(pixels, tmp_path, name, size):
    path = tmp_path / name
    picture(*size).save(path, **EXACT[name])
    check_equal(pixels(path), rgb_of(path))
    check_equal(pixels("-", input=path.read_bytes()), rgb_of(path))


@pytest.mark.parametrize("name", ["a.png", "a.pgm", "a.bmp", "a.tiff", "a.gif", "a.jpg"])
def test_grey(pixels, tmp_path, name):
    path = tmp_path / name
    picture(channels=1).save(path)
    check_equal(pixels(path), rgb_of(path))


@pytest.mark.parametrize("name", ["a.png", "a.pbm", "a.bmp", "a.tiff", "a.gif"])
@pytest.mark.parametrize("width", [1, 7, 8, 9, 97])
def test_one_bit(pixels, tmp_path, name, width):
    path = tmp_path / name
    picture(width=width).convert("1").save(path)
    check_equal(pixels(path), rgb_of(path))


@pytest.mark.parametrize("colours", [2, 3, 13, 200])
@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.gif", "a.tiff"])
def test_palette(pixels, tmp_path, name, colours):
    path = tmp_path / name
    picture().quantize(colours).save(path)
    check_equal(pixels(path), rgb_of(path))


def test_interlaced_png(pixels, tmp_path):
    # Adam7 of a 2x2 picture by hand: pass 1 holds (0,0), pass 6 (1,0), pass 7 the second row.
    colours = [[(10, 20, 30), (40, 50, 60)], [(70, 80, 90), (100, 110, 120)]]
    rows = [colours[0][:1], colours[0][1:], colours[1]]
    (tmp_path / "a.png").write_bytes(png_of(2, 2, 8, 2, b"".join(b"\0" + bytes(sum(row, ())) for row in rows), interlace=1))
    check_equal(pixels(tmp_path / "a.png"), numpy.array(colours, numpy.uint8))


def png_of(width, height, depth, colour_type, raw, interlace=0, extra=()):
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, interlace)
    body = b"".join(chunk(kind, data) for kind, data in extra)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("colour_type, channels", [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_16_bit_png_keeps_the_high_bytes(pixels, tmp_path, colour_type, channels):
    samples = GENERATOR.integers(0, 65536, (23, 31, channels), dtype=numpy.uint16)
    raw = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    (tmp_path / "a.png").write_bytes(png_of(31, 23, 16, colour_type, raw))
    high = (samples >> 8).astype(numpy.uint8)
    if channels <= 2:
        high = numpy.concatenate([high[..., :1]] * 3 + [high[..., 1:]], axis=2)
    check_equal(pixels(tmp_path / "a.png"), high)


@pytest.mark.parametrize("order", ["<", ">"])
def test_16_bit_tiff_of_either_byte_order(pixels, tmp_path, order):
    samples = GENERATOR.integers(0, 65536, (9, 12, 3), dtype=numpy.uint16)
    data = samples.astype(order + "u2").tobytes()
    values = [(256, 4, 12), (257, 4, 9), (258, 3, None), (259, 3, 1), (262, 3, 2), (273, 4, None), (277, 3, 3), (278, 4, 9)]
    values.append((279, 4, len(data)))
    directory_end = 8 + 2 + 12 * len(values) + 4
    body = b""
    for tag, kind, value in values:
        count = 3 if tag == 258 else 1
        field = {258: directory_end, 273: directory_end + 6}.get(tag, value)
        packed = struct.pack(order + "H", field) + b"\0\0" if kind == 3 and count == 1 else struct.pack(order + "I", field)
        body += struct.pack(order + "HHI", tag, kind, count) + packed
    signature = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    file = signature + struct.pack(order + "H", len(values)) + body + b"\0\0\0\0" + struct.pack(order + "HHH", 16, 16, 16)
    (tmp_path / "a.tiff").write_bytes(file + data)
    check_equal(pixels(tmp_path / "a.tiff"), (samples >> 8).astype(numpy.uint8))


def test_ppm_of_any_maximum(pixels, tmp_path):
    for maximum in (1, 15, 100, 254, 255, 256, 1023, 65534, 65535):
        samples = GENERATOR.integers(0, maximum + 1, (8, 9, 3), dtype=numpy.uint32)
        kind = ">u2" if maximum > 255 else "u1"
        header = f"P6 # made by a test\n9 # wide\n8\n{maximum}\n".encode()
        (tmp_path / "a.ppm").write_bytes(header + samples.astype(kind).tobytes())
        if maximum <= 255:
            expected = (samples * 255 + maximum // 2) // maximum
            check_equal(pixels(tmp_path / "a.ppm"), expected.astype(numpy.uint8))
        else:
            check_close(pixels(tmp_path / "a.ppm"), numpy.rint(samples * (255 / maximum)), 1, 0.6)


def test_plain_text_ppm(pixels, tmp_path):
    (tmp_path / "a.ppm").write_bytes(b"P3\n2 2\n255\n1 2 3 4 5 6\n7 8 9 10 11 12\n")
    check_equal(pixels(tmp_path / "a.ppm"), numpy.arange(1, 13, dtype=numpy.uint8).reshape(2, 2, 3))


def test_floating_point_tiff(pixels, tmp_path):
    grey = picture(channels=1)
    Image.fromarray(numpy.asarray(grey).astype(numpy.float32)).save(tmp_path / "a.tiff")
    check_equal(pixels(tmp_path / "a.tiff"), numpy.asarray(grey.convert("RGB")))


def test_cmyk(pixels, tmp_path):
    picture().convert("CMYK").save(tmp_path / "a.tiff")
    check_equal(pixels(tmp_path / "a.tiff"), rgb_of(tmp_path / "a.tiff"))
    # Pillow writes JPEGs as Adobe does: inverted, and saying so.
    picture().convert("CMYK").save(tmp_path / "a.jpg", quality=95)
    assert b"Adobe" in (tmp_path / "a.jpg").read_bytes()
    check_equal(pixels(tmp_path / "a.jpg"), rgb_of(tmp_path / "a.jpg"))
    check_close(pixels(tmp_path / "a.jpg"), numpy.asarray(picture()), 60, 6)


@pytest.mark.parametrize("name", ["a.png", "a.tiff", "a.webp", "a.bmp"])
def test_alpha_is_kept_straight(pixels, tmp_path, name):
    image = picture(channels=4)
    if name == "a.bmp":
        (tmp_path / name).write_bytes(bmp_with_alpha(image))
    else:
        image.save(tmp_path / name, **({"lossless": True, "exact": True} if name == "a.webp" else {}))
    check_equal(pixels(tmp_path / name), numpy.asarray(image))


def bmp_with_alpha(image):
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    header = struct.pack("<IiiHHIIiiII", 108, image.width, -image.height, 1, 32, 3, 0, 0, 0, 0, 0) + masks
    header += b"\0" * (108 - len(header))
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 14 + 108) + header + image.tobytes("raw", "BGRA")


def test_grey_with_alpha_and_transparent_colours(pixels, tmp_path):
    path = tmp_path / "a.png"
    picture(channels=4).convert("LA").save(path)
    check_equal(pixels(path), rgba_of(path))
    picture().quantize(20).save(path, transparency=3)
    check_equal(pixels(path), rgba_of(path))
    picture().save(path, transparency=picture().getpixel((50, 50)))
    check_equal(pixels(path), rgba_of(path))
    assert (pixels(path)[..., 3] == 0).any()


def test_transparent_gif(pixels, tmp_path):
    path = tmp_path / "a.gif"
    picture().quantize(20).save(path, transparency=3)
    expected = rgba_of(path)
    found = pixels(path)
    check_equal(found[..., 3], expected[..., 3])
    visible = expected[..., 3] > 0
    check_equal(found[visible], expected[visible])


def test_first_frame_of_an_animation(pixels, tmp_path):
    frames = [picture(seed=seed) for seed in (1, 2, 3)]
    for name, options in (("a.gif", {}), ("a.webp", {"lossless": True}), ("a.tiff", {}), ("a.png", {})):
        path = tmp_path / name
        frames[0].save(path, save_all=True, append_images=frames[1:], **options)
        assert pixels(path).shape[:2] == (61, 97)
        with Image.open(path) as image:
            check_equal(pixels(path)[..., :3], numpy.asarray(image.convert("RGB")))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tiff"])
def test_orientation(mote, pixels, tmp_path, name, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"tiffinfo": {0x0112: orientation}} if name == "a.tiff" else {"exif": exif}
    if name == "a.webp":
        options["lossless"] = True
    path = tmp_path / name
    picture().save(path, **options)
    check_equal(pixels(path), rgb_of(path))
    if name == "a.jpg":
        result = mote("encode", "-m", "lanczos", name, "--json")
        assert (result.json[0]["width"], result.json[0]["height"]) == ((61, 97) if orientation >= 5 else (97, 61))


def profile_with_gamma(gamma):
    """An RGB profile with sRGB's primaries and white but another curve, made from Pillow's own sRGB profile."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for entry in range(struct.unpack(">I", data[128:132])[0]):
        name, offset, size = struct.unpack(">4sII", data[132 + 12 * entry : 144 + 12 * entry])
        if name in (b"rTRC", b"gTRC", b"bTRC"):
            assert data[offset : offset + 4] == b"para" and size >= 16
            data[offset : offset + size] = (b"para\0\0\0\0\0\0\0\0" + struct.pack(">i", round(gamma * 65536))).ljust(size, b"\0")
    return bytes(data)


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tiff"])
def test_srgb_profile_changes_nothing(pixels, tmp_path, name):
    path = tmp_path / name
    picture().save(path, icc_profile=SRGB, **({"lossless": True} if name == "a.webp" else {}))
    check_equal(pixels(path), rgb_of(path))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tiff"])
def test_other_profile_is_converted(pixels, tmp_path, name):
    path = tmp_path / name
    profile = profile_with_gamma(1.0)
    picture().save(path, icc_profile=profile)
    with Image.open(path) as image:
        expected = ImageCms.profileToProfile(
            image, io.BytesIO(profile), io.BytesIO(SRGB), renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC
        )
        plain = numpy.asarray(image.convert("RGB"))
    found = pixels(path)
    assert numpy.abs(found.astype(int) - plain).mean() > 20
    check_close(found, numpy.asarray(expected), 3, 0.7)


def test_profile_of_16_bits_and_alpha(pixels, tmp_path):
    import zlib

    profile = profile_with_gamma(1.0)
    image = picture(channels=4)
    samples = numpy.asarray(image).astype(numpy.uint16) * 257
    raw = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    extra = [(b"iCCP", b"test\0\0" + zlib.compress(profile))]
    (tmp_path / "a.png").write_bytes(png_of(97, 61, 16, 6, raw, extra=extra))
    expected = ImageCms.profileToProfile(
        image.convert("RGB"), io.BytesIO(profile), io.BytesIO(SRGB), renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    found = pixels(tmp_path / "a.png")
    check_close(found[..., :3], numpy.asarray(expected), 3, 0.7)
    check_equal(found[..., 3], numpy.asarray(image)[..., 3])


@pytest.mark.parametrize("profile", [b"rubbish" * 40, b"\0", SRGB[:200]])
def test_broken_profile_counts_as_none(pixels, tmp_path, profile):
    picture().save(tmp_path / "a.png", icc_profile=profile)
    check_equal(pixels(tmp_path / "a.png"), numpy.asarray(picture()))


def test_profile_for_other_bands_counts_as_none(pixels, tmp_path):
    picture(channels=1).save(tmp_path / "a.png", icc_profile=profile_with_gamma(1.0))
    check_equal(pixels(tmp_path / "a.png"), rgb_of(tmp_path / "a.png"))


@pytest.mark.parametrize("name, most, mean", [("a.avif", 4, 0.7)])
def test_avif(pixels, tmp_path, name, most, mean):
    picture().save(tmp_path / name, quality=95, subsampling="4:4:4")
    found = pixels(tmp_path / name)
    if isinstance(found, str) and "does not read" in found:
        pytest.skip(found)
    check_close(found, rgb_of(tmp_path / name), most, mean)


def rle_bmp(bits, codes, width, height, palette):
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, 1 if bits == 8 else 2, len(codes), 0, 0, len(palette), 0)
    colours = b"".join(bytes([blue, green, red, 0]) for red, green, blue in palette)
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 54 + len(colours)) + header + colours + codes


def test_run_length_coded_bmp(pixels, tmp_path):
    palette = [(0, 0, 0), (250, 10, 20), (30, 240, 40), (50, 60, 230)]
    # Bottom row: three of colour 1, then a literal 2 3 1 (padded); next row: skip two, two of colour 3.
    codes = bytes([3, 1, 0, 3, 2, 3, 1, 0, 0, 0, 0, 2, 2, 0, 2, 3, 0, 1])
    (tmp_path / "a.bmp").write_bytes(rle_bmp(8, codes, 6, 2, palette))
    indices = [[0, 0, 3, 3, 0, 0], [1, 1, 1, 2, 3, 1]]
    check_equal(pixels(tmp_path / "a.bmp"), numpy.array(palette, numpy.uint8)[numpy.array(indices)])
    # The same in 4 bits: runs alternate two colours.
    codes = bytes([3, 0x12, 0, 3, 0x23, 0x10, 0, 1])
    (tmp_path / "b.bmp").write_bytes(rle_bmp(4, codes, 6, 1, palette))
    check_equal(pixels(tmp_path / "b.bmp"), numpy.array(palette, numpy.uint8)[numpy.array([[1, 2, 1, 2, 3, 1]])])


def test_16_bit_bmp(pixels, tmp_path):
    samples = GENERATOR.integers(0, 65536, (5, 6), dtype=numpy.uint16)
    for masks, shifts, maxima in ((None, (10, 5, 0), (31, 31, 31)), ((0xF800, 0x7E0, 0x1F), (11, 5, 0), (31, 63, 31))):
        offset = 54 if masks is None else 66
        header = struct.pack("<IiiHHIIiiII", 40, 6, -5, 1, 16, 0 if masks is None else 3, 0, 0, 0, 0, 0)
        extra = b"" if masks is None else struct.pack("<III", *masks)
        data = b"BM" + struct.pack("<IHHI", 0, 0, 0, offset) + header + extra + samples.astype("<u2").tobytes()
        (tmp_path / "a.bmp").write_bytes(data)
        parts = [(samples >> shift & maximum) * 255 // maximum for shift, maximum in zip(shifts, maxima)]
        check_equal(pixels(tmp_path / "a.bmp"), numpy.stack(parts, axis=-1).astype(numpy.uint8))


def test_harmless_oddities_of_jpeg_are_accepted(pixels, tmp_path):
    buffer = io.BytesIO()
    picture().save(buffer, "jpeg", quality=90)
    whole = buffer.getvalue()
    expected = numpy.asarray(Image.open(buffer).convert("RGB"))
    for data in (whole[:-2] + b"\0\0\0\0" + whole[-2:], whole + b"trailing", whole[:2] + b"\xff\xff\xff" + whole[3:]):
        (tmp_path / "a.jpg").write_bytes(data)
        check_equal(pixels(tmp_path / "a.jpg"), expected)
        check_equal(pixels("-", input=data), expected)


def test_content_decides_not_the_name(pixels, tmp_path):
    picture().save(tmp_path / "really.png")
    (tmp_path / "really.png").rename(tmp_path / "called.jpg")
    check_equal(pixels(tmp_path / "called.jpg"), numpy.asarray(picture()))
