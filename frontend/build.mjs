// Builds the card into the one file that the integration ships: node build.mjs [FILE]
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const NOTICE =
  "/*! Holds Lit, Copyright 2017 Google LLC, SPDX-License-Identifier: BSD-3-Clause, see LICENSE.lit.txt */";

/** Makes the styles in css`…` small, as others do with files of styles. */
const smallStyles = {
  name: "small-styles",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [whole, styles] of contents.matchAll(/\bcss`([^`$\\]*)`/g)) {
        const { code } = await transform(styles, { loader: "css", minify: true, target: "es2022" });
        contents = contents.replace(whole, () => `css\`${code.trim()}\``);
      }
      return { contents, loader: "ts" };
    });
  },
};

const { outputFiles } = await build({
  absWorkingDir: here("."),
  entryPoints: ["src/main.ts"],
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none", // The notice says it once.
  minify: true,
  plugins: [smallStyles],
  target: "es2022",
  write: false,
});
// What is left of line breaks stands in html`…`, where any white space is like any other.
const code = outputFiles[0].text.trim().replace(/\n\s*/g, " ");
const file = process.argv[2] ?? here("../custom_components/librelink_up/frontend/librelink-up-card.js");
await writeFile(file, `${code}\n${NOTICE}\n`);
