/** The HTTP API of the server that has sent this page. */

/** The folder of the page; a proxy may have moved it below a prefix. */
export const BASE = new URL(".", document.baseURI);

export interface MediaRecord {
  id: string;
  kind: "image" | "video";
  type: string;
  bytes: number;
  width: number;
  height: number;
  durationMillis?: number;
  sha256: string;
  createdAt: string;
  expiresAt: string | null;
  group: string | null;
  visibility: "public" | "private";
  attributes: Record<string, string>;
  filename: string | null;
  focus?: string;
  facts: {
    format: string;
    frames: number;
    alpha: boolean;
    opaque: boolean;
    orientation: { stored: number; delivered: number };
    profile: string | null;
    position: boolean;
    codecs?: { video: string; audio: string | null };
  };
  placeholder: { thumbhash: string; color: string } | null;
  links: { self: string; content: string; thumbnail: string; image: string };
  problems?: MediaProblem[];
  exif?: Record<string, string>;
}

export interface MediaProblem {
  [member: string]: unknown;
}

export interface Page {
  items: MediaRecord[];
  next: string | null;
}

/** An error answer, RFC 9457. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly slug: string,
    readonly retryAfterSeconds: number,
    /** All members of the answer. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail ? `${title}: ${detail}` : title);
  }

  /** Whether the same request may succeed in some seconds. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** Whether the same request may succeed at all: once a disk has space, or an upload is continued. */
  get repeatable(): boolean {
    return this.temporary || this.status === 500 || this.status === 507 || CONTINUED.has(this.slug);
  }
}

/** Refusals of a part of an upload, which is continued from the offset of the server. */
const CONTINUED = new Set(["offset-mismatch", "upload-locked", "checksum-mismatch"]);

const KEY = "calotype.key";
let key = sessionStorage.getItem(KEY);
let onRefused = (): void => undefined;

/** Sets the API key or token for all further requests. It stays in this tab only. */
export function setKey(value: string | null): void {
  key = value;
  if (value === null) {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, value);
  }
}

export function hasKey(): boolean {
  return key !== null;
}

/** Calls `listener` when the server refuses the credentials. */
export function whenRefused(listener: () => void): void {
  onRefused = listener;
}

export function authorization(): Record<string, string> {
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}

export function urlOf(path: string): URL {
  return new URL(path.replace(/^\//, ""), BASE);
}

/** The problem of an error answer. */
export function problemOf(status: number, text: string, retryAfter: string | null): Problem {
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // a proxy has answered
  }
  const word = (name: string): string => (typeof body[name] === "string" ? (body[name] as string) : "");
  return new Problem(
    status,
    word("title") || (status === 0 ? "The server cannot be reached" : `The server answered ${status}`),
    word("detail"),
    word("type").split("/").pop() ?? "",
    Number(retryAfter) || 0,
    body,
  );
}

/** Sends a request with the credentials; throws a Problem for an error answer. */
export async function request(path: string | URL, init: RequestInit = {}): Promise<Response> {
  const url = typeof path === "string" ? urlOf(path) : path;
  let answer: Response;
  try {
    answer = await fetch(url, { ...init, headers: { ...authorization(), ...(init.headers as Record<string, string>) } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      throw error;
    }
    throw problemOf(0, "", null);
  }
  if (answer.ok) {
    return answer;
  }
  const problem = problemOf(answer.status, await answer.text(), answer.headers.get("Retry-After"));
  if (problem.status === 401) {
    onRefused();
  }
  throw problem;
}

export async function json<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await request(path, init);
  try {
    return (await answer.json()) as T;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      throw error;
    }
    throw new Problem(0, "The answer of the server is not complete", "", "", 0); // the connection has ended, or a proxy has answered
  }
}

export function send<T>(method: string, path: string, body: unknown): Promise<T> {
  return json<T>(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}
