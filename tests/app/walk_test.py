"""A walkway is chosen, its card opened, and walked at eye height; what came of it is read from the session that Ctrl+S saves."""
import unittest

from display import leave_if_no_display_can_be_had
from window_test import HEADING, HEIGHT, Hands, moved

WALKWAY = "walkways:W05"
SIZE = ("--size", "1280x720", "--layers", "-sites,-landmarks,-streets,-scenes,-stations", "--select", WALKWAY)
# In the card on the right of a window of 1280x720: the button below the headline.
WALK = (946, 169)
# In the bar at the bottom.
LOOK = (640, 300)
EYE = 1.65


class WalkTest(Hands):
    def test_walk(self):
        window = self.open(*SIZE, "--reduced-motion")
        start = window.settled()
        window.screenshot("chosen")
        self.assertEqual(start["selected"], WALKWAY)
        window.click(*WALK)
        begun = window.settled()
        window.screenshot("begun")
        self.assertAlmostEqual(begun["camera"][HEIGHT], EYE, delta=0.05)
        self.assertGreater(moved(begun, start), 500)

        window.wheel(*LOOK, 5)
        further = window.settled()
        window.screenshot("further")
        self.assertAlmostEqual(further["camera"][HEIGHT], EYE, delta=0.05, msg="the eye follows the ground of the way")
        self.assertGreater(moved(further, begun), 10)
        self.assertLess(moved(further, begun), 20.5, "five notches of four metres, along a way that bends")

        window.to(*LOOK)
        window.drag(LOOK[0] + 200, LOOK[1])
        looked = window.settled()
        window.screenshot("looked")
        self.assertEqual(looked["camera"][:2], further["camera"][:2], "looking is not walking")
        self.assertGreater(abs(looked["camera"][HEADING] - further["camera"][HEADING]), 10)
        self.assertEqual(looked["selected"], WALKWAY, "a drag takes the card away from nobody")

        window.key("Escape")
        back = window.settled()
        window.screenshot("back")
        self.assertLess(moved(back, start), 1)
        self.assertAlmostEqual(back["camera"][HEIGHT], start["camera"][HEIGHT], delta=1)
        self.closes_well(window)

    def test_ways_out(self):
        window = self.open(*SIZE, "--reduced-motion")
        start = window.settled()
        window.click(*WALK)
        window.settled()
        window.key("Home")
        home = window.settled()
        self.assertLess(moved(home, start), 1, "a view of the map ends the walk")
        window.wheel(*LOOK, 2)
        zoomed = window.settled()
        self.assertLess(zoomed["camera"][HEIGHT], 0.9 * home["camera"][HEIGHT], "and the wheel zooms again")
        self.closes_well(window)


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    unittest.main()
