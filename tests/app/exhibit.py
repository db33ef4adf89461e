"""`yuzhong --kiosk` under a test's hands, with a catalogue of its own."""
import csv
import os
import shutil
import subprocess
import time
from pathlib import Path

from display import Window
from harness import EXECUTABLE, SHARE, AppTest

WIDTH, HEIGHT = 1280, 720
IDLE, WARNING = 90, 40  # passed by let_pass(): hands of a test on a crowded machine are slow
MIDDLE = (640, 340)
INVITATION = (WIDTH // 2, 44)   # inside its upper edge: the vermilion of the main action


def vermilion(pixel):
    return pixel[0] > 150 and pixel[1] < 110 and pixel[2] < 90


class Exhibit(Window):
    """`yuzhong --kiosk`; there is no session to save, so what it does is read from the screen, its log and its counts."""

    def __init__(self, test, display, *arguments, **environment):
        self.test, self.display, self.x, self.y = test, display, 0, 0
        self.state = test.folder / "state/yuzhong"
        self.log_path = test.folder / "kiosk.log"
        self.log = open(self.log_path, "w+", encoding="utf-8")
        variables = {"PATH": os.environ["PATH"], "HOME": str(test.folder), "LANG": "zh_CN.UTF-8", "DISPLAY": display.name,
                     "XDG_STATE_HOME": str(test.folder / "state"), "YUZHONG_SHARE": str(test.share), **test.machine, **environment}
        for name in ("LD_LIBRARY_PATH", "GALLIUM_DRIVER"):
            if name in os.environ:
                variables[name] = os.environ[name]
        # Python ignores the signal of a file that may not grow; left so, a test can play a full disk.
        self.process = subprocess.Popen([EXECUTABLE, "--kiosk", *map(str, arguments)], stdout=self.log, stderr=self.log,
                                        env=variables, cwd=test.folder, restore_signals=False)
        test.addCleanup(self.kill)
        self.wait_for(self.attracts)
        self.id = int(display.xdotool("search", "--onlyvisible", "--name", ".").split()[-1])

    def words(self):
        return self.log_path.read_text(encoding="utf-8")

    def attracts(self):
        return vermilion(self.display.pixel(*INVITATION))

    def explores(self):
        return not self.attracts() and sum(self.display.pixel(WIDTH // 2, HEIGHT - 20)) < 200  # the bar, dark

    def warns(self):
        """Everything is dimmed but the question."""
        return not self.attracts() and sum(self.display.pixel(WIDTH - 30, HEIGHT // 2)) < 0.62 * self.bright

    def begin_visit(self):
        self.click(*MIDDLE)
        self.wait_for(self.explores)
        picture = self.rests()
        self.bright = sum(self.display.pixel(WIDTH - 30, HEIGHT // 2))
        return picture

    def look(self):
        """Pixels of the picture in its upper four fifths."""
        return [self.display.pixel(x, y) for x in range(20, WIDTH - 120, 40) for y in range(20, HEIGHT * 4 // 5, 40)]

    def rests(self):
        """What is to be seen once nothing moves any more: two looks are the same, and between them the program slept. One that
        only waits for the processor of a crowded machine does not."""
        last = []

        def still():
            nonlocal last
            before, last = last, self.look()
            return self.sleeps() and before == last

        self.wait_for(still)
        return last

    def sleeps(self):
        """Whether half a second long each look at its threads finds none at work; one look of them may meet a glance at its files."""
        met = 0
        threads = Path(f"/proc/{self.worker() or self.process.pid}/task")
        for _ in range(25):
            time.sleep(0.02)
            states = [(thread / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] for thread in threads.iterdir()]
            met += any(state in "RD" for state in states)
        return met <= 2

    def rows(self):
        return [row for path in self.state.glob("usage-*.csv")
                for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]

    def counted(self, kind, what=None):
        return sum(int(row["count"]) for row in self.rows() if row["kind"] == kind and what in (None, row["what"]))

    def worker(self):
        """The process that draws, below the supervisor."""
        out = subprocess.run(["ps", "--no-headers", "-o", "pid,stat", "--ppid", str(self.process.pid)], capture_output=True,
                             text=True).stdout
        return next((int(line.split()[0]) for line in out.splitlines() if "Z" not in line.split()[1]), None)


class ExhibitTest(AppTest):
    def setUp(self):
        super().setUp()
        self.machine = self.fake_machine()
        self.share = self.folder / "share"
        shutil.copytree(SHARE, self.share, symlinks=False)
        self.settings(idle=IDLE, warning=WARNING, type_scale=1)

    def settings(self, **values):
        path = self.share / "catalog.toml"
        lines = path.read_text(encoding="utf-8").splitlines()
        start = lines.index("[kiosk]")
        kept = [line for line in lines[start:] if line.split(" =")[0] not in values]
        kept += [f"{key} = {value}" for key, value in values.items()]
        self.replace(path, "\n".join(lines[:start] + kept) + "\n")

    @staticmethod
    def replace(path, text):
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.rename(path)
