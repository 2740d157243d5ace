import type { FunctionComponent } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { urlOf } from "../api";
import { followEvents } from "../events";
import { dropped, pasted } from "../files";
import { dateTime, plural } from "../format";
import { hashOf, lastFilter, route, type Route } from "../route";
import { may, session, signOut, start } from "../session";
import { useStore } from "../store";
import { dark, theme } from "../theme";
import { say } from "../toasts";
import { resumePending, upload } from "../uploads";
import { Button, Notice, Toasts } from "./controls";
import { dropTitle, Gallery, UploadButtons } from "./gallery";
import { Icon } from "./icons";
import { SignIn } from "./signin";
import { UploadPanel } from "./uploads";

export function App() {
  const { state, message } = useStore(session);
  useEffect(() => void start(), []);
  switch (state) {
    case "starting":
      return <main class="starting" aria-busy="true" />;
    case "locked":
      return <SignIn />;
    case "offline":
      return (
        <main>
          <Notice whole icon="warning" title="The server cannot be reached">
            <p>{message}</p>
            <Button icon="retry" label="Try again" onClick={start} />
          </Notice>
        </main>
      );
    case "open":
      return <Signed />;
  }
}

function Signed() {
  const now = useStore(route);
  useEffect(() => {
    if (may.upload()) {
      void resumePending().then(left => left > 0 && say(left === 1 ? "1 upload continues." : `${plural(left, "upload")} continue.`));
    }
    return may.list() ? followEvents() : undefined;
  }, []);
  return (
    <>
      <Header />
      <div id="content">
        {may.list() ? <View now={now} /> : may.upload() ? <TicketView /> : <MetricsView />}
      </div>
      {may.upload() && <DropZone />}
      <UploadPanel />
      <Toasts />
    </>
  );
}

function View({ now }: { now: Route }) {
  switch (now.view) {
    case "grid":
      return <Gallery filter={now.filter} />;
    case "media":
      return <Later key="media" load={loadMedia} properties={{ id: now.id }} />;
    case "dashboard":
      return <Later key="dashboard" load={loadDashboard} properties={{}} />;
  }
}

function TicketView() {
  const { expiresAt } = useStore(session);
  return (
    <main>
      <Notice whole icon="upload" title={dropTitle()}>
        {expiresAt && <p>Your ticket ends {dateTime(expiresAt)}.</p>}
        <UploadButtons group="" primary />
      </Notice>
    </main>
  );
}

function MetricsView() {
  return <main><Notice whole icon="lock" title="This key reads metrics only"><p>Sign in with the key of a viewer to see pictures.</p></Notice></main>;
}

const loadMedia = (): Promise<FunctionComponent<{ id: string }>> => import("./media").then(module => module.MediaPage);

const loadDashboard = (): Promise<FunctionComponent<object>> => import("./dashboard").then(module => module.Dashboard);

/** A view whose script is loaded when it is first shown. */
function Later<P extends object>({ load, properties }: { load: () => Promise<FunctionComponent<P>>; properties: P }) {
  const [view, setView] = useState<{ component: FunctionComponent<P> } | null>(null);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    load().then(component => setView({ component })).catch(() => setLost(true));
  }, [load]);
  if (lost) {
    return (
      <main>
        <Notice whole icon="warning" title="A part of the page could not be loaded">
          <Button icon="retry" label="Load the page again" onClick={() => location.reload()} />
        </Notice>
      </main>
    );
  }
  return view ? <view.component {...properties} /> : <main aria-busy="true" />;
}

function Header() {
  const { name, keyed, role } = useStore(session);
  const now = useStore(route);
  const chosen = useStore(theme);
  const inDark = chosen === "auto" ? dark() : chosen === "dark";
  return (
    <header class="top">
      <a class="skip" href="#content" onClick={event => {
        event.preventDefault(); // the fragment is the view's
        document.querySelector<HTMLElement>("main a, main button")?.focus();
      }}>Skip to the content</a>
      <a class="brand" href={hashOf({ view: "grid", filter: lastFilter })} aria-label="Calotype, all pictures">
        <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" class="brand-ground" /><path d="M7 22.5 13 14l4.400 6 2.600-3.400 5 5.900z" class="brand-hill" /><circle cx="21.200" cy="10.800" r="2.600" class="brand-sun" /></svg>
        <span>Calotype</span>
      </a>
      <nav aria-label="Views">
        {may.list() && <a href={hashOf({ view: "grid", filter: lastFilter })} {...(now.view !== "dashboard" ? { "aria-current": "page" } : {})}><Icon name="image" /><span>Pictures</span></a>}
        {may.list() && <a href={hashOf({ view: "dashboard" })} {...(now.view === "dashboard" ? { "aria-current": "page" } : {})}><Icon name="chart" /><span>Dashboard</span></a>}
        <a href={urlOf("docs").href}><Icon name="code" /><span>API</span></a>
      </nav>
      <span class="grow" />
      <Button icon={inDark ? "sun" : "moon"} label={inDark ? "Light colours" : "Dark colours"} bare tone="quiet"
        onClick={() => theme.set(inDark ? "light" : "dark")} />
      {keyed && <span class="who" title={`Role: ${role}`}>{role === "ticket" ? role : name ?? role}</span>}
      {keyed && <Button icon="out" label="Sign out" bare tone="quiet" onClick={signOut} />}
    </header>
  );
}

/** Takes files that are dropped anywhere on the page, or pasted. */
function DropZone() {
  const [over, setOver] = useState(0);
  useLayoutEffect(() => { // before the page is visible: the browser would open a file dropped at once
    const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const group = (): string => (route.value.view === "grid" ? route.value.filter.group : "");
    const enter = (event: DragEvent): void => {
      if (carries(event)) {
        setOver(n => n + 1);
      }
    };
    const leave = (event: DragEvent): void => {
      if (carries(event)) {
        setOver(n => Math.max(0, n - 1));
      }
    };
    const overPage = (event: DragEvent): void => {
      if (carries(event)) {
        event.preventDefault();
        event.dataTransfer!.dropEffect = "copy";
      }
    };
    const drop = (event: DragEvent): void => {
      if (!carries(event)) {
        return;
      }
      event.preventDefault();
      setOver(0);
      void dropped(event.dataTransfer!).then(files => {
        upload(files, group());
        if (files.length === 0) {
          say("There are no files in it.");
        }
      });
    };
    const paste = (event: ClipboardEvent): void => {
      if (event.clipboardData && event.clipboardData.files.length > 0) {
        event.preventDefault();
        upload(pasted(event.clipboardData), group());
      }
    };
    const handlers = { dragenter: enter, dragleave: leave, dragover: overPage, drop, paste } as Record<string, (event: never) => void>;
    Object.entries(handlers).forEach(([type, handler]) => document.addEventListener(type, handler as EventListener));
    return () => Object.entries(handlers).forEach(([type, handler]) => document.removeEventListener(type, handler as EventListener));
  }, []);
  return over > 0 ? <div class="drop" aria-hidden="true"><div><Icon name="upload" size={48} /><span>Drop to upload</span></div></div> : null;
}
