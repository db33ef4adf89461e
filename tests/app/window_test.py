"""The window under hands: xdotool moves the pointer and types on a display of its own; what came of it is read from the
session that Ctrl+S saves. With YUZHONG_SCREENSHOTS=FOLDER every step leaves a picture there for the eye."""
import time
import tomllib
import unittest

from harness import SHARE
from display import WindowTest, leave_if_no_display_can_be_had

LON, LAT, HEIGHT, HEADING, PITCH = range(5)
# Where things are in a window of 900x600 at 96 dpi: the panel is 360 points wide on the left.
MAP = (640, 420)
NOTHING = (450, 540)
MIDDLE = (450, 300)
LANGUAGE = (311, 38)
FIRST_OF_LIST = (180, 561)
CLUSTER = (755, 213)  # the largest, seen from above

CATALOG = tomllib.loads((SHARE / "catalog.toml").read_text(encoding="utf-8"))
VIEWS = CATALOG["view"]
# Of the layers only the sites: a click beside a pin is then a click on nothing, and frames are quick.
SIZE = ("--size", "900x600", "--layers", ",".join(f"-{layer['id']}" for layer in CATALOG["layer"] if layer["kind"] != "sites"))
AT_ONCE = (*SIZE, "--reduced-motion")


def moved(a, b):
    """Metres, roughly, that the eye went over the ground."""
    return ((a["camera"][LON] - b["camera"][LON]) ** 2 * 96900 ** 2 + (a["camera"][LAT] - b["camera"][LAT]) ** 2 * 110900 ** 2) ** 0.5


class Hands(WindowTest):
    def closes_well(self, window):
        self.assertEqual(window.close(), 0)
        self.assertEqual(window.words(), [])

    def shows(self, session, camera):
        for value, wanted in zip(session["camera"], camera, strict=True):
            self.assertAlmostEqual(value, wanted, delta=1e-6 * max(1, abs(wanted)))


