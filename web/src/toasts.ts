import { Store } from "./store";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  action?: { label: string; run: () => void };
  /** Milliseconds until it goes. */
  life: number;
}

export const toasts = new Store<readonly Toast[]>([]);
let next = 1;

/** Shows a message for some seconds; returns its id. */
export function say(text: string, more: Partial<Omit<Toast, "id" | "text">> = {}): number {
  const toast: Toast = { id: next++, text, tone: "plain", life: 5000, ...more };
  toasts.set([...toasts.value.slice(-3), toast]);
  setTimeout(() => unsay(toast.id), toast.life);
  return toast.id;
}

export function unsay(id: number): void {
  if (toasts.value.some(toast => toast.id === id)) {
    toasts.set(toasts.value.filter(toast => toast.id !== id));
  }
}
