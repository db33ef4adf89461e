"""The one monitor of a test's display: unplugged, plugged in again, and changed (RandR; Xvfb has a monitor to switch)."""
import ctypes
import ctypes.util


class ModeInfo(ctypes.Structure):
    _fields_ = [("id", ctypes.c_ulong), ("width", ctypes.c_uint), ("height", ctypes.c_uint), ("dot_clock", ctypes.c_ulong),
                *((name, ctypes.c_uint) for name in ("h_sync_start", "h_sync_end", "h_total", "h_skew", "v_sync_start",
                                                     "v_sync_end", "v_total")),
                ("name", ctypes.c_char_p), ("name_length", ctypes.c_uint), ("flags", ctypes.c_ulong)]


class Resources(ctypes.Structure):
    _fields_ = [("time", ctypes.c_ulong), ("config_time", ctypes.c_ulong), ("crtc_count", ctypes.c_int),
                ("crtcs", ctypes.POINTER(ctypes.c_ulong)), ("output_count", ctypes.c_int),
                ("outputs", ctypes.POINTER(ctypes.c_ulong)), ("mode_count", ctypes.c_int), ("modes", ctypes.POINTER(ModeInfo))]


class Monitor:
    def __init__(self, display):
        """`display`: its name."""
        self.x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self.randr = ctypes.CDLL(ctypes.util.find_library("Xrandr") or "libXrandr.so.2")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = self.randr.XRRCreateMode.restype = ctypes.c_ulong
        self.randr.XRRGetScreenResources.restype = ctypes.POINTER(Resources)
        self.connection = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.connection))
        resources = self._resources().contents
        self.crtc, self.output = resources.crtcs[0], ctypes.c_ulong(resources.outputs[0])
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
            self.modes[width, height] = mode = self.randr.XRRCreateMode(self.connection, self.root, ctypes.byref(info))
            self.randr.XRRAddOutputMode(self.connection, self.output, ctypes.c_ulong(mode))
        self._set(self.modes[width, height], ctypes.byref(self.output), 1)

    def _set(self, mode, outputs, count):
        status = self.randr.XRRSetCrtcConfig(self.connection, self._resources(), ctypes.c_ulong(self.crtc), ctypes.c_ulong(0), 0, 0,
                                             ctypes.c_ulong(mode), ctypes.c_ushort(1), outputs, count)
        self.x11.XSync(self.connection, 0)
        if status != 0:
            raise OSError(f"the monitor cannot be switched: {status}")

    def close(self):
        self.x11.XCloseDisplay(self.connection)
