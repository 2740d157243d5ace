export { Calotype, Problem } from './client.js';
export { imageUrl, mediaToken, srcset, step, STEPS, widths } from './urls.js';
