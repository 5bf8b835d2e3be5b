"""Colours and letters that can be read."""

from PIL import ImageFont
import pytest

from custom_components.librelink_up.chart.style import DARK, LIGHT, Colours
from custom_components.librelink_up.chart.text import drawable


def _light(colour: str) -> float:
    parts = [value / 255 for value in bytes.fromhex(colour[1:])]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return how well one colour stands out from another, as WCAG counts it."""
    darker, lighter = sorted((_light(one), _light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_text_and_dots_stand_out(colours: Colours) -> None:
    assert contrast(colours.text, colours.background) > 7
    assert contrast(colours.faint, colours.background) > 4.5
    for colour in colours.states.values():
        assert contrast(colour, colours.background) > 3
        assert contrast(colour, colours.band) > 3
    assert 1.05 < contrast(colours.band, colours.background) < 1.5


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_states_differ_in_colour(colours: Colours) -> None:
    found = [bytes.fromhex(colour[1:]) for colour in colours.states.values()]
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 60


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ben Example", "Ben Example"),
        ("Jürgen Groß", "Jurgen Gross"),
        ("Zoë Ångström", "Zoe Angstrom"),
        ("Łukasz Ødegård", "Lukasz Odegard"),
        ("Seán O\N{RIGHT SINGLE QUOTATION MARK}Neill", "Sean O'Neill"),
        ("Nguyễn Thị Hạnh", "Nguyen Thi Hanh"),
        ("Анна", ""),
        ("美咲", ""),
        ("Ben 🎉", ""),
        ("Ben\nExample", ""),
        ("", ""),
    ],
)
def test_a_name_has_no_letters_that_the_font_lacks(name: str, shown: str) -> None:
    assert drawable(name) == shown


def test_the_font_has_every_letter_that_is_drawn() -> None:
    font = ImageFont.load_default(40)
    lacking = font.getmask("\u7f8e")
    for letter in map(chr, range(33, 127)):
        assert bytes(font.getmask(letter)) != bytes(lacking), letter
