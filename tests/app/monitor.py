"""A monitor of a test's display: unplugged, plugged in again, and changed (RandR; Xvfb has one monitor to switch, Xorg's dummy
driver sixteen, called DUMMY0 to DUMMY15, of which the first is plugged in)."""
import ctypes
import ctypes.util
import time


class ModeInfo(ctypes.Structure):
    _fields_ = [("id", ctypes.c_ulong), ("width", ctypes.c_uint), ("height", ctypes.c_uint), ("dot_clock", ctypes.c_ulong),
                *((name, ctypes.c_uint) for name in ("h_sync_start", "h_sync_end", "h_total", "h_skew", "v_sync_start",
                                                     "v_sync_end", "v_total")),
                ("name", ctypes.c_char_p), ("name_length", ctypes.c_uint), ("flags", ctypes.c_ulong)]


class Resources(ctypes.Structure):
    _fields_ = [("time", ctypes.c_ulong), ("config_time", ctypes.c_ulong), ("crtc_count", ctypes.c_int),
                ("crtcs", ctypes.POINTER(ctypes.c_ulong)), ("output_count", ctypes.c_int),
                ("outputs", ctypes.POINTER(ctypes.c_ulong)), ("mode_count", ctypes.c_int), ("modes", ctypes.POINTER(ModeInfo))]


class OutputInfo(ctypes.Structure):
    _fields_ = [("time", ctypes.c_ulong), ("crtc", ctypes.c_ulong)]  # and more


class Monitor:
    def __init__(self, display, number=0, at=(0, 0)):
        """`display`: its name. `at`: where on the display the monitor's upper left corner lies."""
        self.at = at
        self.x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self.randr = ctypes.CDLL(ctypes.util.find_library("Xrandr") or "libXrandr.so.2")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = self.randr.XRRCreateMode.restype = ctypes.c_ulong
        self.randr.XRRGetScreenResources.restype = ctypes.POINTER(Resources)
        self.randr.XRRGetOutputInfo.restype = ctypes.POINTER(OutputInfo)
        self.connection = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.connection))
        resources = self._resources().contents
        self.crtc, self.output = resources.crtcs[number], ctypes.c_ulong(resources.outputs[number])
        self.modes = {(resources.modes[i].width, resources.modes[i].height): resources.modes[i].id
                      for i in range(resources.mode_count)}

    def _resources(self):
        return self.randr.XRRGetScreenResources(self.connection, self.root)

    def unplug(self):
        self._set(0, None, 0)

    def plug_in(self, width, height):
        """With this resolution, which must fit onto the display."""
        if (width, height) not in self.modes:
            name = f"{width}x{height}".encode()
            info = ModeInfo(0, width, height, 60 * width * height, width, width, width, 0, height, height, height, name, len(name), 0)
            self.modes[width, height] = self.randr.XRRCreateMode(self.connection, self.root, ctypes.byref(info))
        self.randr.XRRAddOutputMode(self.connection, self.output, ctypes.c_ulong(self.modes[width, height]))
        self._set(self.modes[width, height], ctypes.byref(self.output), 1)

    def _set(self, mode, outputs, count):
        for _ in range(50):  # a server that is busy with another monitor takes no notice of the first word
            status = self.randr.XRRSetCrtcConfig(self.connection, self._resources(), ctypes.c_ulong(self.crtc), ctypes.c_ulong(0),
                                                 *self.at, ctypes.c_ulong(mode), ctypes.c_ushort(1), outputs, count)
            self.x11.XSync(self.connection, 0)
            shown = self.randr.XRRGetOutputInfo(self.connection, self._resources(), self.output).contents.crtc
            if status == 0 and bool(shown) == bool(count):
                return
            time.sleep(0.02)
        raise OSError(f"the monitor cannot be switched: {status}")

    def close(self):
        self.x11.XCloseDisplay(self.connection)
