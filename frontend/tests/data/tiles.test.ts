import { describe, expect, test } from "vitest";

import type { Row } from "../../src/data/protocol";
import { joined, levelOf, type Span, Tiles, tileLength, widthOf } from "../../src/data/tiles";
import { row } from "./home";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 21);

/** A journal with a reading each minute, asked as the controller does it. */
function look(tiles: Tiles, from: number, to: number, width: number): readonly Row[] {
  const level = levelOf(to - from, width);
  for (const wanted of joined(tiles.missing(from, to, level), level)) {
    const step = Math.max(MINUTE, (wanted.end - wanted.start) / widthOf(wanted) / 2);
    const rows: Row[] = [];
    for (let time = Math.ceil(wanted.start / step) * step; time < wanted.end; time += step) {
      rows.push(row(time));
    }
    tiles.put(wanted, rows, [], false);
  }
  return tiles.known(from, to, level).rows;
}

test("a pixel never stands for more than was asked for, nor for less than half of it", () => {
  for (const hours of [1, 3, 6, 12, 24, 24 * 7, 24 * 90]) {
    for (const width of [280, 400, 1000, 1600]) {
      const span = hours * HOUR;
      const perPixel = tileLength(levelOf(span, width)) / 256;
      expect(perPixel).toBeLessThanOrEqual(Math.max(2 * MINUTE, span / width));
      expect(2 * perPixel).toBeGreaterThan(span / width);
    }
  }
});

test("no question is about more than 400 days, however small the card", () => {
  for (const width of [1, 40, 280, 1600]) {
    const level = levelOf(90 * 24 * HOUR, width);
    for (const { start, end } of joined(new Tiles().missing(START, START + 90 * 24 * HOUR, level), level)) {
      expect(end - start).toBeLessThanOrEqual(400 * 24 * HOUR);
    }
  }
});

test("a day of minute readings is shown whole, oldest first, each once, with what is near its ends", () => {
  const rows = look(new Tiles(), START, START + 24 * HOUR, 1000);
  expect(rows).toHaveLength(24 * 60 + 30);
  expect(rows.every(([time], index) => index === 0 || time === (rows[index - 1]?.[0] ?? 0) + MINUTE)).toBe(true);
});

test("neighbours are asked for together, but not without end, the newest first", () => {
  const wanted = joined(new Tiles().missing(START, START + 30 * 24 * HOUR, 0), 0);
  expect(wanted.length).toBeGreaterThan(1);
  expect(wanted.every((one) => widthOf(one) <= 8 * 256)).toBe(true);
  expect(wanted.map(({ start }) => start)).toEqual(wanted.map(({ start }) => start).sort((one, other) => other - one));
  const spans = [...wanted].reverse();
  expect(spans.every((one, index) => index === 0 || one.start === spans[index - 1]?.end)).toBe(true);
});

test("what is known is not asked for again", () => {
  const tiles = new Tiles();
  look(tiles, START, START + 24 * HOUR, 1000);
  expect(tiles.missing(START + HOUR, START + 4 * HOUR, 0)).toEqual([]);
});

test("until the detail has come, less of it is shown", () => {
  const tiles = new Tiles();
  look(tiles, START, START + 14 * 24 * HOUR, 400);
  const { rows } = tiles.known(START + 24 * HOUR, START + 27 * HOUR, 0);
  expect(rows.length).toBeGreaterThan(3);
  expect(tiles.missing(START + 24 * HOUR, START + 27 * HOUR, 0)).not.toEqual([]);
});

describe("a reading that has just come", () => {
  test("is in every tile of its time, once", () => {
    const tiles = new Tiles();
    look(tiles, START, START + 3 * HOUR, 400);
    look(tiles, START, START + 7 * 24 * HOUR, 400);
    const time = START + 2 * HOUR + 30_000;
    tiles.add([row(time, 77)]);
    tiles.add([row(time, 78)]);
    for (const level of [0, levelOf(7 * 24 * HOUR, 400)]) {
      const found = tiles.known(START, START + 3 * HOUR, level).rows.filter(([, glucose]) => glucose < 80);
      expect(found).toEqual([row(time, 78)]);
    }
  });

  test("is in order when it is late", () => {
    const tiles = new Tiles();
    const span: Span = { start: 0, end: tileLength(0) };
    tiles.put({ ...span, level: 0 }, [row(MINUTE), row(3 * MINUTE)], [], false);
    tiles.add([row(2 * MINUTE)]);
    expect(tiles.known(0, HOUR, 0).rows.map(([time]) => time)).toEqual([MINUTE, 2 * MINUTE, 3 * MINUTE]);
  });
});

test("ninety days and back, at every level, and memory is bounded", () => {
  const tiles = new Tiles();
  for (const hours of [3, 24, 24 * 7, 24 * 90]) {
    for (let back = 0; back < 90 * 24; back += hours) {
      look(tiles, START - (back + hours) * HOUR, START - back * HOUR, 400);
    }
  }
  expect(tiles.size).toBeLessThanOrEqual(64 * 512);
});

test("marks come with the rows", () => {
  const tiles = new Tiles();
  tiles.put({ start: 0, end: tileLength(0), level: 0 }, [], [{ type: "sensor", time: HOUR }], false);
  expect(tiles.known(0, 2 * HOUR, 0).marks).toEqual([{ type: "sensor", time: HOUR }]);
  expect(tiles.known(2 * HOUR, 3 * HOUR, 0).marks).toEqual([]);
});
