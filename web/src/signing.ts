import { type Problem } from "./api";
import { type Item } from "./item";
import { Store } from "./store";

/** Whether the server has refused to sign because it has no key. It gets one by a restart only. */
export const keyless = new Store(false);

/** Notes a refusal of `api/sign`. All who see a media may sign: 403 means that there is no key. */
export function noteRefusal(problem: Problem): void {
  if (problem.status === 403) {
    keyless.set(true);
  }
}

/** Whether links of `item` can be signed, as far as the page knows. With a key, links of private media have a token. */
export function signable(item: Pick<Item, "visibility" | "t">): boolean {
  return item.t !== "" || (item.visibility !== "private" && !keyless.value);
}
