// Loads modules of ../../src in node, with stand-ins for what only a browser has.
import { build } from "esbuild";

const SOURCES = new URL("../../src/", import.meta.url).pathname;

globalThis.document ??= { baseURI: "http://127.0.0.1/" };
globalThis.location ??= { hash: "" };
globalThis.sessionStorage ??= { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
globalThis.window ??= { addEventListener: () => undefined };

/** The exports of all `names`, which share the modules that they import. */
export async function load(...names) {
  const built = await build({
    stdin: { contents: names.map(name => `export * from "./${name}";`).join("\n"), resolveDir: SOURCES },
    bundle: true,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString("base64")}`);
}
