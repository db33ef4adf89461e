"""The exhibit in a real window: its states, what visitors may not do, the operator, replaced files, and what brings it back."""
import os
import resource
import signal
import subprocess
import time
import unittest

from display import Display, ask_to_close, leave_if_no_display_can_be_had
from exhibit import HEIGHT, IDLE, INVITATION, MIDDLE, WARNING, WIDTH, Exhibit, ExhibitTest, vermilion
from monitor import Monitor

CORNER = (12, HEIGHT - 12)
PIN = "24681"


class KioskTest(ExhibitTest):
    @classmethod
    def setUpClass(cls):
        cls.display = Display(WIDTH, HEIGHT)
        cls.addClassCleanup(cls.display.close)

    def test_a_visit_from_touch_to_reset(self):
        exhibit = Exhibit(self, self.display)
        exhibit.screenshot("attract")
        exhibit.begin_visit()
        exhibit.screenshot("explore")
        # Nothing leads out: no key, no close, no file.
        exhibit.key("F11", "ctrl+s", "F1", "Tab", "alt+F4", "ctrl+q", "l")
        ask_to_close(self.display.name, exhibit.id)
        self.assertTrue(exhibit.rests())
        self.assertIsNone(exhibit.process.poll())
        self.assertTrue(exhibit.explores(), "Tab hides nothing")
        self.assertEqual([path.name for path in exhibit.state.glob("*.toml")] if exhibit.state.exists() else [], [])
        self.let_pass(IDLE)
        exhibit.wait_for(exhibit.warns)
        exhibit.screenshot("warning")
        exhibit.click(*MIDDLE)
        exhibit.wait_for(lambda: not exhibit.warns())
        self.let_pass(WARNING)
        exhibit.rests()
        self.assertTrue(exhibit.explores(), "a touch goes on with the visit")
        self.let_pass(IDLE - WARNING)
        exhibit.wait_for(exhibit.warns)
        self.let_pass(WARNING)
        exhibit.wait_for(exhibit.attracts)
        exhibit.wait_for(lambda: exhibit.counted("visit") == 1)
        seconds = float(next(row for row in exhibit.rows() if row["kind"] == "visit")["seconds"])
        self.assertGreater(seconds, IDLE)
        self.assertLess(seconds, 2 * IDLE, "the time in which nobody was there is no part of the visit")
        self.assertNotIn("error", exhibit.words())

    def test_the_operator(self):
        result = self.run_app("kiosk-pin", stdin=PIN + "\n")
        self.assertEqual(result.status, 0, result.err)
        self.assertEqual(self.run_app("kiosk-pin", stdin="12\n").status, 1)
        exhibit = Exhibit(self, self.display)
        exhibit.begin_visit()
        exhibit.to(*CORNER)
        self.display.xdotool("mousedown", 1)
        exhibit.wait_for(exhibit.warns)  # dimmed as well
        self.display.xdotool("mouseup", 1)
        exhibit.screenshot("pin")
        left, top = 640 - 72, 360 - 108  # of the middles of the keys 1 … 9
        entry = lambda: [self.display.pixel(x, y) for x in range(536, 750, 2) for y in range(166, 212, 2)]  # noqa: E731

        def press(key):
            column, row = (2, 3) if key == "o" else (1, 3) if key == "0" else ((int(key) - 1) % 3, (int(key) - 1) // 3)
            before = entry()
            exhibit.click(left + 72 * column, top + 73 * row)
            exhibit.wait_for(lambda: entry() != before)  # a dot more, or what comes of them

        for key in "99999" + "o" + PIN + "o":
            press(key)
        exhibit.rests()
        exhibit.screenshot("operator")
        # "Restart" is on the right above the last button; without a supervisor the program starts itself anew.
        program = os.stat(f"/proc/{exhibit.process.pid}/exe").st_ino
        for y in range(440, 700, 12):
            if exhibit.attracts():
                break
            try:
                exhibit.click(760, y)
            except subprocess.CalledProcessError:
                break  # the window is gone: it starts anew
        exhibit.wait_for(exhibit.attracts)
        self.assertIsNone(exhibit.process.poll())
        self.assertEqual(os.stat(f"/proc/{exhibit.process.pid}/exe").st_ino, program)

    def test_replaced_files(self):
        exhibit = Exhibit(self, self.display)
        path = self.share / "catalog.toml"
        good = path.read_text(encoding="utf-8")
        self.replace(path, good[:len(good) // 2] + '\n[[view\nname = "half')
        exhibit.wait_for(lambda: "replaced files are refused" in exhibit.words())
        self.assertTrue(exhibit.attracts(), "the last good map stays")
        (self.share / "data/district.gpkg").rename(self.share / "data/gone.gpkg")
        self.replace(path, good.replace('"渝中图集"', '"另一张图"'))
        exhibit.wait_for(lambda: exhibit.words().count("replaced files are refused") >= 2)
        before = exhibit.begin_visit()
        (self.share / "data/gone.gpkg").rename(self.share / "data/district.gpkg")
        self.let_pass(IDLE + WARNING)
        exhibit.wait_for(lambda: "replaced files were taken over" in exhibit.words())
        exhibit.wait_for(exhibit.attracts)
        after = exhibit.begin_visit()
        alike = sum(sum(abs(a - b) for a, b in zip(p, q)) < 24 for p, q in zip(before, after)) / len(before)
        self.assertGreater(alike, 0.93, "the map taken over is drawn as the one before")
        self.replace(path, good)  # in the middle of a visit
        self.let_pass(3)  # files are looked at every second
        exhibit.rests()
        self.assertEqual(exhibit.words().count("taken over"), 1, "not under a visitor's hands")
        self.let_pass(IDLE + WARNING)
        exhibit.wait_for(lambda: exhibit.words().count("taken over") == 2)
        self.assertIsNone(exhibit.process.poll())

    def test_what_brings_it_back(self):
        self.settings(hang=5)  # a frame of a crowded machine may take longer than the two seconds of the catalogue
        exhibit = Exhibit(self, self.display, "--supervise")
        def lose_context(worker):
            (self.fake / "lost").write_text(str(worker), encoding="utf-8")
        for trouble, longest in ((signal.SIGKILL, 3), (signal.SIGSTOP, 5 + 3), (signal.SIGABRT, 3), (lose_context, 3)):
            old = exhibit.worker()
            if callable(trouble):
                trouble(old)
            else:
                os.kill(old, trouble)
            begun = time.monotonic()
            exhibit.wait_for(lambda: exhibit.worker() not in (None, old))
            took = time.monotonic() - begun
            self.assertLess(took, longest + 2, f"{trouble}: a crowded machine gets two seconds more")
            exhibit.wait_for(exhibit.attracts)
        self.assertIn("no sign of life", exhibit.words())
        self.assertIn("the graphics driver was reset", exhibit.words())
        self.assertIn("status 74; started again in", exhibit.words(), "no hurry with a driver that may be broken")
        exhibit.process.terminate()
        self.assertEqual(exhibit.process.wait(20), 0)

    def test_what_fails_around_it_is_no_end(self):
        self.settings(tours='["tours/none.toml", "tours/night-city.toml"]')
        state = self.folder / "state"
        state.write_text("a file where the folder should be", encoding="utf-8")
        exhibit = Exhibit(self, self.display)

        def visit():
            exhibit.begin_visit()
            self.let_pass(IDLE + WARNING)
            exhibit.wait_for(exhibit.attracts)

        exhibit.wait_for(lambda: "none.toml" in exhibit.words())
        visit()
        exhibit.wait_for(lambda: str(state) in exhibit.words())
        state.unlink()
        resource.prlimit(exhibit.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))  # not a byte more
        visit()
        self.assertEqual(exhibit.counted("visit"), 0)
        resource.prlimit(exhibit.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        exhibit.begin_visit()
        for wrong in (40, -20 * 365):
            (self.fake / "clock").write_text(str(wrong * 86400), encoding="utf-8")
            exhibit.rests()
            self.assertTrue(exhibit.explores(), "the calendar neither ends a visit")
        self.let_pass(IDLE)
        exhibit.wait_for(exhibit.warns)
        self.let_pass(WARNING)
        exhibit.wait_for(exhibit.attracts)
        exhibit.wait_for(lambda: exhibit.counted("visit") == 3)
        days = sorted(row["day"] for row in exhibit.rows() if row["kind"] == "visit")
        self.assertEqual(len(days), 2, "nor mixes up what was counted when")
        self.assertEqual(int(days[1][:4]) - int(days[0][:4]), 20)
        # The monitor goes and comes again with another resolution, which the exhibit fills.
        monitor = Monitor(self.display.name)
        self.addCleanup(monitor.close)
        monitor.unplug()
        time.sleep(1)
        self.assertIsNone(exhibit.process.poll())
        size = lambda: self.display.xdotool("getwindowgeometry", "--shell", exhibit.id).split()[1:5]  # noqa: E731
        for width, height in ((1000, 600), (WIDTH, HEIGHT)):
            monitor.plug_in(width, height)
            exhibit.wait_for(lambda w=width, h=height: size() == ["X=0", "Y=0", f"WIDTH={w}", f"HEIGHT={h}"])
            exhibit.wait_for(lambda w=width: vermilion(self.display.pixel(w // 2, INVITATION[1])))
        exhibit.begin_visit()
        self.assertIsNone(exhibit.process.poll())
        # Nobody watches it: it becomes its own supervisor, so that a driver that fails on and on is not hurried.
        (self.fake / "lost").write_text(str(exhibit.process.pid), encoding="utf-8")
        worker = exhibit.wait_for(exhibit.worker)
        exhibit.wait_for(exhibit.attracts)
        (self.fake / "lost").write_text(str(worker), encoding="utf-8")
        exhibit.wait_for(lambda: exhibit.worker() not in (None, worker))
        self.assertIn("status 74; started again", exhibit.words())
        exhibit.process.terminate()
        self.assertEqual(exhibit.process.wait(20), 0)


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    unittest.main()
