import { Store } from "./store";

export type Theme = "auto" | "light" | "dark";
const KEY = "calotype.theme";

function read(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export const theme = new Store<Theme>(read());

function apply(): void {
  const root = document.documentElement;
  if (theme.value === "auto") {
    delete root.dataset["theme"];
  } else {
    root.dataset["theme"] = theme.value;
  }
}

apply();
theme.subscribe(() => {
  localStorage.setItem(KEY, theme.value);
  apply();
});

export function dark(): boolean {
  return theme.value === "dark" || (theme.value === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
}
