// Builds the card into the one file that the integration ships: node build.mjs [FILE]
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  absWorkingDir: here("."),
  entryPoints: ["src/main.ts"],
  outfile: process.argv[2] ?? here("../custom_components/librelink_up/frontend/librelink-up-card.js"),
  bundle: true,
  charset: "utf8",
  format: "esm",
  // Whose code it holds stands at its end, as the licence asks.
  legalComments: "eof",
  minify: true,
  target: "es2022",
});
