import { hasKey, json, Problem, setKey, whenRefused } from "./api";
import { Store } from "./store";

export type Role = "metrics" | "viewer" | "editor" | "admin";

export interface Session {
  state: "starting" | "locked" | "open" | "offline";
  role: Role;
  name: string | null;
  /** Whether the server has keys, so that one can sign out. */
  keyed: boolean;
  message: string;
}

export const session = new Store<Session>({ state: "starting", role: "viewer", name: null, keyed: false, message: "" });

/** What the role may do. The server decides; the page shows nothing that would be refused. */
export const may = {
  list: (): boolean => session.value.role !== "metrics",
  change: (): boolean => session.value.role === "editor" || session.value.role === "admin",
  administer: (): boolean => session.value.role === "admin",
};

async function identify(refused: string): Promise<void> {
  try {
    const me = await json<{ role: Role; name: string | null }>("api/me");
    session.set({ state: "open", role: me.role, name: me.name, keyed: hasKey(), message: "" });
  } catch (error) {
    const problem = error as Problem;
    if (problem.status === 401) {
      setKey(null);
      session.update({ state: "locked", message: refused });
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
