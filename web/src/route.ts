import { NO_FILTER, type Filter } from "./collection";
import { Store } from "./store";

export type Route = { view: "grid"; filter: Filter } | { view: "media"; id: string } | { view: "dashboard" };

/** The route of a fragment such as `#/media/beach`. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const parts = path.split("/").filter(part => part);
  if (parts[0] === "media" && parts[1]) {
    return { view: "media", id: decodeURIComponent(parts[1]) };
  }
  if (parts[0] === "dashboard") {
    return { view: "dashboard" };
  }
  const options = new URLSearchParams(query);
  const kind = options.get("kind");
  const visibility = options.get("visibility");
  return {
    view: "grid",
    filter: {
      kind: kind === "image" || kind === "video" ? kind : "",
      group: options.get("group") ?? "",
      visibility: visibility === "public" || visibility === "private" ? visibility : "",
      order: options.get("order") === "oldest" ? "oldest" : "newest",
    },
  };
}

export function hashOf(route: Route): string {
  if (route.view === "media") {
    return `#/media/${route.id}`;
  }
  if (route.view === "dashboard") {
    return "#/dashboard";
  }
  const query = new URLSearchParams();
  for (const name of ["kind", "group", "visibility", "order"] as const) {
    if (route.filter[name] !== NO_FILTER[name]) {
      query.set(name, route.filter[name]);
    }
  }
  return query.size === 0 ? "#/" : `#/?${query}`;
}

export const route = new Store<Route>(parseRoute(location.hash));
/** The filter of the grid that was shown last. */
export let lastFilter: Filter = NO_FILTER;
/** The media whose page was shown last. */
export let lastMedia = "";

function follow(): void {
  const next = parseRoute(location.hash);
  if (next.view === "grid") {
    lastFilter = next.filter;
  } else if (next.view === "media") {
    lastMedia = next.id;
  }
  route.set(next);
}

follow();
window.addEventListener("hashchange", follow);

export function go(next: Route, replace = false): void {
  const hash = hashOf(next);
  if (replace) {
    history.replaceState(null, "", hash);
    follow();
  } else {
    location.hash = hash;
  }
}
