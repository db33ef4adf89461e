"""The planner's tools in the real window: what is drawn by hand is read from the session that Ctrl+S saves."""
import math
import unittest

from display import leave_if_no_display_can_be_had
from window_test import Hands

SIZE = ("--size", "1280x720", "--lang", "en", "--view", "top", "--layers", "-sites,-landmarks,-streets,-scenes,-stations")
# The bar below the compass, in a window of 1280x720; with a panel open it stands left of that.
BAR_X, BAR_Y, STEP, SHIFT = 1245, 178, 36, 372
DISTANCE, AREA = (1002, 72), (1059, 72)


def tool(number, shifted=False):
    return BAR_X - (SHIFT if shifted else 0), BAR_Y + STEP * number


def metres(a, b):
    """Between two places of degrees near each other, by the ellipsoid's two radii of curvature."""
    latitude = math.radians((a[1] + b[1]) / 2)
    e2 = 0.00669437999
    w = 1 - e2 * math.sin(latitude) ** 2
    north = 6378137 * (1 - e2) / w ** 1.5
    east = 6378137 / math.sqrt(w) * math.cos(latitude)
    return math.hypot(math.radians(b[1] - a[1]) * north, math.radians(b[0] - a[0]) * east)


class ToolsTest(Hands):
    def test_measures(self):
        window = self.open(*SIZE, "--reduced-motion")
        self.assertEqual(window.settled()["tools"]["measurements"], [])
        window.click(*tool(0))
        self.assertEqual(window.settled()["tools"]["open"], "measure")
        window.screenshot("measure-empty")
        window.click(*DISTANCE)
        window.settled()
        window.click(480, 300)
        window.settled()
        window.click(600, 300)
        window.settled()
        window.screenshot("measure-drawing")
        window.click(700, 420)
        window.settled()
        window.key("Return")
        kept = window.settled()["tools"]["measurements"]
        window.screenshot("measure-distance")
        self.assertEqual([m["kind"] for m in kept], ["distance"])
        self.assertEqual(len(kept[0]["points"]), 3)
        window.click(*AREA)
        window.settled()
        for x, y in ((450, 400), (560, 400), (560, 500)):
            window.click(x, y)
        window.click(450, 500)
        window.key("Return")
        both = window.settled()
        window.screenshot("measure-area")
        self.assertEqual([m["kind"] for m in both["tools"]["measurements"]], ["distance", "area"])
        self.assertEqual(both["selected"], "", "clicks of a tool choose nothing")
        window.click(*DISTANCE)
        window.settled()
        window.click(500, 350)
        window.key("Escape")
        self.assertEqual(len(window.settled()["tools"]["measurements"]), 2, "given up")
        window.key("Escape")
        self.assertEqual(window.settled()["tools"]["open"], "", "a second Escape closes the panel")
        self.closes_well(window)

    def test_profile_flood_and_relief(self):
        window = self.open(*SIZE, "--reduced-motion")
        window.settled()
        window.click(*tool(1))
        window.settled()
        window.click(960, 72)  # Draw a line
        window.settled()
        window.click(480, 300)
        window.click(760, 420)
        window.key("Return")
        line = window.settled()["tools"]["profile"]["line"]
        self.assertEqual(len(line), 2)
        self.assertGreater(metres(*line), 500)
        window.to(600, 560)
        window.screenshot("profile")
        window.click(*tool(2, shifted=True))
        before = window.settled()
        self.assertEqual(before["tools"]["open"], "flood")
        window.click(1180, 72)  # far up the slider
        risen = window.settled()
        window.screenshot("flood")
        self.assertGreater(risen["water"], before["water"] + 10)
        self.assertLess(risen["water"], 200)
        window.click(*tool(3, shifted=True))
        window.settled()
        window.click(1000, 72)  # Slope
        self.assertEqual(window.settled()["tools"]["relief"]["kind"], "slope")
        window.screenshot("relief")
        window.click(*tool(7, shifted=True))
        window.settled()
        window.click(960, 72)  # Draw the plot
        window.settled()
        for x, y in ((480, 300), (600, 300), (600, 400), (480, 400)):
            window.click(x, y)
        window.key("Return")
        plot = window.settled()["tools"]["earthwork"]["plot"]
        window.screenshot("earthwork")
        self.assertEqual(len(plot), 4)
        window.click(*tool(8, shifted=True))
        window.settled()
        window.click(560, 350)  # it waits for a place
        window.key("Escape")
        state = window.settled()["tools"]
        window.screenshot("skyline")
        self.assertEqual((state["open"], len(state["skyline"]["place"])), ("skyline", 1))
        self.closes_well(window)

    def test_sight_follows_the_place_that_is_dragged(self):
        window = self.open(*SIZE, "--reduced-motion")
        window.settled()
        window.click(*tool(4))
        window.settled()
        window.click(520, 380)  # it waits for a place
        first = window.settled()["tools"]["sight"]["place"]
        window.screenshot("sight")
        window.to(520, 380)
        window.display.xdotool("mousedown", 1)
        for step in range(1, 13):
            window.to(520 + 12 * step, 380 - 4 * step)
            if step == 6:
                window.screenshot("sight-dragged")
                half = window.session()["tools"]["sight"]["place"]
        window.display.xdotool("mouseup", 1)
        last = window.settled()["tools"]["sight"]["place"]
        window.screenshot("sight-let-go")
        self.assertGreater(metres(first[0], half[0]), 50, "the place goes with the hand, not only at its end")
        self.assertGreater(metres(half[0], last[0]), 50)
        self.closes_well(window)


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    unittest.main()
