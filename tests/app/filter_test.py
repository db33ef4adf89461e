"""The filter panel under hands: what the session then says, and that the window's export is the command line's."""
import csv
import io
import json
import resource
import time
import unittest

from display import WindowTest, leave_if_no_display_can_be_had
from window_test import CATALOG, HEIGHT, LAT, LON

# Where things are in a window of 1280x1300 at 96 dpi; the panel is 360 points wide on the left.
CULTURE = (150, 181)
BRUSH_FROM, BRUSH_TO = (120, 380), (260, 380)
LOWER, UPPER = (100, 424), (300, 424)
MORE = (100, 512)
DRAW_AREA, IN_VIEW = (105, 812), (49, 812)  # with MORE open and wheeled to its end
# The table takes what the conditions leave: its buttons stand higher while "More conditions" is closed.
EXPORT, EXPORT_UNDER_MORE = (334, 702), (334, 993)
KEEP = (105, 576)
WORDS, NAME, FIRST_KEPT, DROP_FIRST = (180, 609), (150, 669), (120, 700), (344, 700)  # with KEEP open
FIRST_ROW, ROW = (120, 721), 27  # of the table without chips
COMPARE, FLY_TO_THEM = (89, 1239), (141, 1239)
PATH, DO_EXPORT, CLOSE_EXPORT = (638, 627), (443, 733), (488, 733)
CORNERS = ((480, 250), (1150, 250), (1150, 620), (480, 620))
SITES_ONLY = ("--size", "1280x1300", "--layers", ",".join(f"-{layer['id']}" for layer in CATALOG["layer"] if layer["kind"] != "sites"),
              "--reduced-motion")


