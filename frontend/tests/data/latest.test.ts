import { expect, test, vi } from "vitest";

import { Latest } from "../../src/data/latest";

test("an answer is taken, and a refusal told", async () => {
  const latest = new Latest();
  const [then, failed] = [vi.fn(), vi.fn()];
  await latest.ask(Promise.resolve(1), then, failed);
  await latest.ask(Promise.reject("no"), then, failed);
  expect(then.mock.calls).toEqual([[1]]);
  expect(failed.mock.calls).toEqual([["no"]]);
});

test("what was asked before the last question is dropped, however it ends", async () => {
  const latest = new Latest();
  const [then, failed] = [vi.fn(), vi.fn()];
  let resolve = (_answer: number): void => undefined;
  const promise = new Promise<number>((later) => {
    resolve = later;
  });
  const first = latest.ask(promise, then, failed);
  const refused = latest.ask(Promise.reject("no"), then, failed);
  await latest.ask(Promise.resolve(2), then, failed);
  resolve(1);
  await Promise.all([first, refused]);
  expect(then.mock.calls).toEqual([[2]]);
  expect(failed).not.toHaveBeenCalled();
});

test("nothing comes after nothing matters any more", async () => {
  const latest = new Latest();
  const [then, failed] = [vi.fn(), vi.fn()];
  const asked = latest.ask(Promise.resolve(1), then, failed);
  latest.forget();
  await asked;
  expect(then).not.toHaveBeenCalled();
});
