import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { toasts, unsay } from "../toasts";
import { useStore } from "../store";
import { Icon, type IconName } from "./icons";

interface ButtonProps {
  icon?: IconName;
  label: string;
  /** Shows the icon only; the label is read and appears as a hint. */
  bare?: boolean;
  tone?: "plain" | "primary" | "danger" | "quiet";
  disabled?: boolean;
  pressed?: boolean;
  type?: "button" | "submit";
  /** A promise makes the button busy until it settles. */
  onClick?: (event: MouseEvent) => void | Promise<unknown>;
}

export function Button({ icon, label, bare, tone = "plain", disabled, pressed, type = "button", onClick }: ButtonProps) {
  const [busy, setBusy] = useState(false);
  const click = (event: MouseEvent): void => {
    const work = busy ? undefined : onClick?.(event);
    if (work) {
      setBusy(true);
      void work.finally(() => setBusy(false));
    }
  };
  return (
    <button type={type} class={`button ${tone}${bare ? " bare" : ""}`} disabled={disabled ?? false} onClick={click}
      {...(busy ? { "aria-busy": true, "aria-disabled": true } : {}) /* a disabled button would lose the focus */}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      {...(bare ? { "aria-label": label, title: label } : {})}>
      {icon && <Icon name={icon} />}
      {!bare && <span>{label}</span>}
    </button>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

/** A choice of few, all of them in sight. */
export function Segments<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <div class="segments" role="group" aria-label={label}>
      {options.map(([option, text]) => (
        <button type="button" key={option} aria-pressed={option === value} onClick={() => onChange(option)}>{text}</button>
      ))}
    </div>
  );
}

export function Select<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={event => onChange(event.currentTarget.value as T)}>
        {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
      </select>
    </label>
  );
}

/** A modal dialog; the browser keeps the focus in it, and Escape closes it. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => { // before the page is drawn: Escape may follow at once
    dialog.current!.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-label={title} onClose={onClose}
      onClick={event => event.target === dialog.current && dialog.current?.close()}>
      <div class="dialog-body">
        <header>
          <h2>{title}</h2>
          <Button icon="close" label="Close" bare tone="quiet" onClick={() => dialog.current!.close()} />
        </header>
        {children}
      </div>
    </dialog>
  );
}

export function Toasts() {
  const shown = useStore(toasts);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.map(toast => (
        <div key={toast.id} class={`toast ${toast.tone}`}>
          <span>{toast.text}</span>
          {toast.action && (
            <button type="button" class="toast-action" onClick={() => {
              toast.action!.run();
              unsay(toast.id);
            }}>{toast.action.label}</button>
          )}
          <Button icon="close" label="Dismiss" bare tone="quiet" onClick={() => unsay(toast.id)} />
        </div>
      ))}
    </div>
  );
}

export function Bar({ share, label, tone = "" }: { share: number; label: string; tone?: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div class={`bar ${tone}`} role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <div style={{ width: `${percent}%` }} />
    </div>
  );
}

/** A message in place of content. `whole` is one that is all of the page, and its heading that of the page. */
export function Notice({ icon, title, whole, children }: { icon: IconName; title: string; whole?: boolean; children?: ComponentChildren }) {
  return (
    <div class="notice">
      <Icon name={icon} size={40} />
      {whole ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}
