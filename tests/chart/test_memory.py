"""What a home that asks for no picture does not pay for."""

import subprocess
import sys

IMPORT = """
import sys
import custom_components.librelink_up.chart
assert not [name for name in sys.modules if name.split(".")[0] == "PIL"]
"""


def test_pillow_is_loaded_with_the_first_picture() -> None:
    subprocess.run([sys.executable, "-c", IMPORT], check=True)  # noqa: S603 - ourselves
