import { nextLoader } from './loaders.js';

/** The loader of `next/image`, for `loaderFile`. The server's URL is in NEXT_PUBLIC_CALOTYPE_URL. */
export default nextLoader(process.env.NEXT_PUBLIC_CALOTYPE_URL ?? '');
