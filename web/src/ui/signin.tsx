import { useState } from "preact/hooks";
import { session, signIn } from "../session";
import { useStore } from "../store";
import { Button } from "./controls";
import { Icon } from "./icons";

export function SignIn() {
  const { message } = useStore(session);
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  return (
    <main class="signin">
      <form class="card" onSubmit={event => {
        event.preventDefault();
        setBusy(true);
        void signIn(key.trim()).finally(() => setBusy(false));
      }}>
        <Icon name="lock" size={32} />
        <h1>Sign in</h1>
        <p>This server needs an API key, a token, or a ticket for uploads. It stays in this tab, and is gone when you close it.</p>
        <label class="field">
          <span>Key, token or ticket</span>
          <input type="password" autocomplete="off" spellcheck={false} value={key} required autofocus
            onInput={event => setKey(event.currentTarget.value)}
            aria-describedby="signin-message" aria-invalid={message !== ""} />
        </label>
        <p id="signin-message" class="bad" role="alert">{message}</p>
        <Button type="submit" tone="primary" label={busy ? "One moment" : "Sign in"} disabled={busy || key.trim() === ""} />
      </form>
    </main>
  );
}
