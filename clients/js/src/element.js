import { decode } from './thumbhash.js';
import { imageUrl, srcset, widths } from './urls.js';

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: inline-block; max-width: 100%; overflow: hidden; background-size: 100% 100%; }
  :host([hidden]) { display: none; }
  img { display: block; width: 100%; height: 100%; object-fit: inherit; opacity: 0; transition: opacity .2s; }
  img.loaded { opacity: 1; }
  @media (prefers-reduced-motion) { img { transition: none; } }
`);

/**
 * `<calotype-img>`: a picture with its placeholder, which takes its place before it loads.
 *
 * Set the property `media` to a record, or the attributes `src` (the link `image` of a record), `width`, `height`,
 * `thumbhash` and `color`. `alt` and `sizes` are those of an `img`; `loading` is `lazy` unless it is `eager`. `ar` crops to an
 * aspect ratio, `base` is the URL of the server, and `widths` replaces the widths of `srcset`. The events `load` and
 * `error` are those of the picture.
 */
export class CalotypeImage extends HTMLElement {
  static observedAttributes =
    ['src', 'width', 'height', 'thumbhash', 'color', 'alt', 'sizes', 'loading', 'ar', 'base', 'widths', 'fetchpriority'];

  #image = document.createElement('img');
  #media = null;
  #queued = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style];
    root.append(this.#image);
    this.#image.part = 'img';
    for (const type of ['load', 'error']) {
      this.#image.addEventListener(type, () => {
        this.#image.classList.toggle('loaded', type === 'load');
        if (type === 'load') this.style.removeProperty('background-image');
        this.dispatchEvent(new Event(type));
      });
    }
  }

  /** The record; null if the attributes describe the media. */
  get media() {
    return this.#media;
  }

  set media(record) {
    this.#media = record;
    this.#update();
  }

  connectedCallback() {
    this.#update();
  }

  attributeChangedCallback() {
    this.#update();
  }

  /** Renders once for all changes of a task. */
  #update() {
    if (!this.#queued) {
      this.#queued = true;
      queueMicrotask(() => {
        this.#queued = false;
        if (this.isConnected) this.#render();
      });
    }
  }

  #described() {
    const number = name => Number(this.getAttribute(name)) || undefined;
    return this.#media ?? {
      width: number('width'),
      height: number('height'),
      links: { image: this.getAttribute('src') },
      placeholder: { thumbhash: this.getAttribute('thumbhash'), color: this.getAttribute('color') },
    };
  }

  #render() {
    const media = this.#described();
    if (!media.links.image) return;
    const [across, down] = (this.getAttribute('ar') ?? `${media.width}:${media.height}`).split(':').map(Number);
    if (across && down) this.style.setProperty('aspect-ratio', `${across} / ${down}`);
    this.#placeholder(media.placeholder);
    const options = { ar: this.getAttribute('ar') ?? undefined, fit: this.hasAttribute('ar') ? 'cover' : undefined, format: 'auto' };
    const list = this.getAttribute('widths')?.split(',').map(Number) ?? widths(media.width ?? Infinity);
    const base = (this.getAttribute('base') ?? '').replace(/\/$/, '');
    const absolute = { ...media, links: { image: /^https?:/.test(media.links.image) ? media.links.image : base + media.links.image } };
    const image = this.#image;
    image.loading = this.getAttribute('loading') === 'eager' ? 'eager' : 'lazy';
    image.decoding = 'async';
    image.alt = this.getAttribute('alt') ?? '';
    if (this.hasAttribute('fetchpriority')) image.fetchPriority = this.getAttribute('fetchpriority');
    if (media.width) Object.assign(image, { width: media.width, height: across && down ? Math.round((media.width * down) / across) : media.height });
    image.sizes = this.getAttribute('sizes') ?? '100vw';
    const set = srcset(absolute, options, list);
    if (image.srcset !== set) {
      image.classList.remove('loaded');
      image.srcset = set;
      image.src = imageUrl(absolute, { ...options, w: list[Math.min(2, list.length - 1)] });
    }
  }

  #placeholder(placeholder) {
    if (placeholder?.color) this.style.setProperty('background-color', placeholder.color);
    if (placeholder?.thumbhash && !this.#image.classList.contains('loaded')) {
      const { width, height, rgba } = decode(placeholder.thumbhash);
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
      this.style.setProperty('background-image', `url(${canvas.toDataURL()})`);
    }
  }
}

if (!customElements.get('calotype-img')) customElements.define('calotype-img', CalotypeImage);
