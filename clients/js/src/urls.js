/** The widths that need no signature, unless CALOTYPE_SIZES replaces them. */
export const STEPS = [
  16, 32, 48, 64, 96, 128, 200, 256, 320, 384, 400, 480, 512, 640, 750, 768, 800, 828, 960, 1024, 1080, 1200, 1280,
  1440, 1536, 1600, 1668, 1920, 2048, 2560, 3840,
];

/** The smallest step that is at least `width`; the largest one if there is none. */
export function step(width, steps = STEPS) {
  return steps.find(one => one >= width) ?? steps.at(-1);
}

/**
 * The URL of a rendition. `media` is a record, whose URL has the version of the media, or an id. Options are those of
 * the server, such as `w`, `h`, `fit`, `format` and `q`.
 */
export function imageUrl(media, options = {}, preset) {
  const link = typeof media === 'string' ? `/images/${encodeURIComponent(media)}` : media.links.image;
  const [path, query] = link.split('?');
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return path + (preset ? `/${encodeURIComponent(preset)}` : '') + (text ? `?${text}` : '');
}

/** The widths of a `srcset` for a picture that is `width` pixels wide: no wider than the picture, but for one. */
export function widths(width, steps = [320, 640, 960, 1280, 1920, 2560]) {
  const narrower = steps.filter(one => one < width);
  return narrower.length === steps.length ? narrower : [...narrower, steps[narrower.length]];
}

/** The value of `srcset`, with a width descriptor for each URL. */
export function srcset(media, options = {}, list = widths(media.width ?? Infinity)) {
  return list.map(w => `${imageUrl(media, { ...options, w })} ${w}w`).join(', ');
}

/**
 * A token of a media, the option `t` of its URLs, made by one of CALOTYPE_SIGNING_KEYS. For servers only: a key must
 * never reach a page.
 */
export async function mediaToken(id, key, seconds = 3600, now = Date.now()) {
  const expires = Math.floor(now / 1000) + seconds;
  const bytes = new TextEncoder();
  const secret = await crypto.subtle.importKey('raw', bytes.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', secret, bytes.encode(`media:${id}:${expires}`));
  const text = btoa(String.fromCharCode(...new Uint8Array(mac)));
  return `${expires}.${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
