"""Map on one monitor, panels on another: real windows on two monitors of a real X server, with fingers."""
import sys
import unittest

import touchscreen
from display import SKIPPED, Window, ask_to_close, leave_if_no_display_can_be_had
from exhibit import IDLE, WARNING, Exhibit, ExhibitTest, vermilion
from monitor import Monitor

MAP = (1100, 620)      # at the left, lying
PANELS = (560, 960)    # beside it, standing
INVITATIONS = ((MAP[0] // 2, 40), (MAP[0] + PANELS[0] // 2, PANELS[1] // 2 + 6))
BOTH = [(0, 0, *MAP), (MAP[0], 0, *PANELS)]
SITE, PLANNER_SITE = (1197, 756), (1197, 818)  # in the list of the panels' screen
LANGUAGE = (1462, 919)                         # in the visit's bar there
DIMMED = ((30, 300), (1130, 60))               # map, panels


class TwoScreens(touchscreen.TouchScreen):
    def __init__(self):
        super().__init__(MAP[0] + PANELS[0], max(MAP[1], PANELS[1]))
        self.first, self.second = Monitor(self.name), Monitor(self.name, 1, (MAP[0], 0))
        self.plug_in()

    def plug_in(self):
        self.first.plug_in(*MAP)
        self.second.plug_in(*PANELS)

    def boxes(self):
        """Left, top, width, height of the windows that are shown, by their number."""
        boxes = {}
        for window in self.xdotool("search", "--onlyvisible", "--class", "yuzhong").split():
            words = dict(line.split("=") for line in self.xdotool("getwindowgeometry", "--shell", window).splitlines())
            boxes[int(window)] = tuple(int(words[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
        return boxes

    def windows(self):
        return sorted(self.boxes().values())


class TwoScreensExhibit(Exhibit):
    def attracts(self):
        return all(vermilion(self.display.pixel(*place)) for place in INVITATIONS)

    def bar(self, left, width, height):
        """Whether the visit's bar is at the lower edge there, and nobody is invited."""
        return not vermilion(self.display.pixel(*INVITATIONS[0])) and sum(self.display.pixel(left + width // 2, height - 20)) < 200

    def on_map(self):
        return self.bar(0, *MAP)

    def beside(self):
        return not self.on_map() and self.bar(MAP[0], *PANELS)

    def look(self):
        return self.colours(0, *MAP) + self.colours(MAP[0], *PANELS)

    def colours(self, left, width, height):
        return [self.display.pixel(x, y) for x in range(left + 15, left + width, 40) for y in range(15, height, 40)]


class ScreensTest(ExhibitTest):
    @classmethod
    def setUpClass(cls):
        cls.display = TwoScreens()
        cls.addClassCleanup(cls.display.close)

    def changed(self, before, after):
        return sum(a != b for a, b in zip(before, after)) / len(before)

    def assertNorth(self, window):
        heading = window.settled()["camera"][3]
        self.assertAlmostEqual((heading + 180) % 360 - 180, 0, delta=1.5, msg="up is the grid's north")

    def test_map_and_panels_of_an_exhibit(self):
        self.settings(map_screen=1, panel_screen='"DUMMY1"')
        exhibit = TwoScreensExhibit(self, self.display)
        exhibit.screenshot("screens-attract")
        self.assertEqual(self.display.windows(), BOTH)
        self.display.tap(*SITE)  # only begins the visit
        exhibit.wait_for(exhibit.beside)
        before = exhibit.rests()
        self.display.tap(*SITE)
        exhibit.wait_for(lambda: self.changed(before, exhibit.look()) > 0.2)
        before = exhibit.rests()
        self.display.tap(*LANGUAGE)
        exhibit.wait_for(lambda: self.changed(before, exhibit.look()) > 0.01)
        exhibit.rests()
        exhibit.screenshot("screens-card-en")
        panels, map_ = exhibit.colours(MAP[0], *PANELS), exhibit.colours(0, *MAP)
        self.display.hands(((500, 400), (700, 330)))
        exhibit.wait_for(lambda: self.changed(map_, exhibit.colours(0, *MAP)) > 0.3)  # a finger on the map moves it …
        self.assertLess(self.changed(panels, exhibit.colours(MAP[0], *PANELS)), 0.05, "… and nothing else")

        conditions = lambda: [self.display.pixel(x, y) for x in range(MAP[0] + 20, MAP[0] + 540, 6) for y in range(150, 250, 4)]  # noqa: E731
        before = conditions()
        self.display.hands(((1300, 245), (1300, 165)))  # the conditions are pushed up
        exhibit.wait_for(lambda: self.changed(before, conditions()) > 0.02)
        exhibit.rests()
        panels, before = exhibit.colours(MAP[0], *PANELS), conditions()
        self.display.second.unplug()
        exhibit.wait_for(lambda: self.display.windows() == BOTH[:1] and exhibit.on_map())
        self.assertIn("the panels are in the map's window: screen DUMMY1", exhibit.words())
        exhibit.screenshot("screens-unplugged")
        self.display.second.plug_in(*PANELS)
        exhibit.wait_for(lambda: self.display.windows() == BOTH and exhibit.beside())
        self.assertEqual(exhibit.words().count("the panels are on screen DUMMY1"), 2)
        exhibit.rests()
        exhibit.screenshot("screens-again")
        self.assertLess(self.changed(panels, exhibit.colours(MAP[0], *PANELS)), 0.01, "the panels are as they were left")
        self.assertLess(self.changed(before, conditions()), 0.01)
        self.display.first.unplug()
        exhibit.wait_for(lambda: self.display.windows() == BOTH[1:])
        exhibit.rests()
        self.display.tap(MAP[0] + 280, 300)  # the map is here now, and lives
        self.display.first.plug_in(*MAP)
        exhibit.wait_for(lambda: self.display.windows() == BOTH and exhibit.beside())

        self.display.tap(300, 500)
        exhibit.rests()
        bright = [sum(self.display.pixel(*place)) for place in DIMMED]
        self.let_pass(IDLE)
        exhibit.wait_for(lambda: all(sum(self.display.pixel(*place)) < 0.62 * before for place, before in zip(DIMMED, bright)))
        exhibit.screenshot("screens-warning")
        self.let_pass(WARNING)
        exhibit.wait_for(exhibit.attracts)
        exhibit.wait_for(lambda: exhibit.counted("visit") == 1)
        self.assertEqual(exhibit.counted("language"), 1)
        self.assertGreaterEqual(exhibit.counted("feature"), 1)

        self.display.xdotool("mousemove", 300, 300, "click", 1)  # the mouse on the other screen begins one as well
        exhibit.wait_for(exhibit.beside)
        exhibit.rests()
        bright = sum(self.display.pixel(*DIMMED[0]))
        self.display.touch(1, touchscreen.BEGIN, MAP[0] + 12, PANELS[1] - 12)
        exhibit.wait_for(lambda: sum(self.display.pixel(*DIMMED[0])) < 0.62 * bright)
        self.display.touch(1, touchscreen.END, MAP[0] + 12, PANELS[1] - 12)
        exhibit.rests()
        exhibit.screenshot("screens-operator")
        self.assertIsNone(exhibit.process.poll())

    def test_panels_of_a_planner(self):
        window = Window(self, self.display, "--panel-screen", "2", "--size", "1000x600", "--reduced-motion")
        self.assertEqual(self.display.windows(), [(0, 0, 1000, 600), BOTH[1]])
        window.settled()  # until the panels are laid out there is nothing to press
        self.display.tap(*PLANNER_SITE)
        chosen = window.settled()
        self.assertTrue(chosen["selected"].startswith("sites:"), chosen["selected"])
        # Keys go where a hand was last: into the search, then to the map.
        self.display.tap(MAP[0] + 280, 30)
        window.settled()
        window.type("wwnn")
        self.assertEqual(window.settled()["camera"], chosen["camera"])
        window.screenshot("screens-planner")
        self.display.tap(500, 560)
        window.settled()
        window.key("n")
        self.assertNorth(window)
        panels = next(window for window, box in self.display.boxes().items() if box == BOTH[1])
        ask_to_close(self.display.name, panels)
        window.wait_for(lambda: self.display.windows() == [(0, 0, 1000, 600)])
        self.assertNorth(window)  # and it answers


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    if touchscreen.MISSING:
        print(f"skipped: no second monitor without {' and '.join(touchscreen.MISSING)}")
        sys.exit(SKIPPED)
    unittest.main()
