// Builds what browsers load into ../dist: names carry a digest of the content, each file lies there compressed as well.
// manifest.json tells the pages which name is which; icons.json holds the drawings that the components ask for.

import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const components = join(here, "../components");
const target = join(here, "../dist");
const fresh = `${target}.new`;

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const manifest = {};

const scripts = await build({
  entryPoints: [join(here, "app.js")],
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  outdir: fresh,
  metafile: true,
  logLevel: "warning",
});
const theme = await build({
  entryPoints: [join(here, "theme.js")],
  bundle: true,
  minify: true,
  format: "iife",
  entryNames: "[name]-[hash]",
  outdir: fresh,
  metafile: true,
  logLevel: "warning",
});
for (const [path, made] of Object.entries({ ...scripts.metafile.outputs, ...theme.metafile.outputs })) {
  if (made.entryPoint) manifest[basename(made.entryPoint)] = basename(path);
}

const font = await readFile(join(here, "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"));
await keep("inter.woff2", font);

// Tailwind finds its classes in the components, so it runs over them as they are now.
const tailwind = join(here, "node_modules/@tailwindcss/cli/dist/index.mjs");
const css = execFileSync(process.execPath, [tailwind, "--input", "app.css", "--output", "-", "--minify"], {
  cwd: here,
  encoding: "utf8",
  stdio: ["ignore", "pipe", "pipe"],
  maxBuffer: 1 << 24,
});
await keep("app.css", Buffer.from(css.replaceAll("inter.woff2", manifest["inter.woff2"])));

await writeFile(join(fresh, "icons.json"), JSON.stringify(await icons()));
await writeFile(join(fresh, "manifest.json"), JSON.stringify(manifest));
for (const name of await readdir(fresh)) {
  if ([".js", ".css"].includes(extname(name))) await compress(join(fresh, name));
}
await rm(target, { recursive: true, force: true });
await rename(fresh, target);

async function keep(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const kept = `${basename(name, extname(name))}-${digest}${extname(name)}`;
  await writeFile(join(fresh, kept), content);
  manifest[name] = kept;
}

async function compress(path) {
  const content = await readFile(path);
  await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
  await writeFile(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}

// Only those that are named somewhere; a name that the set does not have stops the build.
async function icons() {
  const set = JSON.parse(await readFile(join(here, "node_modules/@iconify-json/lucide/icons.json"), "utf8"));
  const named = new Set();
  for (const name of await readdir(components, { recursive: true })) {
    if (!name.endsWith(".jinja")) continue;
    const text = await readFile(join(components, name), "utf8");
    for (const [, icon] of text.matchAll(/(?:<Icon name|\bicon)="([a-z0-9-]+)"/g)) named.add(icon);
  }
  for (const name of ["navigation.py", "set_up/trade.py"]) {
    const text = await readFile(join(here, "..", name), "utf8");
    for (const [, icon] of text.matchAll(/(?:icon=|": )"([a-z0-9-]+)"/g)) named.add(icon);
  }
  const drawn = {};
  for (const name of [...named].sort()) {
    const found = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent];
    if (!found) throw new Error(`no icon is called ${name}: see https://lucide.dev/icons`);
    drawn[name] = found.body;
  }
  return drawn;
}
