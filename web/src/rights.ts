import { Problem, send, type MediaRecord } from "./api";
import { session } from "./session";
import { Store } from "./store";

type Concerned = Pick<MediaRecord, "id" | "visibility">;

/** Decisions of the server by id. No record names its owner, and an editor sees public media of other owners. */
export const decided = new Store<ReadonlyMap<string, boolean>>(new Map());

const MOST_ASKED = 200;
const AT_ONCE = 4;
const asked = new Map<string, Promise<boolean>>();

/** Whether the caller may change and delete a media; null if only the server knows. */
export function mayChange({ id, visibility }: Concerned): boolean | null {
  switch (session.value.role) {
    case "admin":
      return true;
    case "editor":
      return visibility === "private" || (decided.value.get(id) ?? null); // private media of others are hidden from an editor
    default:
      return false;
  }
}

/** Notes a decision of the server; null forgets it, because an id may be used again. */
export function decide(ids: readonly string[], allowed: boolean | null): void {
  if (ids.length === 0) {
    return;
  }
  const next = new Map(decided.value);
  ids.forEach(id => (allowed === null ? next.delete(id) : next.set(id, allowed)));
  decided.set(next);
}

/** Asks the server by a merge patch without members: it changes nothing, and 403 is a refusal. */
function ask(id: string): Promise<boolean> {
  let answer = asked.get(id);
  if (!answer) {
    answer = send("PATCH", `api/media/${id}`, {})
      .then(() => true, error => {
        if (error instanceof Problem && error.status === 403) {
          return false;
        }
        throw error;
      })
      .then(allowed => {
        decide([id], allowed);
        return allowed;
      })
      .finally(() => asked.delete(id));
    asked.set(id, answer);
  }
  return answer;
}

/** Asks about those of the first 200 media that only the server can decide. An error leaves a media undecided. */
export async function askAll(media: readonly Concerned[]): Promise<void> {
  const left = media.filter(one => mayChange(one) === null).slice(0, MOST_ASKED).map(one => one.id);
  const worker = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      await ask(id).catch(() => undefined); // the request that needs the right says what is wrong
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

export const OWNERS_ONLY = "Only its owner or an admin may do this.";

/** The text for a change of a media that has failed. Notes a refusal. */
export function failureText(error: unknown, id: string): string {
  if (error instanceof Problem && error.status === 403 && session.value.role === "editor") {
    decide([id], false);
    return OWNERS_ONLY;
  }
  return (error as Error).message;
}
