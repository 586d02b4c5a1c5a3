"""A codec for the tests: the file is the PPM's size and mean colour, padded to as many bytes as the quality says.

    fake_codec.py encode QUALITY in.ppm out log     bytes = 50 + 10 x QUALITY; a line to `log`; quality 13 gives 60 bytes fewer
    fake_codec.py decode in out.ppm
    fake_codec.py fail                              ends with status 3 and a message
"""

import sys


def main() -> int:
    action, *words = sys.argv[1:]
    if action == "fail":
        print("first line\nno such luck", file=sys.stderr)
        return 3
    if action == "encode":
        quality, source, target, log = words
        with open(source, "rb") as file:
            magic, size, _, pixels = file.read().split(b"\n", 3)
        assert magic == b"P6"
        mean = sum(pixels) // len(pixels)
        with open(log, "a") as file:
            file.write(quality + "\n")
        header = size + b" %d\n" % mean
        count = 50 + 10 * int(quality) - (60 if quality == "13" else 0)
        with open(target, "wb") as file:
            file.write(header + b"." * (count - len(header)))
    else:
        source, target = words
        with open(source, "rb") as file:
            width, height, mean = map(int, file.readline().split())
        with open(target, "wb") as file:
            file.write(b"P6\n%d %d\n255\n" % (width, height) + bytes([mean]) * (3 * width * height))
    return 0


if __name__ == "__main__":
    sys.exit(main())