class FilterTest(WindowTest):
    screen = (1280, 1300)

    def hit(self, window, place):
        """A click that has its effect before the next one: large frames take their time where the processor draws."""
        window.to(*place)
        window.settled()
        window.click(*place)
        return window.settled()

    def typed(self, window, place, text):
        window.to(*place)
        window.settled()
        window.click(*place)
        window.settled()
        window.key("ctrl+a")
        window.type(text)
        window.key("Return")
        return window.settled()["filter"]

    def command_line(self, expression):
        out = self.expect(0, "sites", "--filter", expression, "--format", "csv", "--quiet").out
        return sorted(map(tuple, csv.reader(io.StringIO(out))))

    def exported(self, name):
        text = self.wait(lambda: (self.folder / name).read_bytes())
        self.assertTrue(text.startswith(b"\xef\xbb\xbf"), "for Excel")
        return sorted(map(tuple, csv.reader(io.StringIO(text.decode("utf-8-sig")))))

    def wait(self, question):
        for _ in range(100):
            try:
                return question()
            except OSError:
                time.sleep(0.1)
        self.fail("nothing came")

    def test_ask_undo_search_export(self):
        window = self.open(*SITES_ONLY)
        start = window.settled()
        self.assertEqual(self.hit(window, CULTURE)["filter"], "industry=文旅产业")
        window.to(*BRUSH_FROM)
        window.drag(*BRUSH_TO)
        brushed = window.settled()["filter"]
        self.assertRegex(brushed, r"^industry=文旅产业; investment=[0-9.]+\.\.[0-9.]+$")
        window.screenshot("brushed")
        typed = self.typed(window, LOWER, "150 million")
        self.assertEqual(typed.split("..")[0], "industry=文旅产业; investment=1.5")
        # What makes no sense changes nothing and is answered in place.
        self.assertEqual(self.typed(window, UPPER, "abc"), typed)
        window.screenshot("no-amount")
        self.assertEqual(self.typed(window, UPPER, "1"), typed, "the upper bound below the lower one")
        window.screenshot("crossed-bounds")

        window.key("ctrl+z")
        self.assertEqual(window.settled()["filter"], brushed, "a bound that was typed is one step")
        window.key("ctrl+z")
        self.assertEqual(window.settled()["filter"], "industry=文旅产业", "so is a pull of the brush")
        window.key("ctrl+shift+z")
        self.assertEqual(window.settled()["filter"], brushed)

        window.key("slash")
        window.settled()
        window.type("yzec")
        window.settled()
        window.key("Return")
        found = window.settled()
        self.assertIn(found["selected"], {"sites:P001", "sites:P067"})
        self.assertNotEqual(found["camera"], start["camera"], "it flew there")
        window.key("Escape")
        window.settled()
        window.key("ctrl+f")
        window.settled()
        window.type("106.5434, 29.5561")
        window.settled()
        window.key("Return")
        there = window.settled()["camera"]
        self.assertLess(abs(there[LON] - 106.5434) + abs(there[LAT] - 29.5561), 0.02)
        self.assertLess(there[HEIGHT], 1500)

        self.assertEqual(window.session()["filter"], brushed)
        self.hit(window, EXPORT)
        self.hit(window, DO_EXPORT)
        rows = self.exported("sites.csv")
        self.assertGreater(len(rows), 2)
        self.assertEqual(rows, self.command_line(brushed))
        self.typed(window, PATH, "/nowhere/at/all.csv")
        window.screenshot("cannot-be-written")
        self.assertEqual(sorted(path.name for path in self.folder.glob("*.csv")), ["sites.csv"])
        self.assertEqual(window.close(), 0)

    def test_kept_under_a_name(self):
        window = self.open(*SITES_ONLY)
        window.settled()
        kept = self.folder / ".config/yuzhong/filters.json"
        self.hit(window, KEEP)
        self.assertEqual(self.typed(window, WORDS, "year=2024.."), "year=2024..")
        # What is no filter changes nothing and stays, to be mended.
        self.assertEqual(self.typed(window, WORDS, "year=soon"), "year=2024..")
        window.screenshot("no-filter")
        self.assertEqual(self.typed(window, WORDS, "year=2024.."), "year=2024..")
        self.typed(window, NAME, "recent")
        window.screenshot("kept")
        self.assertEqual(json.loads(kept.read_text(encoding="utf-8")), {"recent": "year=2024.."})
        self.assertEqual(window.close(), 0)
        again = self.open(*SITES_ONLY)
        self.assertEqual(again.settled()["filter"], "")
        self.hit(again, KEEP)
        self.assertEqual(self.hit(again, FIRST_KEPT)["filter"], "year=2024..")
        again.screenshot("applied")
        self.hit(again, DROP_FIRST)
        self.assertEqual(json.loads(kept.read_text(encoding="utf-8")), {})
        self.assertEqual(again.close(), 0)

    def test_side_by_side(self):
        window = self.open(*SITES_ONLY)
        start = window.settled()
        with window.hold("ctrl"):
            for row in range(5):
                window.click(FIRST_ROW[0], FIRST_ROW[1] + row * ROW)
        marked = window.settled()
        self.assertEqual(marked["selected"], "", "marking is not choosing")
        window.screenshot("marked")
        self.hit(window, COMPARE)
        window.screenshot("side-by-side")
        self.assertEqual(window.settled()["camera"], start["camera"])
        self.assertNotEqual(self.hit(window, FLY_TO_THEM)["camera"], start["camera"])
        self.assertEqual(window.close(), 0)

    def test_what_cannot_be_exported(self):
        window = self.open(*SITES_ONLY, "--filter", "text=nobody knows this word")
        window.settled()
        self.hit(window, EXPORT)
        self.typed(window, PATH, self.folder / "none.csv")
        window.screenshot("nothing-to-export")
        self.assertEqual(list(self.folder.glob("*.csv")), [])
        self.assertEqual(window.close(), 0)

        window = self.open(*SITES_ONLY, "--filter", "year=2024..")
        window.settled()
        self.hit(window, EXPORT)
        # A file that may not grow is to the program what a disk without room is.
        limit = resource.prlimit(window.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(window.process.pid, resource.RLIMIT_FSIZE, (20, limit[1]))
        window.to(*DO_EXPORT)
        window.click(*DO_EXPORT)
        time.sleep(1)
        window.screenshot("full-disk")
        self.assertEqual(list(self.folder.glob("*.csv")) + list(self.folder.glob(".yuzhong*")), [])
        resource.prlimit(window.process.pid, resource.RLIMIT_FSIZE, limit)
        self.assertEqual(window.settled()["filter"], "year=2024..")
        self.hit(window, DO_EXPORT)
        self.assertEqual(self.exported("sites.csv"), self.command_line("year=2024.."))
        self.assertEqual(window.close(), 0)

    def test_areas(self):
        window = self.open(*SITES_ONLY)
        window.settled()
        self.hit(window, MORE)
        window.wheel(180, 700, -30)
        self.hit(window, DRAW_AREA)
        for corner in CORNERS:
            self.hit(window, corner)
        window.key("Return")
        drawn = window.settled()["filter"]
        window.screenshot("area")
        self.assertRegex(drawn, r"^within=([0-9.]+ [0-9.]+,){3}[0-9.]+ [0-9.]+$")
        rows = self.command_line(drawn)
        self.assertGreater(len(rows), 3)
        self.assertLess(len(rows), 80)
        self.hit(window, EXPORT_UNDER_MORE)
        self.hit(window, DO_EXPORT)
        self.assertEqual(self.exported("sites.csv"), rows)
        self.hit(window, CLOSE_EXPORT)
        window.key("ctrl+z")
        self.assertEqual(window.settled()["filter"], "")

        view = self.hit(window, IN_VIEW)["filter"]
        self.assertRegex(view, r"^view=")
        window.wheel(800, 600, 6)
        nearer = window.settled()["filter"]
        self.assertRegex(nearer, r"^view=")
        self.assertNotEqual(nearer, view, "it follows the camera")
        self.assertLess(len(self.command_line(nearer)), len(self.command_line(view)))
        window.key("ctrl+z")
        self.assertEqual(window.settled()["filter"], "", "camera moves are no steps")
        self.assertEqual(window.close(), 0)


del WindowTest  # a base of others, not a test

if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    unittest.main()
