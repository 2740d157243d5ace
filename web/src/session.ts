import { hasKey, json, Problem, setKey, whenRefused } from "./api";
import { Store } from "./store";

/** `ticket` is the holder of a ticket, who may upload and nothing else. */
export type Role = "metrics" | "ticket" | "viewer" | "editor" | "admin";

export interface Session {
  state: "starting" | "locked" | "open" | "offline";
  role: Role;
  name: string | null;
  /** The end of the credentials; null if they have none. */
  expiresAt: string | null;
  /** Whether the server has keys, so that one can sign out. */
  keyed: boolean;
  message: string;
}

export const session = new Store<Session>({ state: "starting", role: "viewer", name: null, expiresAt: null, keyed: false, message: "" });

/** What the role may do. The server decides; the page shows nothing that would be refused. */
export const may = {
  list: (): boolean => session.value.role !== "metrics" && session.value.role !== "ticket",
  upload: (): boolean => may.change() || session.value.role === "ticket",
  change: (): boolean => session.value.role === "editor" || session.value.role === "admin",
  administer: (): boolean => session.value.role === "admin",
};

async function identify(refused: string): Promise<void> {
  try {
    const me = await json<Pick<Session, "role" | "name" | "expiresAt">>("api/me");
    session.set({ state: "open", role: me.role, name: me.name, expiresAt: me.expiresAt, keyed: hasKey(), message: "" });
  } catch (error) {
    const problem = error as Problem;
    if (problem.status === 401 || problem.status === 403) {
      setKey(null);
      session.update({ state: "locked", message: problem.slug === "ticket-refused" ? problem.detail : refused });
    } else {
      session.update({ state: "offline", message: problem.message });
    }
  }
}

export function start(): Promise<void> {
  whenRefused(() => {
    if (session.value.state === "open") {
      setKey(null);
      session.update({ state: "locked", message: "The key is no longer valid." });
    }
  });
  return identify("");
}

export function signIn(key: string): Promise<void> {
  setKey(key);
  return identify("The server does not know this key.");
}

export function signOut(): void {
  setKey(null);
  location.reload();
}
