/**
 * The picture of a ThumbHash (https://evanw.github.io/thumbhash/): its width, height and RGBA bytes.
 *
 * Header: 24 bits with the means of lightness, two colour channels and the size of the lightness grid, 16 bits with the
 * scales and the orientation, then, with alpha, its mean and scale. Coefficients of 4 bits follow.
 */
export function decode(text) {
  const hash = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const head = hash[0] | (hash[1] << 8) | (hash[2] << 16);
  const more = hash[3] | (hash[4] << 8);
  const alpha = head >> 23;
  const landscape = more >> 15;
  const mean = { l: (head & 63) / 63, p: ((head >> 6) & 63) / 31.5 - 1, q: ((head >> 12) & 63) / 31.5 - 1 };
  const long = alpha ? 5 : 7;
  const lx = Math.max(3, landscape ? long : more & 7);
  const ly = Math.max(3, landscape ? more & 7 : long);
  let at = 0;
  const start = alpha ? 6 : 5;
  const channel = (nx, ny, scale) => {
    const ac = [];
    for (let y = 0; y < ny; y++) {
      for (let x = y ? 0 : 1; x * ny < nx * (ny - y); x++) {
        ac.push((((hash[start + (at >> 1)] >> ((at++ & 1) << 2)) & 15) / 7.5 - 1) * scale);
      }
    }
    return ac;
  };
  const l = channel(lx, ly, ((head >> 18) & 31) / 31);
  const p = channel(3, 3, (((more >> 3) & 63) / 63) * 1.25);
  const q = channel(3, 3, (((more >> 9) & 63) / 63) * 1.25);
  const a = alpha ? channel(5, 5, (hash[5] >> 4) / 15) : [];
  const ratio = (landscape ? long : more & 7) / (landscape ? more & 7 : long);
  const width = Math.round(ratio > 1 ? 32 : 32 * ratio);
  const height = Math.round(ratio > 1 ? 32 / ratio : 32);
  const rgba = new Uint8ClampedArray(width * height * 4);
  const waves = (count, position, size) =>
    Array.from({ length: count }, (_, k) => Math.cos((Math.PI / size) * (position + 0.5) * k));
  const sum = (ac, nx, ny, fx, fy) => {
    let value = 0;
    for (let y = 0, j = 0; y < ny; y++) {
      for (let x = y ? 0 : 1; x * ny < nx * (ny - y); x++, j++) value += ac[j] * fx[x] * fy[y] * 2;
    }
    return value;
  };
  for (let y = 0, i = 0; y < height; y++) {
    const fy = waves(Math.max(ly, 5), y, height);
    for (let x = 0; x < width; x++, i += 4) {
      const fx = waves(Math.max(lx, 5), x, width);
      const light = mean.l + sum(l, lx, ly, fx, fy);
      const yellow = mean.p + sum(p, 3, 3, fx, fy);
      const red = mean.q + sum(q, 3, 3, fx, fy);
      const b = light - (2 / 3) * yellow;
      const r = (3 * light - b + red) / 2;
      rgba.set([r * 255, (r - red) * 255, b * 255, alpha ? ((hash[5] & 15) / 15 + sum(a, 5, 5, fx, fy)) * 255 : 255], i);
    }
  }
  return { width, height, rgba };
}
