"""Real fingers on a real (test) touch screen: what each gesture does to the map and to a list."""
import sys
import time
import unittest

import touchscreen
from display import SKIPPED, Window, leave_if_no_display_can_be_had
from harness import AppTest
from window_test import HEADING, HEIGHT, LAT, LON, PITCH, SIZE, moved

SCREEN = (900, 600)
MAP = (640, 420)


class TouchTest(AppTest):
    @classmethod
    def setUpClass(cls):
        cls.display = touchscreen.TouchScreen(*SCREEN)
        cls.addClassCleanup(cls.display.close)

    def open(self, *arguments):
        window = Window(self, self.display, *SIZE, *arguments)
        self.display.xdotool("windowmove", "--sync", window.id, 0, 0)
        return window

    def test_one_finger(self):
        window = self.open()
        start = window.settled()
        self.display.hands(((640, 420), (760, 380)))
        panned = window.settled()
        self.assertGreater(moved(panned, start), 60)
        self.assertAlmostEqual(panned["camera"][HEADING], start["camera"][HEADING], delta=0.1)
        self.assertEqual(panned["camera"][PITCH], start["camera"][PITCH])
        self.assertEqual(panned["selected"], "")

        # A finger that rests, then moves: orbit, as with the right button.
        self.display.touch(1, touchscreen.BEGIN, *MAP)
        time.sleep(0.9)
        for step in range(12):
            self.display.touch(1, touchscreen.UPDATE, MAP[0] + 10 * step, MAP[1] + 3 * step)
            time.sleep(0.02)
        self.display.touch(1, touchscreen.END, MAP[0] + 110, MAP[1] + 33)
        orbited = window.settled()
        self.assertGreater(abs(orbited["camera"][HEADING] - panned["camera"][HEADING]), 15)
        self.assertGreater(abs(orbited["camera"][PITCH] - panned["camera"][PITCH]), 4)

        self.display.tap(*MAP)
        time.sleep(0.1)
        self.display.tap(MAP[0] + 3, MAP[1] - 2)
        self.assertLess(window.settled()["camera"][HEIGHT], 0.7 * orbited["camera"][HEIGHT], "a double tap comes nearer")
        self.assertEqual(window.close(), 0)

    def test_two_fingers(self):
        window = self.open()
        start = window.settled()
        self.display.hands(((600, 350), (520, 290)), ((680, 410), (760, 470)))
        near = window.settled()
        self.assertLess(near["camera"][HEIGHT], 0.75 * start["camera"][HEIGHT])
        self.assertAlmostEqual(near["camera"][HEADING], start["camera"][HEADING], delta=3)
        self.display.hands(((520, 290), (600, 350)), ((760, 470), (680, 410)))
        self.assertAlmostEqual(window.settled()["camera"][HEIGHT], start["camera"][HEIGHT], delta=0.15 * start["camera"][HEIGHT])

        before = window.settled()
        self.display.hands(((560, 400), (580, 320)), ((720, 400), (700, 480)))  # clockwise
        turned = window.settled()
        change = (turned["camera"][HEADING] - before["camera"][HEADING] + 180) % 360 - 180
        self.assertLess(change, -20, "the map turns with the fingers: the camera the other way")
        self.display.hands(((560, 380), (560, 440)), ((720, 380), (720, 440)))
        tilted = window.settled()
        self.assertGreater(tilted["camera"][PITCH], turned["camera"][PITCH] + 6, "down: more from above")
        self.assertAlmostEqual(tilted["camera"][HEADING], turned["camera"][HEADING], delta=0.5)
        self.assertEqual(tilted["selected"], "")
        self.assertEqual(window.close(), 0)

    def test_a_list_is_pushed_and_tapped(self):
        window = self.open("--reduced-motion")
        window.settled()
        self.display.tap(180, 535)
        first = window.settled()
        self.assertTrue(first["selected"].startswith("sites:"), first["selected"])
        self.display.hands(((180, 560), (184, 470)))
        self.assertEqual(window.settled()["selected"], first["selected"], "a push chooses nothing")
        for y in (535, 525, 545):  # between two rows lies nothing
            self.display.tap(180, y)
            second = window.settled()
            if second["selected"] != first["selected"]:
                break
        self.assertTrue(second["selected"].startswith("sites:"))
        self.assertNotEqual(second["selected"], first["selected"], "the list has moved under the finger")
        self.assertEqual(window.close(), 0)


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    if touchscreen.MISSING:
        print(f"skipped: no touch screen without {' and '.join(touchscreen.MISSING)}")
        sys.exit(SKIPPED)
    unittest.main()
