import type { Media } from './index.js';

export class CalotypeImage extends HTMLElement {
  media: Media | null;
}
declare global {
  interface HTMLElementTagNameMap { 'calotype-img': CalotypeImage }
}
