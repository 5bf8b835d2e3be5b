import { describe, expect, test } from "vitest";
import { formats } from "../locale";
import { HOUR, NOON } from "../traces";

describe("numbers", () => {
  test("are written as the user has chosen", () => {
    const written = (number_format: "comma_decimal" | "decimal_comma" | "space_comma" | "quote_decimal" | "none") =>
      formats({ number_format }).number(1234.5, 1).replace(/\s/u, " ").replace("’", "'");
    expect(written("comma_decimal")).toBe("1,234.5");
    expect(written("decimal_comma")).toBe("1.234,5");
    expect(written("space_comma")).toBe("1 234,5");
    expect(written("quote_decimal")).toBe("1'234.5");
    expect(written("none")).toBe("1234.5");
    expect(formats({ language: "de" }).number(1234.5, 1)).toBe("1.234,5");
  });

  test("glucose has the decimals of its unit", () => {
    expect(formats().glucose(180, "mg/dL")).toBe("180");
    expect(formats({ language: "de" }).glucose(180, "mmol/L")).toBe("10,0");
  });

  test("a change has a sign, also when it is none", () => {
    expect([-7, 7, 0].map((change) => formats().change(change, "mg/dL"))).toEqual(["−7", "+7", "±0"]);
    expect(formats().change(-0.4, "mmol/L")).toBe("±0.0");
  });
});

describe("times", () => {
  test("are those of the clock that the user has chosen", () => {
    expect(formats().time(NOON + 2 * HOUR)).toBe("14:00");
    expect(
      formats({ time_format: "12" })
        .time(NOON + 2 * HOUR)
        .replace(/\s/u, " "),
    ).toBe("2:00 PM");
    expect(formats({ time_format: "12" }).hour(NOON).replace(/\s/u, " ")).toBe("12 PM");
    expect(formats().time(NOON + 12 * HOUR)).toBe("00:00");
  });

  test("are those of the language where nothing is chosen", () => {
    expect(formats({ time_format: "language", language: "de" }).twelve).toBe(false);
    expect(formats({ time_format: "language", language: "en-US" }).twelve).toBe(true);
  });

  test("are those of the home for those who have chosen it, and else of the browser", () => {
    expect(formats({ time_zone: "server" }, "America/New_York").time(NOON)).toBe("07:00");
    const local = new Date(NOON).getHours();
    expect(formats({ time_zone: "local" }, "Pacific/Kiritimati").time(NOON)).toBe(
      `${String(local).padStart(2, "0")}:00`,
    );
  });

  test("of another day are told with it", () => {
    expect(formats().when(NOON, NOON + HOUR)).toBe("12:00");
    expect(formats().when(NOON - 24 * HOUR, NOON)).toBe("Tue, Nov 24, 12:00");
  });

  test("days stand in the order that the user has chosen", () => {
    expect(formats({ date_format: "DMY", language: "de" }).day(NOON)).toBe("25.11.2026");
    expect(formats({ date_format: "MDY" }).day(NOON)).toBe("11/25/2026");
    expect(formats({ date_format: "YMD" }).day(NOON)).toBe("2026/11/25");
  });

  test("the offset is that of the moment", () => {
    const berlin = formats({}, "Europe/Berlin");
    expect([NOON, Date.UTC(2026, 6, 1)].map((time) => berlin.offset(time) / HOUR)).toEqual([1, 2]);
    expect(formats({}, "Asia/Kathmandu").offset(NOON + 123) / HOUR).toBe(5.75);
    expect(formats({ language: "fa" }, "UTC").offset(NOON)).toBe(0);
  });
});
