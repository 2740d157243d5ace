export interface Media {
  id: string; kind: 'image' | 'video'; type: string; bytes: number; width: number; height: number; sha256: string;
  createdAt: string; expiresAt: string | null; group: string | null; visibility: 'public' | 'private';
  attributes: Record<string, string>; filename: string | null;
  placeholder: { thumbhash: string; color: string } | null;
  links: { self: string; content: string; thumbnail: string; image: string };
}
export interface ImageOptions {
  w?: number; h?: number; ar?: string; fit?: 'inside' | 'cover' | 'contain'; gravity?: string; focus?: string;
  format?: 'auto' | 'webp' | 'avif' | 'jpeg' | 'png'; q?: number; dpr?: number; background?: string; frame?: 'first';
  profile?: 'keep'; t?: string; [option: string]: string | number | undefined;
}
export interface UploadOptions {
  id?: string; group?: string; visibility?: 'public' | 'private'; ttl?: number | string;
  attributes?: Record<string, string>; filename?: string; resumable?: boolean; signal?: AbortSignal;
  progress?: (sent: number, total: number) => void;
  store?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}
export interface TicketOptions {
  bytes?: number; types?: string[]; count?: number; expires?: number | string;
  id?: string; group?: string; visibility?: 'public' | 'private'; ttl?: number | string;
}
export interface MediaEvent {
  id: string; type: 'uploaded' | 'changed' | 'deleted' | 'failed' | 'reset';
  media?: string; kind?: 'image' | 'video' | null; at?: string;
}
export interface Changes {
  group?: string | null; visibility?: 'public' | 'private'; ttl?: number | string | null; focus?: string | null;
  attributes?: Record<string, string | null> | null;
}
export interface ListOptions {
  group?: string; kind?: 'image' | 'video'; visibility?: 'public' | 'private'; order?: 'newest' | 'oldest'; limit?: string;
}
export class Problem extends Error {
  readonly status: number; readonly slug: string; readonly title: string; readonly detail: string;
  readonly members: Record<string, unknown>; readonly retryAfter?: number;
}
export class Calotype {
  constructor(url?: string, options?: { key?: string; retries?: number; fetch?: typeof fetch });
  upload(source: Blob | BufferSource | string, options?: UploadOptions): Promise<Media>;
  get(id: string): Promise<Media>;
  list(options?: ListOptions): AsyncGenerator<Media>;
  patch(id: string, changes: Changes): Promise<Media>;
  delete(id: string): Promise<boolean>;
  deleteBatch(ids: string[]): Promise<{ deleted: number; missing: string[]; refused: string[]; failed?: string[] }>;
  ticket(options?: TicketOptions): Promise<{ ticket: string; expiresAt: string }>;
  sign(ids: string[], expires?: string | number): Promise<Record<string, string>>;
  image(media: Media | string, options?: ImageOptions, preset?: string): string;
  events(options?: { lastId?: string; signal?: AbortSignal }): AsyncGenerator<MediaEvent>;
}
export const STEPS: readonly number[];
export function step(width: number, steps?: readonly number[]): number;
export function widths(width: number, steps?: readonly number[]): number[];
export function imageUrl(media: Media | string, options?: ImageOptions, preset?: string): string;
export function srcset(media: Media | string, options?: ImageOptions, widths?: readonly number[]): string;
export function mediaToken(id: string, key: string, seconds?: number, now?: number): Promise<string>;
