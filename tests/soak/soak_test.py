"""The short form of the soak, on a display of its own."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "app"))
from display import Display, leave_if_no_display_can_be_had  # noqa: E402

leave_if_no_display_can_be_had()
display = Display(480, 360)
try:
    sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DISPLAY": display.name}).returncode)
finally:
    display.close()
