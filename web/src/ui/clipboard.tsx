import { useState } from "preact/hooks";
import { say } from "../toasts";
import { Button } from "./controls";

/** Copies; also where the page has no secure context, and so no clipboard API. */
export async function copy(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  return (
    <Button icon={done ? "check" : "copy"} label={done ? "Copied" : label} bare tone="quiet" onClick={() => copy(text).then(() => {
      setDone(true);
      setTimeout(() => setDone(false), 1500);
    }, () => void say("The browser does not permit copying.", { tone: "bad" }))} />
  );
}
