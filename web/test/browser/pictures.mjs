// Pictures as PNG, made without any library.
import * as zlib from "node:zlib";

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    }
  }
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(name, body) {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length);
  head.write(name, 4, "latin1");
  const end = Buffer.alloc(4);
  const check = zlib.crc32 ? zlib.crc32(Buffer.concat([head.subarray(4), body])) : crc(Buffer.concat([head.subarray(4), body]));
  end.writeUInt32BE(check);
  return Buffer.concat([head, body, end]);
}

/** A gradient of `width` times `height` pixels, different for each `seed`. `ballast` are further bytes in the file. */
export function png(width, height, seed, ballast = 0) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, at = 0; y < height; y++) {
    rows[at++] = 0;
    for (let x = 0; x < width; x++) {
      rows[at++] = (x * 255 / width + seed * 37) & 0xff;
      rows[at++] = (y * 255 / height + seed * 71) & 0xff;
      rows[at++] = ((x + y) * 127 / (width + height) + seed * 113) & 0xff;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const noise = Buffer.alloc(ballast);
  for (let i = 0, state = seed + 1; i + 4 <= ballast; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    noise.writeUInt32BE(state, i);
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    ...(ballast > 0 ? [chunk("noIs", noise)] : []),
    chunk("IDAT", zlib.deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
