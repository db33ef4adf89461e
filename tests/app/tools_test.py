"""The planner's tools in the real window: what is drawn by hand is read from the session that Ctrl+S saves."""
import csv
import json
import math
import unittest

from display import leave_if_no_display_can_be_had
from window_test import Hands

SIZE = ("--size", "1280x720", "--lang", "en", "--view", "top", "--layers", "-sites,-landmarks,-streets,-scenes,-stations")
# The bar below the compass, in a window of 1280x720; with a panel open it stands left of that.
BAR_X, BAR_Y, STEP, SHIFT = 1245, 178, 36, 372
DISTANCE, AREA = (1002, 72), (1059, 72)
EXPORT = (1000, 623)  # the field at a panel's foot
EXPORT_AGAIN = (1000, 600)  # with the words below it that the last file is written


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

    def draws_a_line(self, window):
        """In the open panel of the profile."""
        window.click(960, 72)  # Draw a line
        window.settled()
        window.click(480, 300)
        window.click(760, 420)
        window.key("Return")
        return window.settled()["tools"]["profile"]["line"]

    def test_profile_flood_and_relief(self):
        window = self.open(*SIZE, "--reduced-motion")
        window.settled()
        window.click(*tool(1))
        window.settled()
        line = self.draws_a_line(window)
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

    # What a panel writes is what the command line says of the same place.
    def test_exports_agree_with_the_command_line(self):
        window = self.open(*SIZE, "--reduced-motion")
        window.settled()
        window.click(*tool(0))
        window.settled()
        window.click(*DISTANCE)
        window.settled()
        window.click(480, 300)
        window.click(700, 420)
        window.key("Return")
        window.settled()
        self.exports(window, "lines.csv")
        self.exports(window, "lines.geojson", EXPORT_AGAIN)
        points = window.settled()["tools"]["measurements"][0]["points"]
        ends = [f"{x:.9f},{y:.9f}" for x, y in points]
        self.expect(0, "analyse", "measure", "--points", *ends, "--extrapolated", "--out", "cli.csv")
        mine, other = self.rows("lines.csv")[0], self.rows("cli.csv")[0]
        for field, same, delta in (("length_ellipsoid_m", "geodesic_m", 0.01), ("length_map_plane_m", "plane_m", 0.01),
                                   ("bearing_deg", "bearing_deg", 0.01), ("length_ground_m", "ground_m", 1), ("rise_m", "rise_m", 0.2)):
            self.assertAlmostEqual(float(mine[field]), float(other[same]), delta=delta, msg=field)
        self.assertIn("SRTM", mine["source"])
        whole = json.loads((self.folder / "lines.geojson").read_text(encoding="utf-8"))
        self.assertEqual([f["geometry"]["type"] for f in whole["features"]], ["LineString"])
        self.assertAlmostEqual(whole["features"][0]["properties"]["length_ellipsoid_m"], float(mine["length_ellipsoid_m"]), delta=1e-6)
        self.assertIn("SRTM", whole["provenance"]["source"])

        window.click(*tool(1, shifted=True))
        window.settled()
        line = self.draws_a_line(window)
        window.screenshot("profile-export")
        self.exports(window, "profile.csv")
        self.exports(window, "profile.png", EXPORT_AGAIN)
        self.assertEqual((self.folder / "profile.png").read_bytes()[1:4], b"PNG")
        ends = [f"{x:.9f},{y:.9f}" for x, y in line]
        self.expect(0, "analyse", "profile", "--from", ends[0], "--to", ends[1], "--extrapolated", "--out", "section.csv")
        mine, other = self.rows("profile.csv"), self.rows("section.csv")
        self.assertEqual(len(mine), len(other))
        for a, b in zip(mine, other):
            self.assertAlmostEqual(float(a["distance_m"]), float(b["distance_m"]), delta=0.02)
            self.assertAlmostEqual(float(a["height_m"]), float(b["height_m"]), delta=0.05)
        self.closes_well(window)

    def exports(self, window, name, place=EXPORT):
        """Types a name into the field at the panel's foot."""
        window.click(*place)
        window.key("ctrl+a")
        window.type(str(self.folder / name))
        window.key("Return")
        window.wait_for(lambda: (self.folder / name).exists())
        window.session()
        window.screenshot("export-" + name)

    def rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

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
