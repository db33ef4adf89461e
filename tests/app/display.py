"""A display of its own for each test: Xvfb on a free number, and xdotool for the hands. No window manager runs there."""
import contextlib
import ctypes
import ctypes.util
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import tomllib

from harness import EXECUTABLE, SHARE, AppTest

MISSING = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
SKIPPED = 77  # ctest: SKIP_RETURN_CODE


def leave_if_no_display_can_be_had():
    if MISSING:
        print(f"skipped: no window can be opened without {' and '.join(MISSING)} (Debian: apt install xvfb xdotool)")
        sys.exit(SKIPPED)


class Display:
    def __init__(self, width, height):
        self.folder = tempfile.mkdtemp(prefix="yuzhong-display-")
        read, write = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24",
                                         "-noreset", "-nolisten", "tcp", "-fbdir", self.folder],  # a reset would move the pointer
                                        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:  # the number comes when the server is ready; nothing when it died
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number}"

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def pixel(self, x, y):
        """Red, green, blue of what the display shows there (the server keeps its picture as a file in XWD's format)."""
        with open(f"{self.folder}/Xvfb_screen0", "rb") as picture:
            header = struct.unpack(">25I", picture.read(100))
            start, depth, line, colours = header[0] + header[19] * 12, header[11] // 8, header[12], header[14:17]
            picture.seek(start + y * line + x * depth)
            value = int.from_bytes(picture.read(depth), "little" if header[7] == 0 else "big")
        return tuple((value & mask) // (mask & -mask) for mask in colours)

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env={**os.environ, "DISPLAY": self.name}, check=True,
                              capture_output=True, text=True, timeout=30).stdout.strip()


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
                ("room", ctypes.c_long * 24)]  # an XEvent is larger than this one of its kinds


