// Loads a module of ../../src in node, with stand-ins for what only a browser has.
import { build } from "esbuild";

globalThis.document ??= { baseURI: "http://127.0.0.1/" };
globalThis.location ??= { hash: "" };
globalThis.sessionStorage ??= { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
globalThis.window ??= { addEventListener: () => undefined };

export async function load(name) {
  const source = new URL(`../../src/${name}`, import.meta.url).pathname;
  const built = await build({
    entryPoints: [source],
    bundle: true,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString("base64")}`);
}
