"""Text that the font can draw: the one that comes with Pillow has the letters of ASCII only."""

import unicodedata

_SPELLED = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "Æ": "AE",
        "æ": "ae",
        "Œ": "OE",
        "œ": "oe",
        "Ø": "O",
        "ø": "o",
        "Ł": "L",
        "ł": "l",
        "Đ": "D",
        "đ": "d",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{EN DASH}": "-",
    }
)
"""What Unicode does not take apart into a letter of ASCII and a mark."""


def drawable(text: str) -> str:
    """Return a text without its accents; empty when there is more to it than the font has."""
    apart = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain if plain.isascii() and plain.isprintable() else ""
