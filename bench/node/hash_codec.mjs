// BlurHash and ThumbHash as commands, on PPM files:
//   hash_codec.mjs encode blurhash|thumbhash RUNG picture.ppm out      RUNG: BlurHash's components along the longer side
//   hash_codec.mjs decode blurhash|thumbhash WIDTH HEIGHT in picture.ppm
//   hash_codec.mjs version blurhash|thumbhash
// A BlurHash file holds its text, a ThumbHash file its bytes. Decoded pictures are 32 pixels along the longer side, as
// both are used; WIDTH x HEIGHT gives the shape, which a BlurHash does not hold (a ThumbHash holds it roughly).
import { readFileSync, writeFileSync } from 'node:fs';
import { decode as decodeBlurhash, encode as encodeBlurhash } from 'blurhash';
import { rgbaToThumbHash, thumbHashToRGBA } from 'thumbhash';

const DECODED_LONG_SIDE = 32;

function readPpm(path) {
  const data = readFileSync(path);
  const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(data.subarray(0, 64).toString('latin1'));
  if (!header) throw new Error(`${path}: expected an 8-bit PPM (P6)`);
  const [width, height] = [Number(header[1]), Number(header[2])];
  const rgb = data.subarray(header[0].length);
  if (rgb.length !== width * height * 3) throw new Error(`${path}: expected ${width * height * 3} bytes of pixels`);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; ++i) rgba.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i);
  return { width, height, rgba };
}

function writePpm(path, width, height, rgba) {
  const rgb = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; ++i) {
    for (let c = 0; c < 3; ++c) rgb[3 * i + c] = rgba[4 * i + c];
  }
  writeFileSync(path, Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), rgb]));
}

const longAndShort = (width, height, long) => {
  const short = Math.max(1, Math.round((long * Math.min(width, height)) / Math.max(width, height)));
  return width >= height ? [long, short] : [short, long];
};

const codecs = {
  blurhash: {
    encode({ width, height, rgba }, rung) {
      return Buffer.from(encodeBlurhash(rgba, width, height, ...longAndShort(width, height, Number(rung))), 'ascii');
    },
    decode(bytes, width, height) {
      const [w, h] = longAndShort(width, height, DECODED_LONG_SIDE);
      return { width: w, height: h, rgba: decodeBlurhash(bytes.toString('ascii'), w, h) };
    },
  },
  thumbhash: {
    encode({ width, height, rgba }) {
      return rgbaToThumbHash(width, height, rgba);
    },
    decode(bytes) {
      const { w, h, rgba } = thumbHashToRGBA(bytes);
      return { width: w, height: h, rgba };
    },
  },
};

function main([action, name, ...rest]) {
  const codec = codecs[name];
  if (!codec) throw new Error(`expected blurhash or thumbhash, received ${name}`);
  if (action === 'encode') {
    const [rung, input, output] = rest;
    writeFileSync(output, codec.encode(readPpm(input), rung));
  } else if (action === 'decode') {
    const [width, height, input, output] = rest;
    const picture = codec.decode(readFileSync(input), Number(width), Number(height));
    writePpm(output, picture.width, picture.height, picture.rgba);
  } else if (action === 'version') {
    const lock = JSON.parse(readFileSync(new URL('./package-lock.json', import.meta.url)));
    console.log(lock.packages[`node_modules/${name}`].version);
  } else {
    throw new Error(`expected encode, decode or version, received ${action}`);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
