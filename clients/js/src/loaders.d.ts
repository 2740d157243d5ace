export function transform(src: string, options: Record<string, string | number | undefined>, base?: string): string;
export function nextLoader(base?: string): (image: { src: string; width: number; quality?: number }) => string;
export function nuxtImage(src: string, context?: { modifiers?: Record<string, any>; baseURL?: string }): { url: string };
export function unpicTransformer(base?: string): (
  src: string | URL, operations: { width?: number | string; height?: number | string; quality?: number; format?: string },
) => string;
declare const loader: ReturnType<typeof nextLoader>;
export default loader;
