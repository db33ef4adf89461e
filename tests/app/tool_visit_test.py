"""A planner's visit: all tools in one window, kept and taken up again; and what a measurement snaps to."""
import csv
import json
import math
import subprocess
import unittest

from display import leave_if_no_display_can_be_had
from harness import SHARE
from tools_test import AREA, DISTANCE, EXPORT, EXPORT_AGAIN, SIZE, metres, tool
from window_test import CATALOG, Hands

POINT = (943, 72)
MIDDLE = (640, 368)  # where the place below the eye is seen: it never looks quite straight down
METRES = 0.378  # in a pixel, 400 m below the eye


def features(layer):
    answer = subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-t_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=12", "/vsistdout/",
                             SHARE / "data" / "district.gpkg", layer], capture_output=True, check=True).stdout
    return [f["geometry"] for f in json.loads(answer)["features"]]


def away(place, a, b):
    """Metres from a place to the straight line from one to another."""
    scale = math.cos(math.radians(place[1]))
    px, py, ax, ay, bx, by = (v * 111320 * (scale if i % 2 == 0 else 1) for i, v in enumerate((*place, *a, *b)))
    t = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 or 1)
    t = min(1, max(0, t))
    return math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay))


class ToolVisitTest(Hands):
    def over(self, place, layer, height=400):
        """A window that looks straight down at a place; all layers but one are off, so that nothing else is near."""
        self.write("over.toml", f'version = 1\ncamera = [{place[0]:.9f}, {place[1]:.9f}, {height}, 0, 90]\n'
                                'language = "en"\n[tools]\nopen = "measure"\n')
        off = ",".join("-" + entry["id"] for entry in CATALOG["layer"] if entry["id"] != layer)
        return self.open("--size", "1280x720", "--session", self.folder / "over.toml", "--reduced-motion", "--layers", off,
                         saves=self.folder / "over.toml")

    # Near a corner it is the corner that is measured, to the millimetre; beside an edge, a place on it.
    def test_points_snap_to_corners_and_edges(self):
        for layer, kind in (("landmarks", "Polygon"), ("streets", "LineString")):
            lines = [line for g in features(layer) if g and g["type"] == kind
                     for line in (g["coordinates"] if kind == "Polygon" else [g["coordinates"]])]
            sides = [(p, q) for line in lines for p, q in zip(line, line[1:])]
            a, b = max(sides, key=lambda side: metres(*side))
            self.assertGreater(metres(a, b), 60)
            # Along the edge, where nothing else is near.
            others = [side for side in sides if side != (a, b) and metres(side[0], a) < 300]
            parts = [(a[0] + (b[0] - a[0]) * d / metres(a, b), a[1] + (b[1] - a[1]) * d / metres(a, b)) for d in range(16, 56, 2)]
            there = max(parts, key=lambda part: min(away(part, *side) for side in others))
            window = self.over(a, layer)
            window.settled()
            east, north = (there[0] - a[0]) * math.cos(math.radians(a[1])) * 111320, (there[1] - a[1]) * 111320
            x, y = east / METRES, -north / METRES
            beside = 4 / math.hypot(x, y)
            for at in ((4, 3), (-3, 4), (x - y * beside, y + x * beside), (x + y * beside, y - x * beside)):
                window.click(*POINT)
                window.session()
                window.click(round(MIDDLE[0] + at[0]), round(MIDDLE[1] + at[1]))
            points = [m["points"][0] for m in window.settled()["tools"]["measurements"]]
            window.screenshot("snap-" + layer)
            self.assertEqual(len(points), 4)
            for point in points[:2]:
                self.assertLess(metres(point, a), 0.001, layer)
            for point in points[2:]:
                self.assertLess(away(point, a, b), 0.01, layer)  # straight on the map is not quite straight in degrees
                self.assertLess(metres(point, there), 10, layer)
            self.closes_well(window)

    # Seven tools one after the other, undone and done again, saved, opened again, and seen in the other language.
    def test_a_visit_is_kept(self):
        names = ['滨江路"到"观音岩', "地块, 甲"]
        lines = ([[106.548, 29.561], [106.557, 29.556], [106.563, 29.553]],
                 [[106.565, 29.558], [106.569, 29.558], [106.569, 29.555]])
        file = self.write("visit.toml", "version = 1\nlanguage = 'zh'\n" + "".join(
            f"[[tools.measurements]]\nkind = '{kind}'\nname = '{name}'\npoints = {line}\n"
            for kind, name, line in zip(("distance", "area"), names, lines)))
        words = ("--size", "1280x720", *SIZE[4:], "--session", file, "--reduced-motion")
        window = self.open(*words, saves=file)
        start = window.settled()
        self.assertEqual([m["name"] for m in start["tools"]["measurements"]], names)
        window.click(*tool(0))
        window.session()
        self.writes(window, "kept.csv", EXPORT)
        window.session()
        self.writes(window, "kept.geojson", EXPORT_AGAIN)
        window.screenshot("visit-measure")
        with open(self.folder / "kept.csv", newline="", encoding="utf-8") as table:
            self.assertEqual([row["name"] for row in csv.DictReader(table)], names)
        for name in ("kept.csv", "kept.geojson"):
            said = subprocess.run(["ogrinfo", "-al", self.folder / name], capture_output=True, text=True, check=True).stdout
            for word in names:
                self.assertIn(f"name (String) = {word}\n", said)
        window.click(*POINT)
        window.session()
        window.click(700, 300)
        window.click(*tool(1, shifted=True))
        window.session()
        window.click(960, 72)
        window.session()
        window.click(480, 300)
        window.click(760, 420)
        window.key("Return")
        window.click(*tool(2, shifted=True))
        window.session()
        with window.hold("ctrl"):
            window.click(1100, 72)
        window.key("ctrl+a")
        window.type("188.5")
        window.key("Return")
        window.click(*tool(3, shifted=True))
        window.session()
        window.click(1000, 72)  # Slope
        window.click(*tool(4, shifted=True))
        window.session()
        window.click(620, 380)
        window.key("Escape")
        window.click(*tool(5, shifted=True))
        window.session()
        window.click(936, 340)  # hours of sun
        window.click(*tool(6, shifted=True))
        window.session()
        window.click(960, 72)
        window.session()
        for x, y in ((620, 480), (650, 480), (650, 500), (620, 500)):
            window.click(x, y)
        window.key("Return")
        done = window.settled()
        window.screenshot("visit-zh")
        tools = done["tools"]
        self.assertEqual((len(tools["measurements"]), len(tools["profile"]["line"]), done["water"], tools["relief"]["kind"],
                          len(tools["sight"]["place"]), tools["sun"]["hours"], len(tools["proposals"])),
                         (3, 2, 188.5, "slope", 1, True, 1))
        window.key("ctrl+z")
        self.assertEqual(window.settled()["tools"]["proposals"], [])
        window.key("ctrl+z", "ctrl+z", "ctrl+z")
        undone = window.settled()
        self.assertNotEqual(undone["tools"], tools)
        window.key(*["ctrl+shift+z"] * 4)
        self.assertEqual(window.settled(), done)
        self.assertEqual(window.close(), 0)

        again = self.open(*words, saves=file)
        restored = again.settled()
        again.screenshot("visit-again")
        self.assertEqual({**restored, "camera": done["camera"]}, done)
        again.key("l")
        english = again.settled()
        again.screenshot("visit-en")
        self.assertEqual({**english, "language": "zh", "camera": done["camera"]}, done)
        self.closes_well(again)

    def writes(self, window, name, place):
        window.click(*place)
        window.key("ctrl+a")
        window.type(str(self.folder / name))
        window.key("Return")
        window.wait_for(lambda: (self.folder / name).exists())


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    unittest.main()
