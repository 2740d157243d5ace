import { imageUrl, step } from './urls.js';

const split = src => {
  const [path, query] = src.split('?');
  return { path, parameters: new URLSearchParams(query) };
};

const absolute = (src, base) => {
  if (src.includes(':')) return src;
  return base.replace(/\/$/, '') + (src.startsWith('/') ? src : imageUrl(src));
};

/** Adds options to an image of Calotype: an id, the link `image` of a record, or a URL. */
export function transform(src, options, base = '') {
  const { path, parameters } = split(absolute(src, base));
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** A loader of `next/image` for the server at `base`. */
export function nextLoader(base = '') {
  return ({ src, width, quality }) => transform(src, { w: step(width), q: quality, format: 'auto' }, base);
}

/**
 * The function `getImage` of a provider of Nuxt Image, which puts a slash before an id. Modifiers of Calotype, such as `ar`,
 * are kept.
 */
export function nuxtImage(src, { modifiers = {}, baseURL = '' } = {}) {
  const { width, height, quality, format, fit, ...others } = modifiers;
  const options = {
    w: width && step(Number(width)),
    h: height && (width ? Math.round((step(Number(width)) * Number(height)) / Number(width)) : step(Number(height))),
    q: quality,
    format: format ?? 'auto',
    fit: fit && { fill: 'contain', outside: 'cover' }[fit] ? { fill: 'contain', outside: 'cover' }[fit] : fit,
    ...others,
  };
  return { url: transform(src.replace(/^\/([\w-]+)$/, '$1'), options, baseURL) };
}

/** A transformer of unpic for the server at `base`. */
export function unpicTransformer(base = '') {
  return (src, { width, height, quality, format }) =>
    transform(String(src), {
      w: width && step(Number(width)),
      h: height && width ? Math.round((step(Number(width)) * Number(height)) / Number(width)) : undefined,
      fit: height && width ? 'cover' : undefined,
      q: quality,
      format: format ?? 'auto',
    }, base);
}
