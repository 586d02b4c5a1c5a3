"""The published program's work done by Pillow, timed from inside so that Python's start does not count.

    pillow_task.py encode picture.jpg WIDTH HEIGHT out.mote     open, one resize to WIDTH x HEIGHT, save PPM after 8 bytes
    pillow_task.py decode in.mote out.png                       open, resize to the original size, save

Prints wall and CPU seconds.
"""

import io
import struct
import sys
import time

from PIL import Image

# Loaded before the clock starts: Pillow imports a format when it first meets it.
Image.init()
Image.MAX_IMAGE_PIXELS = None


def encode(source: str, width: str, height: str, target: str) -> None:
    image = Image.open(source).convert("RGB")
    ppm = io.BytesIO()
    image.resize((int(width), int(height)), Image.Resampling.LANCZOS).save(ppm, "PPM")
    with open(target, "wb") as file:
        file.write(struct.pack(">4H", image.width, image.height, int(width), int(height)) + ppm.getvalue())


def decode(source: str, target: str) -> None:
    with open(source, "rb") as file:
        data = file.read()
    width, height = struct.unpack(">2H", data[:4])
    Image.open(io.BytesIO(data[8:])).resize((width, height), Image.Resampling.LANCZOS).save(target)


def main() -> None:
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    {"encode": encode, "decode": decode}[sys.argv[1]](*sys.argv[2:])
    print(time.perf_counter() - wall_s, time.process_time() - cpu_s)


if __name__ == "__main__":
    main()
