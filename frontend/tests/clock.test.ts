import { expect, test } from "vitest";

const CLOCK = /\b(Date\.now|new Date(?=\(\))|setTimeout|setInterval|performance\.now)\b/;

// Vite's way to read files; it is typed by Vite, which is not among what we are.
const sources = (import.meta as unknown as { glob(of: string, how: object): Record<string, string> }).glob(
  "../src/**/*.ts",
  { query: "?raw", import: "default", eager: true },
);

test("what time it is, is asked in one file only: everywhere else it is an argument", () => {
  const asking = Object.keys(sources).filter((file) => CLOCK.test(sources[file] ?? ""));
  expect(Object.keys(sources).length).toBeGreaterThan(10);
  expect(asking).toEqual(["../src/data/clock.ts"]);
});
