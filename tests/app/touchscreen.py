"""A display with a touch screen: Xorg with its dummy graphics driver and its own test input driver (inputtestdrv(4)), which
takes fingers from a socket. Anybody may run it; nothing of the machine's own screen or input is touched."""
import ctypes
import ctypes.util
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time

MISSING = [name for name, path in
           (("xserver-xorg-core", "/usr/lib/xorg/modules/input/inputtest_drv.so"),
            ("xserver-xorg-video-dummy", "/usr/lib/xorg/modules/drivers/dummy_drv.so")) if not pathlib.Path(path).exists()]
AXIS = 0xFFFF  # of the driver's touch device
BEGIN, UPDATE, END = 18, 19, 20  # XI2's numbers
VERSION, SYNC, TOUCH = 0, 1, 6   # the driver's
CONFIGURATION = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
Section "Device"
  Identifier "picture"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  Modeline "{width}x{height}" 100 {width} {w1} {w2} {w3} {height} {h1} {h2} {h3}
EndSection
Section "Screen"
  Identifier "screen"
  Device "picture"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "{width}x{height}"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "fingers"
  Driver "inputtest"
  Option "SocketPath" "{socket}"
  Option "DeviceType" "Touch"
  Option "TouchCount" "5"
EndSection
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "fingers"
EndSection
"""


class TouchScreen:
    """As display.Display, with fingers. Coordinates are the screen's pixels."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yuzhong-touch-"))
        path = self.folder / "fingers"
        (self.folder / "xorg.conf").write_text(CONFIGURATION.format(
            width=width, height=height, w1=width + 16, w2=width + 32, w3=width + 64, h1=height + 1, h2=height + 2, h3=height + 8,
            socket=path), encoding="utf-8")
        read, write = os.pipe()
        self.process = subprocess.Popen(
            [shutil.which("Xorg") or "/usr/lib/xorg/Xorg", "-displayfd", str(write), "-config", str(self.folder / "xorg.conf"),
             "-logfile", str(self.folder / "log"), "-noreset", "-nolisten", "tcp", "-novtswitch", "-sharevts", "-ac"],
            pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            log = self.folder / "log"
            raise RuntimeError("Xorg did not start: " + (log.read_text(errors="replace")[-2000:] if log.exists() else ""))
        self.name = f":{number}"
        self.socket = socket.socket(socket.AF_UNIX)
        for _ in range(100):
            try:
                self.socket.connect(str(path))
                break
            except OSError:
                time.sleep(0.05)
        self.socket.sendall(struct.pack("=IiHH", 12, VERSION, 1, 1))
        self.socket.recv(64)

        self.x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        for function in ("XOpenDisplay", "XGetImage"):
            getattr(self.x11, function).restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = self.x11.XGetPixel.restype = ctypes.c_ulong
        self.connection = ctypes.c_void_p(self.x11.XOpenDisplay(self.name.encode()))

    def pixel(self, x, y):
        """Red, green, blue of what the display shows there, windows and all."""
        image = ctypes.c_void_p(self.x11.XGetImage(self.connection, ctypes.c_ulong(self.x11.XDefaultRootWindow(self.connection)),
                                                   x, y, 1, 1, ctypes.c_ulong(0xFFFFFF), 2))  # all planes, as a pixmap
        value = self.x11.XGetPixel(image, 0, 0)
        self.x11.XDestroyImage(image)
        return value >> 16 & 255, value >> 8 & 255, value & 255

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env={**os.environ, "DISPLAY": self.name}, check=True,
                              capture_output=True, text=True, timeout=30).stdout.strip()

    def touch(self, finger, kind, x, y):
        values = [x / self.width * AXIS, y / self.height * AXIS] + [0.0] * 62
        self.socket.sendall(struct.pack("=IiII I8s4x 64d 64d", 1056, TOUCH, finger, kind, 0, bytes([3] + [0] * 7), *values, *values))
        self.socket.sendall(struct.pack("=Ii", 8, SYNC))
        self.socket.recv(64)

    def tap(self, x, y):
        self.touch(1, BEGIN, x, y)
        time.sleep(0.06)
        self.touch(1, END, x, y)

    def hands(self, *paths, steps=15, pause=0.02):
        """Each path of a finger ((x, y), (x, y)) at the same time; they rest before they leave."""
        for finger, (start, _) in enumerate(paths, 1):
            self.touch(finger, BEGIN, *start)
        for step in range(1, steps + 1):
            for finger, (start, end) in enumerate(paths, 1):
                self.touch(finger, UPDATE, *(a + (b - a) * step / steps for a, b in zip(start, end)))
            time.sleep(pause)
        time.sleep(0.4)
        for finger, (_, end) in enumerate(paths, 1):
            self.touch(finger, END, *end)

    def close(self):
        self.x11.XCloseDisplay(self.connection)
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
