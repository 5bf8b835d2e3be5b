// Builds the card into the one file that the integration ships: node build.mjs [FILE]
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const {
  outputFiles: [built],
} = await build({
  absWorkingDir: here("."),
  entryPoints: ["src/main.ts"],
  bundle: true,
  charset: "utf8",
  format: "esm",
  // Whose code it holds stands at its end, as the licence asks.
  legalComments: "eof",
  minify: true,
  target: "es2022",
  write: false,
});
// Lines are left in templates only, of styles and of elements: there an indented new line is a space.
const [code, ...notices] = built.text.split(/^(?=\/\*!)/m);
await writeFile(
  process.argv[2] ?? here("../custom_components/librelink_up/frontend/librelink-up-card.js"),
  [code.trim().replaceAll(/\s*\n\s*/g, " "), ...notices].join("\n"),
);
