"""The soak on a display of its own. Most of a frame's time is its pixels, which the processor draws here: so the screen is
coarse, of 48 pixels to the inch, and shows on few of them what one of 320 x 240 does at 96."""
import ctypes
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "app"))
from display import Display, leave_if_no_display_can_be_had  # noqa: E402

SIZE = (160, 120)
DPI = 48
PROGRESS = re.compile(r"\d+ interactions, ")


def set_density(display):
    """What a desktop tells programs about its screen: a text on the root window (XA_RESOURCE_MANAGER, of XA_STRING)."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    text = f"Xft.dpi:\t{DPI}\n".encode()
    x11.XChangeProperty(connection, ctypes.c_ulong(x11.XDefaultRootWindow(connection)), ctypes.c_ulong(23), ctypes.c_ulong(31), 8, 0,
                        text, len(text))
    x11.XCloseDisplay(connection)


def run(command, display):
    """Passes on what the program says. Its exit status; 1 as well where it complained of anything."""
    complaints = []
    process = subprocess.Popen(command, env={**os.environ, "DISPLAY": display}, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        sys.stderr.write(line)
        sys.stderr.flush()
        if not PROGRESS.match(line):
            complaints.append(line)
    status = process.wait()
    if complaints:
        print(f"{len(complaints)} lines in the log are complaints, the first: {complaints[0]}", end="")
    return status or (1 if complaints else 0)


leave_if_no_display_can_be_had()
display = Display(*SIZE)
try:
    set_density(display.name)
    sys.exit(run(sys.argv[1:], display.name))
finally:
    display.close()