class WindowHandsTest(Hands):
    def test_pointer(self):
        window = self.open(*SIZE)
        start = window.settled()
        window.screenshot("start")
        self.shows(start, VIEWS[0]["camera"])

        window.to(*MAP)
        window.drag(MAP[0] + 150, MAP[1] - 60)
        panned = window.settled()
        window.screenshot("panned")
        self.assertGreater(moved(panned, start), 80)
        self.assertAlmostEqual(panned["camera"][HEADING], start["camera"][HEADING], delta=0.1)
        self.assertEqual(panned["camera"][PITCH], start["camera"][PITCH])
        self.assertEqual(panned["selected"], "", "a drag is no click")

        window.to(*MAP)
        window.drag(MAP[0] + 120, MAP[1] + 60, button=3)
        orbited = window.settled()
        window.screenshot("orbited")
        self.assertGreater(abs(orbited["camera"][HEADING] - panned["camera"][HEADING]), 15)
        self.assertGreater(abs(orbited["camera"][PITCH] - panned["camera"][PITCH]), 5)

        window.wheel(*MAP, 3)
        near = window.settled()
        window.screenshot("zoomed")
        self.assertLess(near["camera"][HEIGHT], 0.75 * orbited["camera"][HEIGHT])
        window.wheel(*MAP, -3)
        self.assertAlmostEqual(window.settled()["camera"][HEIGHT], orbited["camera"][HEIGHT], delta=0.02 * orbited["camera"][HEIGHT])

        window.click(*MAP, times=2)
        there = window.settled()
        window.screenshot("double-clicked")
        self.assertLess(there["camera"][HEIGHT], 0.6 * orbited["camera"][HEIGHT])
        self.closes_well(window)

    def test_choosing_sites(self):
        window = self.open(*AT_ONCE)
        start = window.settled()
        window.click(*FIRST_OF_LIST)
        chosen = window.settled()
        window.screenshot("chosen-from-the-list")
        self.assertTrue(chosen["selected"].startswith("sites:"), chosen["selected"])
        self.assertGreater(moved(chosen, start), 100)
        self.assertLess(chosen["camera"][HEIGHT], 700, "it flew there")

        window.key("Escape")
        self.assertEqual(window.settled()["selected"], "")
        # The chosen pin stands in the middle now; its disc is above its foot.
        for y in range(MIDDLE[1] - 10, MIDDLE[1] - 110, -10):
            window.click(MIDDLE[0], y)
            if window.settled()["selected"]:  # resting also keeps two clicks from being a double click
                break
        self.assertEqual(window.session()["selected"], chosen["selected"])
        window.screenshot("chosen-on-the-map")
        # A click on nothing closes the card.
        window.click(*NOTHING)
        self.assertEqual(window.settled()["selected"], "")
        self.closes_well(window)

    def test_panels_leave_the_map(self):
        """Where hands change panels alone the map is shown again: to the last bit, until something of it changes."""
        for samples in (1, 4):  # the window's own are resolved
            window = self.open(*AT_ONCE, "--samples", samples)
            looks = lambda: [self.display.pixel(x, y) for x in range(400, 820, 7) for y in range(70, 400, 7)]
            window.to(200, 70)
            window.settled()
            window.screenshot(f"drawn-{samples}")
            drawn = looks()
            self.assertGreater(len(set(drawn)), 50)
            for place in ((180, 38), (200, 70), (180, 38)):
                window.to(*place)
                window.key("F9")
            window.settled()
            window.screenshot(f"shown-{samples}")
            self.assertEqual(looks(), drawn)
            window.wheel(*MAP, 2)
            window.settled()
            self.assertNotEqual(looks(), drawn)
            window.key("1")
            window.to(200, 70)
            window.settled()
            alike = sum(map(lambda a, b: a == b, looks(), drawn))  # which names stand may depend on the way here
            self.assertGreater(alike, 0.95 * len(drawn))
            self.closes_well(window)

    def test_a_cluster_opens(self):
        window = self.open(*AT_ONCE, "--view", "top")
        start = window.settled()
        window.screenshot("from-above")
        looks = lambda: [self.display.pixel(x, CLUSTER[1] - 12) for x in range(CLUSTER[0] - 35, CLUSTER[0] + 36)]
        still = looks()
        window.to(*CLUSTER)
        window.settled()
        window.screenshot("cluster-lit")
        self.assertNotEqual(looks(), still, "what a click would open is lit")
        lit = set(looks()) - set(still)
        window.to(*NOTHING)
        window.settled()
        self.assertEqual(looks(), still)
        for _ in range(40):  # undisclosed ones of the largest cluster are in the list below
            if set(looks()) & lit:
                break
            window.wheel(*FIRST_OF_LIST, -1)
            window.settled()
        window.screenshot("cluster-lit-from-the-list")
        self.assertTrue(set(looks()) & lit, "a row under the pointer lights the cluster that stands for it")
        window.click(*CLUSTER)
        there = window.settled()
        window.screenshot("cluster-opened")
        self.assertEqual(there["selected"], "", "a cluster is no site")
        self.assertLess(there["camera"][HEIGHT], 0.5 * start["camera"][HEIGHT], "it flew to its members")
        self.closes_well(window)

    def test_the_panel_keeps_what_is_meant_for_it(self):
        window = self.open(*AT_ONCE)
        start = window.settled()
        self.assertEqual(start["language"], "zh")
        window.wheel(*FIRST_OF_LIST, -3)
        window.wheel(180, 200, 3)
        window.to(180, 200)
        window.drag(260, 260)
        self.assertEqual(window.settled()["camera"], start["camera"])
        window.click(*LANGUAGE)
        self.assertEqual(window.settled()["language"], "en")
        window.screenshot("english")
        window.key("l")
        self.assertEqual(window.session()["language"], "zh")
        for place in (MAP, FIRST_OF_LIST, LANGUAGE, MIDDLE):
            window.click(*place, times=10)
        window.screenshot("ten-clicks")
        self.assertGreater(window.settled()["camera"][HEIGHT], 1)
        self.closes_well(window)

    def test_keys(self):
        window = self.open(*AT_ONCE)
        start = window.settled()
        window.key("2")
        second = window.settled()
        self.shows(second, VIEWS[1]["camera"])
        self.assertGreater(moved(second, start), 1000)
        window.key("n")
        self.assertAlmostEqual(abs((window.settled()["camera"][HEADING] + 180) % 360 - 180), 0, delta=1.6)  # the grid's north
        window.key("Home")
        self.shows(window.settled(), start["camera"])
        before = window.session()
        self.display.xdotool("keydown", "w")
        time.sleep(0.5)
        self.display.xdotool("keyup", "w")
        self.assertGreater(moved(window.settled(), before), 20)
        window.key("ctrl+equal")
        self.assertEqual(window.settled()["type_scale"], 1.25)
        window.key("ctrl+0")
        self.assertEqual(window.settled()["type_scale"], 1)
        # Arrows lead about in a panel that was entered, and move the map again when it was left.
        before = window.session()["camera"]
        window.key("F6")
        window.key("Down", "Right")
        self.assertEqual(window.settled()["camera"], before)
        window.key("Escape")
        self.display.xdotool("keydown", "Up")
        time.sleep(0.5)
        self.display.xdotool("keyup", "Up")
        self.assertNotEqual(window.settled()["camera"], before)
        for key in ("F1", "F3", "Tab", "Tab", "F1"):
            window.key(key)
            time.sleep(0.2)
            window.screenshot(f"after-{key}")
        self.closes_well(window)

    def test_hands_that_know_no_rest(self):
        window = self.open(*AT_ONCE)
        window.to(*MAP)
        for button in (1, 3, 2):
            self.display.xdotool("mousedown", button)
        for x, y in ((1270, 10), (5, 715), (900, 200), (640, 719)):
            window.to(x, y)
        self.display.xdotool("click", "--repeat", 5, 4)
        for button in (3, 1, 2):
            self.display.xdotool("mouseup", button)
        window.wheel(*MAP, 40)
        window.wheel(*MAP, -60)
        window.screenshot("wild")
        self.assertGreater(window.settled()["camera"][HEIGHT], 1)
        window.key("Home")
        self.shows(window.settled(), VIEWS[0]["camera"])
        self.closes_well(window)

    def test_a_saved_session_opens_again(self):
        window = self.open(*SIZE, "--view", "top", "--select", "P001", "--filter", "industry=文旅产业", "--water", "180")
        window.click(*LANGUAGE)
        saved = window.settled()
        self.assertEqual((saved["selected"], saved["filter"], saved["water"]), ("sites:P001", "industry=文旅产业", 180))
        file = self.write("mine.toml", window.saved.read_bytes())
        self.closes_well(window)
        again = self.open(*SIZE, "--session", file, saves=file)
        restored = again.settled()
        self.shows(restored, saved["camera"])
        restored["camera"] = saved["camera"]
        self.assertEqual(restored, saved)
        self.closes_well(again)


    def test_after_a_crash_it_asks(self):
        window = self.open(*AT_ONCE)
        state = self.folder / "state/yuzhong"
        window.key("l", "4")
        window.wait_for(lambda: any('language = "en"' in file.read_text(encoding="utf-8") for file in state.glob("window-*.toml")))
        seen = window.settled()
        window.wait_for(lambda: any(tomllib.loads(file.read_text(encoding="utf-8"))["camera"] == seen["camera"]
                                    for file in state.glob("window-*.toml")))
        window.kill()
        again = self.open(*AT_ONCE)
        fresh = again.settled()
        again.screenshot("lost")
        self.shows(fresh, VIEWS[0]["camera"])
        again.key("Return")
        restored = again.settled()
        again.screenshot("restored")
        self.shows(restored, seen["camera"])
        self.assertEqual(restored["language"], "en")
        self.assertEqual(restored["layers"], seen["layers"])
        self.closes_well(again)
        self.assertEqual(list(state.glob("window-*")), [], "nothing is left to ask about")

    def test_a_driver_that_gives_up(self):
        window = self.open(*AT_ONCE, "--lang", "en", **self.fake_machine())
        window.key("l", "4")
        seen = window.settled()
        time.sleep(3)  # a driver that gives up earlier is left alone
        lose = lambda name: (self.fake / name).write_text(str(window.process.pid), encoding="utf-8")  # noqa: E731
        lose("lost")
        window.wait_for(lambda: "yuzhong: The graphics driver was reset; what was on the map is kept." in window.words())
        window.id = int(window.wait_for(lambda: self.display.xdotool("search", "--onlyvisible", "--pid", window.process.pid)))
        self.display.xdotool("windowfocus", "--sync", window.id)
        window.session()
        window.screenshot("driver-gave-up")
        window.key("Return")
        restored = window.settled()
        self.shows(restored, seen["camera"])
        self.assertEqual(restored["language"], "zh")
        time.sleep(3)
        lose("broken")  # the next window comes to the same end: that one is the last
        self.assertEqual(window.process.wait(60), 1)
        self.assertIn("next start asks whether to go on", window.words()[-1])
        self.assertEqual(len(list((self.folder / "state/yuzhong").glob("window-*.toml"))), 1)


class WindowSizesTest(Hands):
    screen = (3840, 2160)

    def test_sizes(self):
        window = self.open("--size", "1280x720")
        for width, height in ((320, 240), (3840, 2160), (160, 120), (2000, 130)):
            window.resize(width, height)
            window.settled()
            window.screenshot(f"{width}x{height}")
        self.shows(window.session(), VIEWS[0]["camera"])
        self.closes_well(window)


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    unittest.main()
