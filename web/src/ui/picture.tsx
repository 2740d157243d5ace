import { useEffect, useState } from "preact/hooks";
import { hasKey, request, urlOf } from "../api";
import { placeholder, type Item } from "../item";

/**
 * Whether a picture needs the key of the page: a private one whose links have no token, because the server has no signing
 * key. An `img` sends no key.
 */
export function needsKey(item: Item): boolean {
  return item.visibility === "private" && !item.t && hasKey();
}

/** The style behind a picture: its placeholder, unless the picture is shown and lets it through. */
export function backdrop(item: Item, shown: boolean): { backgroundColor?: string; backgroundImage?: string } {
  if (shown && item.transparent) {
    return {};
  }
  const blurred = placeholder(item.thumbhash);
  return {
    ...(item.color && { backgroundColor: item.color }),
    ...(blurred && { backgroundImage: `url("${blurred}")` }),
  };
}

/** The URL for `src`: `url` itself, or that of the bytes that the page has fetched with its key. Null after an error. */
export function useSource(url: string, keyed: boolean): string | null {
  const [source, setSource] = useState<string | null>(keyed ? "" : url);
  useEffect(() => {
    if (!keyed) {
      setSource(url);
      return;
    }
    let made = "";
    const abort = new AbortController();
    request(new URL(url, urlOf("/")), { signal: abort.signal })
      .then(answer => answer.blob())
      .then(blob => {
        made = URL.createObjectURL(blob);
        setSource(made);
      })
      .catch(() => !abort.signal.aborted && setSource(null));
    return () => {
      abort.abort();
      URL.revokeObjectURL(made);
    };
  }, [url, keyed]);
  return source;
}
