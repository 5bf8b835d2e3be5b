"""The report: what is on it, and that it can be read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
import re
from typing import Any
import zlib
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
from PIL import Image, ImageChops
import pytest

from custom_components.librelink_up.account.pictures import font_files
from custom_components.librelink_up.chart import page, words
from custom_components.librelink_up.chart.fonts import FontFiles
from custom_components.librelink_up.chart.ink import RANGES, Writer, spread
from custom_components.librelink_up.chart.page import Form, draw_report, percent
from custom_components.librelink_up.chart.pdf import PdfPen
from custom_components.librelink_up.chart.pen import PAGE_HEIGHT, PAGE_WIDTH, Anchor, Pen, PixelPen
from custom_components.librelink_up.chart.report import Report
from custom_components.librelink_up.glucose import GlucoseUnit, OutOfRange, Reading, ReadingKind, last_days

from .pictures import worst
from .reports import (
    AMERICAN,
    BERLIN,
    CASES,
    KEPT,
    NOW,
    STYLE,
    Text,
    Watched,
    beyond,
    drawn,
    kept,
    named,
    of,
    readings,
)

FONTS = font_files()
_PRINTED = 20
"""Points at the edges of a sheet that printers leave white."""


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Watched]:
    """Draws a report and returns what was drawn."""

    def _watch(one: Report, form: Form = Form.PNG, fonts: FontFiles = FONTS) -> Watched:
        found: list[Watched] = []

        def watched(make: Callable[..., Pen]) -> Callable[..., Pen]:
            def made(*arguments: Any) -> Pen:
                found.append(Watched(make(*arguments)))
                return found[0]

            return made

        with monkeypatch.context() as patch:
            patch.setattr(page, "PdfPen", watched(PdfPen))
            patch.setattr(page, "PixelPen", watched(PixelPen))
            draw_report(one, form, fonts)
        return found[0]

    return _watch


def overlap(one: Text, other: Text) -> bool:
    apart = one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top
    return not apart


@pytest.mark.parametrize("fonts", [FONTS, FontFiles()], ids=["Roboto", "Pillow's own"])
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("case", CASES)
def test_no_text_lies_on_another_and_all_of_it_is_on_the_sheet(
    watch: Callable[..., Watched], case: str, form: Form, fonts: FontFiles
) -> None:
    page = watch(CASES[case](), form, fonts)
    assert [(one.text, other.text) for one, other in combinations(page.texts, 2) if overlap(one, other)] == []
    for one in page.texts:
        assert one.left >= _PRINTED
        assert one.right <= PAGE_WIDTH - _PRINTED
        assert one.bottom <= PAGE_HEIGHT - _PRINTED
    for _, points in [*page.areas, *page.lines]:
        for x, y in points:
            assert _PRINTED <= x <= PAGE_WIDTH - _PRINTED
            assert _PRINTED <= y <= PAGE_HEIGHT - _PRINTED


def said(page: Watched) -> list[str]:
    return [one.text for one in page.texts]


def limits(spans: str, unit: str) -> set[str]:
    return {f"{span} {unit}".replace("-", "\N{EN DASH}") for span in spans.split("|")}


def test_the_figures_are_those_of_the_metrics_in_the_persons_unit(watch: Callable[..., Watched]) -> None:
    one = of(readings(), AMERICAN)
    metrics = one.metrics
    assert metrics.why is None
    assert metrics.mean is not None
    texts = said(watch(one))
    assert f"{metrics.mean / 18:.1f} mmol/L" in texts
    assert f"{metrics.gmi:.1f} %" in texts
    assert f"{metrics.cv:.1f} %" in texts
    assert f"{metrics.gri:.0f}" in texts
    assert f"{metrics.in_range:.0f} %" in texts
    assert f"{metrics.above_180:.0f} %" in texts
    assert "goal < 8.6 mmol/L" in texts
    assert {
        "3.0 \N{EN DASH} 3.8 mmol/L",
        "3.9 \N{EN DASH} 10.0 mmol/L",
        "10.1 \N{EN DASH} 13.9 mmol/L",
        "> 13.9 mmol/L",
        "< 3.0 mmol/L",
    } <= set(texts)
    assert not [text for text in texts if "mg/dL" in text]


def test_the_ranges_in_mg_dl(watch: Callable[..., Watched]) -> None:
    texts = said(watch(of(readings())))
    assert {
        "54 \N{EN DASH} 69 mg/dL",
        "70 \N{EN DASH} 180 mg/dL",
        "181 \N{EN DASH} 250 mg/dL",
        "> 250 mg/dL",
        "< 54 mg/dL",
    } <= set(texts)
    assert not [text for text in texts if "mmol" in text]


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("none", "There are no readings of these days."),
        (
            "three days",
            "GMI, GRI and AGP are unknown: they need readings for 70 % of the time, and there are some for 21 %.",
        ),
        ("a week", "GMI, GRI and AGP are unknown: they need 14 days, and these are 7."),
    ],
)
def test_with_too_little_it_says_so_and_leaves_out_what_is_unknown(
    watch: Callable[..., Watched], case: str, sentence: str
) -> None:
    page = watch(CASES[case]())
    texts = said(page)
    assert sentence in texts
    assert not {words.GMI, words.GRI, "95 %", "5 %"} & set(texts)
    assert not {colour for colour, _ in page.areas} & {colour for one in RANGES for colour in (one.outer, one.middle)}
    assert (words.MEAN in texts) is (case != "none")


def test_without_readings_nothing_is_counted(watch: Callable[..., Watched]) -> None:
    texts = said(watch(CASES["none"]()))
    assert texts.count("none") == 14
    assert [text for text in texts if re.fullmatch(r"[\d.]+ %", text)] == ["0 %"]
    assert "0" not in [text for text in texts if text != "0"] + texts[texts.index(words.EPISODES) :]


@pytest.mark.parametrize(
    ("style", "span", "made"),
    [
        (STYLE, "11 Nov 2026 \N{EN DASH} 24 Nov 2026  (14 days)", "Made on 25 Nov 2026, 20:30, by"),
        (
            AMERICAN,
            "Nov 11, 2026 \N{EN DASH} Nov 24, 2026  (14 days)",
            "Made on Nov 25, 2026, 8:30 PM, by LibreLink Up",
        ),
    ],
)
def test_dates_and_times_are_those_of_the_country(
    watch: Callable[..., Watched], style: Any, span: str, made: str
) -> None:
    texts = said(watch(of(readings(), style)))
    assert span in texts
    assert [text for text in texts if text.startswith(made)]
    assert ("3 AM" in texts) is (style is AMERICAN)
    assert ("03:00" in texts) is (style is STYLE)


def test_one_day_is_one_date(watch: Callable[..., Watched]) -> None:
    assert "24 Nov 2026  (1 day)" in said(watch(CASES["one day"]()))


def test_the_name_is_there_only_if_it_is_wished(watch: Callable[..., Watched]) -> None:
    assert "Jürgen Großmann-Ødegård" in said(watch(of(readings(), AMERICAN)))
    anonymous = replace(AMERICAN, name="")
    for form in Form:
        assert not [text for text in said(watch(of(readings(), anonymous), form)) if "rgen" in text]


def test_the_bar_and_the_shares_are_the_same(watch: Callable[..., Watched]) -> None:
    one = CASES["mixed"]()
    areas = [(colour, points) for colour, points in watch(one).areas if points[1][0] - points[0][0] == 36]
    heights = {colour: points[2][1] - points[0][1] for colour, points in areas}
    assert sum(heights.values()) == pytest.approx(150)
    assert one.metrics.in_range is not None
    assert heights[RANGES[2].colour] / 150 == pytest.approx(one.metrics.in_range / 100, abs=0.01)
    assert list(heights) == [one.colour for one in RANGES]
    assert areas[0][1][2][1] > areas[-1][1][2][1]  # The lowest range is at the foot.


def test_a_little_is_never_nothing_in_the_bar(watch: Callable[..., Watched]) -> None:
    found = list(readings())
    found[2000] = found[2000]._replace(glucose=50)
    heights = {
        colour: points[2][1] - points[0][1]
        for colour, points in watch(of(found)).areas
        if points[1][0] - points[0][0] == 36
    }
    assert heights[RANGES[0].colour] > 1


def test_the_profile_stays_in_its_axes_and_colours_are_those_of_ranges(watch: Callable[..., Watched]) -> None:
    page = watch(CASES["mixed"]())
    top, bottom = 327, 498

    def height(glucose: float) -> float:
        return bottom - glucose / 350 * (bottom - top)

    for one in RANGES:
        for colour in (one.outer, one.middle):
            for _, points in (area for area in page.areas if area[0] == colour):
                for _, y in points:
                    assert height(min(one.top, 350)) - 0.01 <= y <= height(one.bottom) + 0.01


def test_the_profile_is_empty_where_nothing_is_known(watch: Callable[..., Watched]) -> None:
    """The sensor is always off from 9 to 12 in the morning."""
    found = [one for one in readings() if not 9 <= one.time.astimezone(BERLIN).hour < 12]
    page = watch(of(found))
    left, right = 74.0, 525.0
    parts = [
        [(x - left) / (right - left) * 24 for x, _ in points]
        for colour, points in [*page.areas, *page.lines]
        if colour in {RANGES[2].outer, RANGES[2].middle} or len(points) > 30
    ]
    assert any(max(hours) < 9.4 for hours in parts)
    assert any(min(hours) > 11.6 for hours in parts)
    days = [hours for hours in parts if max(hours) < 24.01 and min(hours) > -0.01]
    assert not [hours for hours in days if min(hours) < 9.4 and max(hours) > 11.6]


def test_a_time_of_day_all_by_itself_is_no_curve(watch: Callable[..., Watched]) -> None:
    one = CASES["mixed"]()
    alone = [point for point in one.profile if point.minute == 600]
    page = watch(replace(one, profile=alone))
    assert not [colour for colour, _ in page.areas if colour in {part.outer for part in RANGES}]


def test_a_day_that_is_unlike_the_others_is_seen_on_its_day() -> None:
    start = datetime(2026, 11, 20, 10, tzinfo=UTC)
    found = [
        one._replace(glucose=45) if start <= one.time < start + timedelta(hours=2) else one._replace(glucose=110)
        for one in readings()
    ]
    one = of(found)
    low = [day.date for day in one.days if any(glucose < 54 for trace in day.traces for _, glucose in trace)]
    assert low == [date(2026, 11, 20)]
    assert [stretch.extreme for stretch in one.very_low] == [45]
    assert abs(one.very_low[0].start - start) < timedelta(minutes=5)


def test_traces_end_at_gaps_of_any_cadence_and_nowhere_else() -> None:
    one = CASES["mixed"]()
    assert [len(day.traces) for day in one.days].count(1) >= 9
    for day in one.days:
        for trace in day.traces:
            times = [time for time, _ in trace]
            assert all(later - earlier <= timedelta(minutes=23) for earlier, later in pairwise(times))
    holes = sum(
        later[0][0] - earlier[-1][0] > timedelta(hours=6) for day in one.days for earlier, later in pairwise(day.traces)
    )
    assert holes == 2


def test_every_reading_of_the_span_is_on_one_day() -> None:
    found = readings()
    one = of(found)
    start, end = last_days(NOW, 14, BERLIN)
    shown = [time for day in one.days for trace in day.traces for time, _ in trace]
    assert [time for time in shown if time >= start] == [one.time for one in found if start <= one.time < end]


@pytest.mark.parametrize("limit", OutOfRange)
def test_what_is_out_of_range_counts_and_is_drawn_beyond_it(limit: OutOfRange) -> None:
    one = of(beyond(readings(), limit))
    values = {glucose for day in one.days for trace in day.traces for _, glucose in trace}
    assert (39 in values) is (limit is OutOfRange.LO)
    assert (500 in values) is (limit is OutOfRange.HI)


@pytest.mark.parametrize(
    ("zone", "now", "hours"),
    [
        ("Europe/Berlin", "2026-10-28T10:00:00+00:00", 14 * 24 + 1),
        ("Europe/Berlin", "2026-04-01T10:00:00+00:00", 14 * 24 - 1),
        ("Europe/Berlin", "2026-11-25T22:59:00+00:00", 14 * 24),
        ("Asia/Kolkata", "2026-11-25T10:00:00+00:00", 14 * 24),
    ],
)
def test_a_report_is_of_whole_local_days_that_are_over(zone: str, now: str, hours: int) -> None:
    time = datetime.fromisoformat(now)
    start, end = last_days(time, 14, ZoneInfo(zone))
    assert end <= time < end + timedelta(hours=25)
    assert (end - start) / timedelta(hours=1) == hours
    assert {one.astimezone(ZoneInfo(zone)).hour for one in (start, end)} == {0}
    assert {one.utcoffset() for one in (start, end)} == {timedelta(0)}


def test_more_days_than_14_show_the_last_14(watch: Callable[..., Watched]) -> None:
    page = watch(CASES["thirty days"]())
    assert words.LAST_DAYS in said(page)
    days = [one.text for one in page.texts if one.bold and 550 < one.top < 690]
    assert days == ["11 Nov", *(str(day) for day in range(12, 25))]


def test_a_new_month_is_named(watch: Callable[..., Watched]) -> None:
    now = datetime(2026, 10, 4, 10, tzinfo=UTC)
    page = watch(of(readings(now=now), AMERICAN, now=now))
    days = [one.text for one in page.texts if one.bold and 550 < one.top < 690]
    assert days[0] == "Sep 20"
    assert days[10:13] == ["30", "Oct 1", "2"]


def test_a_little_too_little_does_not_look_like_enough(watch: Callable[..., Watched]) -> None:
    one = CASES["half of the time"]()
    nearly = replace(one, metrics=replace(one.metrics, measured=69.97))
    texts = said(watch(nearly))
    assert "69 %" in texts
    assert "and there are some for 69 %." in texts
    assert "70 %" not in texts


def test_episodes_are_counted_by_measured_days(watch: Callable[..., Watched]) -> None:
    one = CASES["half of the time"]()
    texts = said(watch(one))
    measured = 14 * one.metrics.measured / 100
    assert str(len(one.high)) in texts
    assert f"{len(one.high) / measured:.1f} a day" in texts


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.04, "< 0.1 %"), (0.1, "0.1 %"), (0.94, "0.9 %"), (1, "1 %"), (69.6, "70 %"), (100, "100 %")],
)
def test_a_small_share_has_a_digit_more(share: float, text: str) -> None:
    assert percent(share) == text


@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=8).map(sorted),
    st.floats(1, 12),
)
def test_spread_keeps_order_and_distance_and_the_bottom(places: list[float], least: float) -> None:
    found = spread(places, least, 100)
    assert all(later - earlier >= least - 1e-6 for earlier, later in pairwise(found))
    assert found[-1] <= 100 + 1e-9
    roomy = all(later - earlier >= least for earlier, later in pairwise(places))
    if roomy:
        assert found == pytest.approx(places)


@pytest.mark.parametrize("name", KEPT)
def test_a_report_looks_as_its_kept_picture(name: str) -> None:
    image = drawn(name)
    with Image.open(kept(name)) as reference:
        difference = ImageChops.difference(image, reference.convert("RGB"))
    assert worst(difference.reduce(8)) < 8


def test_a_png_is_a4_at_150_dots_per_inch() -> None:
    with Image.open(BytesIO(draw_report(CASES["mixed"](), Form.PNG, FONTS))) as image:
        assert (image.format, image.size) == ("PNG", (1240, 1754))


def content_of(pdf: bytes) -> str:
    """Return what is drawn on the page."""
    page = re.search(rb"4 0 obj\n<<.*?/Length (\d+)>>\nstream\n", pdf)
    assert page
    return zlib.decompress(pdf[page.end() : page.end() + int(page[1])]).decode("latin-1")


def test_a_pdf_is_one_that_readers_take() -> None:
    pdf = draw_report(of(readings(), named("Анна")), Form.PDF, FONTS)
    assert pdf.startswith(b"%PDF-1.4\n")
    assert pdf.endswith(b"%%EOF\n")
    table = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    assert pdf[table : table + 4] == b"xref"
    places = [int(line[:10]) for line in re.findall(rb"\d{10} 00000 n ", pdf)]
    for number, place in enumerate(places, 1):
        assert pdf[place:].startswith(f"{number} 0 obj\n".encode())
    size = re.search(rb"/Size (\d+)", pdf)
    assert size
    assert int(size[1]) == len(places) + 1
    assert len(pdf) < 120_000
    assert b"Title (AGP report)" in pdf


def test_the_text_of_a_pdf_can_be_searched() -> None:
    content = content_of(draw_report(of(readings(), named("Jürgen (Jr.) O\\Neill")), Form.PDF, FONTS))
    assert "(AGP report) Tj" in content
    assert "(Glucose metrics) Tj" in content
    assert "(J\xfcrgen \\(Jr.\\) O\\\\Neill) Tj" in content


def test_a_name_in_other_letters_is_a_picture_that_carries_them() -> None:
    pdf = draw_report(of(readings(), named("Анна Каренина")), Form.PDF, FONTS)
    spoken = "Анна Каренина".encode("utf-16-be").hex()
    assert f"ActualText <feff{spoken}>" in content_of(pdf)
    assert pdf.count(b"/ImageMask true") == 1


@pytest.mark.parametrize(("name", "written"), [("Łukasz", "(Lukasz) Tj"), ("Анна", "() Tj")])
def test_without_fonts_a_pdf_has_what_can_be_written(name: str, written: str) -> None:
    pdf = draw_report(of(readings(), named(name)), Form.PDF, FontFiles())
    assert written in content_of(pdf)
    assert b"/ImageMask" not in pdf


@pytest.mark.parametrize("text", ["AGP", "Glucose metrics 181 \N{EN DASH} 250", "Jürgen Groß", "WWW iii", "(a) % <>=~"])
@pytest.mark.parametrize("bold", [False, True])
def test_the_widths_of_letters_are_about_those_of_another_font_of_that_kind(text: str, bold: bool) -> None:
    """Roboto is a little narrower than Helvetica; a wrong table would be far off."""
    helvetica = PdfPen(FONTS, "").width(text, size=10, bold=bold)
    roboto = PixelPen(FONTS).width(text, size=10, bold=bold)
    assert helvetica == pytest.approx(roboto, rel=0.2)


def test_texts_are_anchored_alike_in_both_forms() -> None:
    for make in (lambda: PdfPen(FONTS, ""), lambda: PixelPen(FONTS)):
        pen = Watched(make())
        Writer(pen).plain((100, 100), "in the middle", anchor=Anchor.MIDDLE)
        Writer(pen).plain((100, 120), "to the right", anchor=Anchor.RIGHT)
        assert (pen.texts[0].left + pen.texts[0].right) / 2 == pytest.approx(100)
        assert pen.texts[1].right == pytest.approx(100)


def test_pdf_text_begins_left_of_its_anchor() -> None:
    pen = PdfPen(FONTS, "")
    pen.text((100, 100), "WW", size=10, colour="#000000", anchor=Anchor.RIGHT)
    place = re.search(r"Tf ([\d.]+) ([\d.]+) Td", content_of(pen.save()))
    assert place
    assert float(place[1]) == pytest.approx(100 - 2 * 9.44)
    assert float(place[2]) == pytest.approx(PAGE_HEIGHT - 100)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Jürgen Groß", "Jürgen Groß"),
        ("Анна", "Анна"),
        ("Ελένη", "Ελένη"),
        ("Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh"),
        ("Ame\N{COMBINING ACUTE ACCENT}lie", "Amélie"),
        ("美咲", ""),
        ("Ben\nExample", ""),
    ],
)
def test_a_name_keeps_every_letter_that_the_font_has(name: str, shown: str) -> None:
    from custom_components.librelink_up.chart.fonts import Fonts  # noqa: PLC0415

    assert Fonts(FONTS).drawable(name) == shown


def test_a_font_that_cannot_be_read_is_replaced(tmp_path: Path) -> None:
    broken = tmp_path / "broken.woff2"
    broken.write_bytes(b"wOF2 no font")
    for files in (FontFiles(regular=broken, bold=tmp_path / "missing.woff2"), FontFiles()):
        one = of(readings(3.8), named("Jürgen"))
        assert draw_report(one, Form.PNG, files) == draw_report(one, Form.PNG)


def test_a_single_reading_is_seen(watch: Callable[..., Watched]) -> None:
    one = CASES["one reading"]()
    assert [len(trace) for day in one.days for trace in day.traces] == [1]
    lines = [points for _, points in watch(one).lines if len(points) == 2 and 0 < points[1][0] - points[0][0] < 1]
    assert len(lines) == 1


def test_every_low_is_in_the_curve_of_its_day(watch: Callable[..., Watched]) -> None:
    """One minute of 1,440 at 40: the curve is thinned, and it must be there all the same."""
    start = NOW - timedelta(days=2)
    minutes = [Reading(start + index * timedelta(minutes=1), 120, ReadingKind.CURRENT) for index in range(600)]
    minutes[301] = minutes[301]._replace(glucose=40)
    page = watch(of(minutes))
    lowest = max(y for _, points in page.lines if len(points) > 20 for _, y in points)
    ceiling, bottom = (
        350,
        next(max(y for _, y in points) for _, points in page.lines if len(points) == 5 and points[0][1] > 600),
    )
    assert bottom - lowest == pytest.approx(40 / ceiling * 66, abs=0.1)


def test_the_unit_of_the_target_range_is_the_persons(watch: Callable[..., Watched]) -> None:
    assert STYLE.unit is GlucoseUnit.MG_DL
    assert [
        text for text in said(watch(of(readings(), AMERICAN))) if "target range 3.9 \N{EN DASH} 10.0 mmol/L" in text
    ]