def ask_to_close(display, window):
    """What a window manager sends when the cross is clicked (xdotool of Debian 12 cannot)."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    connection = x11.XOpenDisplay(display.encode())
    event = ClientMessage(type=33, window=window, message_type=x11.XInternAtom(connection, b"WM_PROTOCOLS", 0), format=32)
    event.data[0] = x11.XInternAtom(connection, b"WM_DELETE_WINDOW", 0)
    x11.XSendEvent(connection, window, 0, 0, ctypes.byref(event))
    x11.XCloseDisplay(connection)


class Window:
    """The program in a window on a display. The pointer's place is in the window's pixels."""

    def __init__(self, test, display, *arguments, saves=None, **environment):
        self.display, self.x, self.y = display, 0, 0
        state = test.folder / "state"
        self.saved = saves or state / "yuzhong/session.toml"
        self.log = open(test.folder / "window.log", "w+", encoding="utf-8")
        variables = {"PATH": os.environ["PATH"], "HOME": str(test.folder), "LANG": "zh_CN.UTF-8", "DISPLAY": display.name,
                     "XDG_STATE_HOME": str(state), "YUZHONG_SHARE": str(SHARE), **environment}
        for name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "GALLIUM_DRIVER"):
            if name in os.environ:
                variables[name] = os.environ[name]
        # Python ignores the signal of a file that may not grow; left so, a test can play a full disk.
        self.process = subprocess.Popen([EXECUTABLE, "view", *map(str, arguments)], stdout=self.log, stderr=self.log,
                                        env=variables, cwd=test.folder, restore_signals=False)
        test.addCleanup(self.kill)
        self.id = int(self.wait_for(lambda: display.xdotool("search", "--onlyvisible", "--pid", self.process.pid).split()[-1]))
        display.xdotool("windowfocus", "--sync", self.id)
        if not saves:
            self.session()  # answers once the loop runs

    def wait_for(self, question, seconds=60):
        """The first answer that is neither an error nor nothing. A crowded machine is given time: what is well does not use it."""
        end = time.monotonic() + seconds
        problem = None
        while time.monotonic() < end:
            if self.process.poll() is not None:
                self.log.seek(0)
                raise AssertionError(f"the window is gone with status {self.process.returncode}: {self.log.read()}")
            try:
                answer = question()
                if answer:
                    return answer
            except (subprocess.CalledProcessError, IndexError, OSError, ValueError) as error:
                problem = error
            time.sleep(0.03)
        raise AssertionError(f"nothing came in {seconds} s ({problem})")

    def session(self):
        """What the window shows, as Ctrl+S saves it."""
        path = self.saved
        path.unlink(missing_ok=True)
        self.key("ctrl+s")
        return self.wait_for(lambda: tomllib.loads(path.read_text(encoding="utf-8")))

    def settled(self):
        """The same once the program rests: it uses no processor and says the same twice. The first answer comes after
        all that the hands did before (the window takes its input in order); a crowded machine can look like rest."""
        def used():
            with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as status:
                return sum(map(int, status.read().rsplit(")", 1)[1].split()[11:13]))

        answer = self.session()
        for _ in range(100):
            before = used()
            time.sleep(0.25)
            if used() - before > 1:
                continue
            last, answer = answer, self.session()
            if answer == last:
                return answer
        raise AssertionError("it never comes to rest")

    def key(self, *keys):
        self.display.xdotool("key", *keys)

    def type(self, text):
        self.display.xdotool("type", "--delay", 30, text)

    def to(self, x, y):
        self.x, self.y = x, y
        self.display.xdotool("mousemove", "--window", self.id, x, y)

    def click(self, x, y, button=1, times=1):
        self.to(x, y)
        time.sleep(0.15)  # a hand rests on what it clicks; the interface looks at the pointer once a frame
        self.display.xdotool("click", "--repeat", times, "--delay", 60, button)

    def drag(self, x, y, button=1, steps=12):
        """From where the pointer is; rests at the end, so that nothing glides on."""
        self.display.xdotool("mousedown", button)
        from_x, from_y = self.x, self.y
        for step in range(1, steps + 1):
            self.to(round(from_x + (x - from_x) * step / steps), round(from_y + (y - from_y) * step / steps))
            time.sleep(0.03)
        time.sleep(0.5)
        self.display.xdotool("mouseup", button)

    def wheel(self, x, y, notches):
        self.to(x, y)
        time.sleep(0.15)
        self.display.xdotool("click", "--repeat", abs(notches), "--delay", 40, 4 if notches > 0 else 5)

    def hold(self, key):
        """`with window.hold("ctrl"):` keeps a key down."""
        @contextlib.contextmanager
        def held():
            self.display.xdotool("keydown", key)
            time.sleep(0.15)
            yield
            self.display.xdotool("keyup", key)
        return held()

    def resize(self, width, height):
        self.display.xdotool("windowsize", "--sync", self.id, width, height)

    def screenshot(self, name):
        """For the eye: with YUZHONG_SCREENSHOTS=FOLDER set, what the display shows goes there."""
        folder = os.environ.get("YUZHONG_SCREENSHOTS")
        if folder and shutil.which("ffmpeg"):
            os.makedirs(folder, exist_ok=True)
            subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-f", "x11grab", "-i", self.display.name, "-frames:v", "1",
                            f"{folder}/{name}.png"], check=True)

    def close(self):
        """As a window manager would. The exit status."""
        ask_to_close(self.display.name, self.id)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            raise AssertionError("the window does not close") from None

    def words(self):
        """What the program said, line by line, without the lines that name the saved session."""
        self.log.flush()
        self.log.seek(0)
        return [line for line in self.log.read().splitlines() if not line.endswith(str(self.saved))]

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.log.close()


class WindowTest(AppTest):
    """One display for all tests of a class; a window and a state folder of its own for each."""
    screen = (1280, 720)

    @classmethod
    def setUpClass(cls):
        cls.display = Display(*cls.screen)
        cls.addClassCleanup(cls.display.close)

    def open(self, *arguments, **environment):
        return Window(self, self.display, *arguments, **environment)
