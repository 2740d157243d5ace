// Bundles the gallery into ../target/web: files with their digest in the name, each text also as Brotli and gzip, and the
// list `files`, one line a file: name, media type, digest and codings, separated by tabs.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const out = new URL("../target/web/", import.meta.url).pathname;
const types = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  webmanifest: "application/manifest+json",
};

const digest = bytes => createHash("sha256").update(bytes).digest("hex").slice(0, 16);
const files = new Map();
const add = (name, bytes) => files.set(name, Buffer.from(bytes));

function addHashed(path) {
  const bytes = readFileSync(new URL(path, import.meta.url));
  const [stem, ending] = basename(path).split(".");
  const name = `${stem}-${digest(bytes)}.${ending}`;
  add(name, bytes);
  return name;
}

const icon = addHashed("src/icon.svg");
const result = await build({
  absWorkingDir: new URL(".", import.meta.url).pathname,
  entryPoints: ["src/main.tsx"],
  outdir: out,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  legalComments: "none",
  write: false,
  metafile: true,
});
for (const file of result.outputFiles) {
  add(basename(file.path), file.contents);
}
const outputs = result.metafile.outputs;
const entry = Object.keys(outputs).find(path => outputs[path].entryPoint === "src/main.tsx");
const preloads = outputs[entry].imports
  .filter(({ kind }) => kind === "import-statement")
  .map(({ path }) => `<link rel="modulepreload" href="assets/${basename(path)}">`);
const page = readFileSync(new URL("src/index.html", import.meta.url), "utf8")
  .replace("{icon}", icon)
  .replace("{style}", basename(outputs[entry].cssBundle))
  .replace("{script}", basename(entry))
  .replace("{preloads}", preloads.join("\n"));
add("index.html", page);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const lines = [];
for (const [name, bytes] of [...files].sort()) {
  const coded = {
    br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    gzip: gzipSync(bytes, { level: 9 }),
  };
  const shorter = Object.entries(coded).filter(([, body]) => body.length < bytes.length * 0.95);
  writeFileSync(out + name, bytes);
  shorter.forEach(([coding, body]) => writeFileSync(`${out}${name}.${coding}`, body));
  lines.push([name, types[name.split(".").pop()], digest(bytes), shorter.map(([coding]) => coding).join()].join("\t"));
}
writeFileSync(out + "licenses.txt", licenses());
writeFileSync(out + "files", lines.join("\n") + "\n"); // last: a build that was stopped has none

/** The licence of each package in the bundle, below a line with its name, version and the licence's name. */
function licenses() {
  const folders = Object.keys(result.metafile.inputs)
    .map(input => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter(folder => folder);
  return [...new Set(folders)].sort().map(name => {
    const home = new URL(`node_modules/${name}/`, import.meta.url);
    const { version, license } = JSON.parse(readFileSync(new URL("package.json", home), "utf8"));
    const file = readdirSync(home).find(each => /^licen[cs]e/i.test(each));
    return `## ${name} ${version} ${license}\n\n${file ? readFileSync(new URL(file, home), "utf8").trim() : ""}\n`;
  }).join("\n");
}
