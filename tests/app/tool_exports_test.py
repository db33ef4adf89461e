"""What the planner's panels write, driven by hand, held against `yuzhong analyse` and GDAL for the same parameters."""
import array
import csv
import json
import resource
import subprocess
import time
import unittest

from display import leave_if_no_display_can_be_had
from tools_test import SIZE, tool
from window_test import Hands

FIELD = 1060  # where the export fields of the panels lie, from the left
RELIEF, FLOOD, SUN, SIGHT, SKYLINE, PROPOSAL = 420, 575, 614, 602, 200, 426  # and from the top
ASPECT, HILLSHADE, EARTHWORK = 376, 219, 561


def run(*arguments):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, check=True).stdout


def metadata(path):
    return json.loads(run("gdalinfo", "-json", path))["metadata"][""]


CANCEL = (1240, RELIEF - 1)  # beside the bar of what is being written, in the language of one row of kinds


class ToolExportsTest(Hands):
    def cells(self, name, kind="Float32", code="f"):
        raw = self.folder / "cells.raw"
        run("gdal_translate", "-q", "-of", "ENVI", "-ot", kind, self.folder / name, raw)
        numbers = array.array(code)
        numbers.frombytes(raw.read_bytes())
        return numbers

    def rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def analyse(self, *arguments):
        self.expect(0, "analyse", *arguments, "--quiet")

    @staticmethod
    def moment(window):
        """Seconds; a session has a date where they are whole."""
        time_of = window.session()["time"]
        return time_of if isinstance(time_of, float) else time_of.timestamp()

    def opens(self, window, number, name, shifted=True):
        window.click(*tool(number, shifted))
        self.assertEqual(window.session()["tools"]["open"], name)

    def exports(self, window, name, y):
        window.click(FIELD, y)
        window.key("ctrl+a")
        window.type(str(self.folder / name))
        window.key("Return")
        window.wait_for(lambda: (self.folder / name).exists())

    def same(self, mine, other, kind="Float32", code="f", delta=0.0):
        """Cell by cell; no data in both or in neither."""
        a, b = self.cells(mine, kind, code), self.cells(other, kind, code)
        self.assertEqual(len(a), len(b))
        if a.tobytes() == b.tobytes() and len(set(a[::997])) > 2:
            return  # to the bit, and values are in it
        worst = max((abs(x - y) for x, y in zip(a, b) if x == x and y == y), default=None)
        self.assertIsNotNone(worst, "no cell has a value")
        self.assertLessEqual(worst, delta, mine)
        self.assertEqual(sum((x == x) != (y == y) for x, y in zip(a, b)), 0, mine)

    def directions_and_shade(self, window):
        heights = self.folder / "heights.tif"
        for kind, x, y, of_file, apart in (("aspect", 1066, ASPECT, ("Float32", "f"), lambda a, b: min(abs(a - b), 360 - abs(a - b))),
                                           ("hillshade", 1138, HILLSHADE, ("Byte", "B"), lambda a, b: abs(a - b))):
            window.click(x, 72)
            window.settled()
            self.exports(window, f"{kind}.tif", y)
            window.session()
            window.screenshot(f"export-{kind}")
            self.analyse(kind, "--out", f"cli-{kind}.tif")
            self.same(f"{kind}.tif", f"cli-{kind}.tif", *of_file)
            run("gdaldem", kind, heights, self.folder / f"gdal-{kind}.tif", "-q")
            pairs = [(a, b) for a, b in zip(self.cells(f"{kind}.tif", *of_file), self.cells(f"gdal-{kind}.tif", *of_file))
                     if a == a and b not in (-9999, 0) and a != 0]
            self.assertGreater(len(pairs), 1e6)
            off = [d for d in (apart(a, b) for a, b in pairs if a != b) if d >= 1e-3]
            self.assertLessEqual(max(off, default=0), 1 if kind == "hillshade" else 0.1)  # a tone may round either way
            self.assertLess(len(off), len(pairs) / 1000)  # on level ground a direction hangs on the last digits
        # Breaks out of their order are put in it, and the panel says so.
        window.click(1000, 72)
        window.session()
        window.click(936, 336)
        window.key("ctrl+a")
        window.type("30")
        window.key("Return")
        self.assertEqual(window.settled()["tools"]["relief"]["slopes"], [12, 25, 30, 35])
        window.screenshot("breaks-in-order")
        window.key("ctrl+z")
        self.assertEqual(window.settled()["tools"]["relief"]["slopes"], [8, 12, 25, 35])

    def test_relief_flood_and_sun(self):
        window = self.open(*SIZE, "--reduced-motion")
        window.settled()
        self.opens(window, 3, "relief", shifted=False)
        window.click(1000, 72)  # Slope
        window.session()
        window.click(1020, 336)  # the second break
        window.key("ctrl+a")
        window.type("12")
        window.key("Return")
        self.assertEqual(window.settled()["tools"]["relief"]["slopes"], [8, 12, 25, 35])
        for name in ("slope.tif", "classes.csv", "contours.gpkg"):
            self.exports(window, name, RELIEF)
        window.screenshot("export-relief")
        window.click(943, 102)  # Heights
        self.assertEqual(window.settled()["tools"]["relief"]["kind"], "heights")
        self.exports(window, "heights.tif", RELIEF - 18)  # a line fewer above it
        self.analyse("slope", "--out", "cli-slope.tif")
        self.same("slope.tif", "cli-slope.tif")
        run("gdaldem", "slope", self.folder / "heights.tif", self.folder / "gdal-slope.tif", "-q")
        pairs = [(x, y) for x, y in zip(self.cells("slope.tif"), self.cells("gdal-slope.tif")) if x == x and y != -9999]
        self.assertGreater(len(pairs), 1e6)
        self.assertLess(max(abs(x - y) for x, y in pairs), 1e-3)
        self.directions_and_shade(window)
        said = metadata(self.folder / "slope.tif")
        self.assertIn("SRTM", said["source"])
        self.assertEqual((said["gradient"], said["extrapolated_ground"]), ("Horn (1981)", "left out"))
        listed = self.expect(0, "analyse", "classes", "--of", "slope", "--breaks", "8", "12", "25", "35", "--out", "c.tif",
                             "--lang", "en").out
        hectares = [float(line.split(": ")[1].split()[0]) for line in listed.splitlines()]
        rows = self.rows("classes.csv")
        for row, area in zip(rows, hectares, strict=True):
            self.assertAlmostEqual(float(row["area_m2"]) / 1e4, area, delta=0.01)
        self.assertIn("breaks=8 12 25 35", rows[0]["parameters"])
        self.analyse("contours", "--interval", "10", "--out", "cli.gpkg")
        query = ("SELECT level_m AS v, COUNT(*) AS n, SUM(ST_Length(geom)) AS l FROM contours GROUP BY v")
        levels = [run("ogr2ogr", "-f", "CSV", "/vsistdout/", self.folder / name, "-dialect", "SQLite", "-sql", query)
                  for name in ("contours.gpkg", "cli.gpkg")]
        self.assertEqual(levels[0], levels[1])
        self.assertGreater(levels[0].count("\n"), 10)

        self.opens(window, 2, "flood")
        with window.hold("ctrl"):
            window.click(1100, 72)  # the slider takes a number
        window.key("ctrl+a")
        window.type("190.85")
        window.key("Return")
        self.assertEqual(window.settled()["water"], 190.85)
        self.exports(window, "depth.tif", FLOOD)
        window.session()
        self.exports(window, "affected.csv", FLOOD - 20)
        window.screenshot("export-flood")
        self.analyse("flood", "--level", "190.85", "--affected", "cli.csv", "--out", "cli-depth.tif")
        self.same("depth.tif", "cli-depth.tif", delta=1e-4)
        said = metadata(self.folder / "depth.tif")
        self.assertEqual((said["level_m"], said["level_datum"], said["level_wusong_m"]), ("190.85", "huanghai", "192.34"))
        reached = {r["feature"].split(":")[1]: r for r in self.rows("affected.csv") if r["reached"] == "1"}
        other = {r["feature"]: r for r in self.rows("cli.csv")}
        self.assertEqual(sorted(reached), sorted(other))
        self.assertGreater(len(other), 20)
        for key, row in other.items():
            self.assertAlmostEqual(float(reached[key]["first_reached_m"]), float(row["first_reached_m"]), delta=0.011)

        with window.hold("ctrl"):
            window.click(1100, 72)
        window.key("ctrl+a")
        window.type("120")  # below the bed of the rivers
        window.key("Return")
        self.assertEqual(window.settled()["water"], 120)
        window.click(FIELD, FLOOD - 20)
        window.key("ctrl+a")
        window.type(str(self.folder / "dry.tif"))
        window.key("Return")
        window.settled()
        window.screenshot("flood-below-the-bed")
        self.assertNotIn("dry.tif", self.names())
        window.key("ctrl+z")
        self.assertEqual(window.settled()["water"], 190.85)

        self.opens(window, 5, "sun")
        window.click(960, 160)  # Winter solstice
        window.click(960, 221)  # Play the day
        first, second = (self.moment(window) for _ in range(2))
        self.assertGreater(second, first)
        window.click(960, 221)  # Stop
        window.click(1104, 221)  # to the forenoon
        window.click(943, 387)  # Hours of sun
        state = window.settled()
        self.assertTrue(state["tools"]["sun"]["hours"])
        self.exports(window, "sun.tif", SUN)
        window.session()
        window.screenshot("export-sun")
        day = state["time"].strftime("%Y-%m-%d")
        self.assertIn(day[5:], ("12-21", "12-22"))  # of the year, by China's clocks
        self.analyse("sun", "--date", day, "--hours", "9,15", "--buildings", "--out", "cli-sun.tif")
        self.same("sun.tif", "cli-sun.tif", delta=1e-4)
        self.assertEqual(metadata(self.folder / "sun.tif")["hours_of_true_solar_time"], "9 to 15")
        window.click(938, 69)  # a year that the theory of the sun does not know
        window.key("ctrl+a")
        window.type("9999")
        window.key("Return")
        window.session()
        window.screenshot("sun-9999")
        self.assertEqual(window.settled()["time"], state["time"], "refused, and said so")
        self.closes_well(window)

    def test_sight_skyline_and_proposal(self):
        window = self.open(*SIZE, "--reduced-motion")
        window.settled()
        self.opens(window, 4, "sight", shifted=False)
        window.click(560, 350)  # it waits for a place
        window.key("Escape")
        window.settled()
        window.click(985, 301)  # Line to a second place
        window.session()
        window.click(700, 450)
        window.key("Escape")
        state = window.settled()["tools"]["sight"]
        window.screenshot("sight-line")
        place, target = (f"{x:.9f},{y:.9f}" for x, y in (state["place"][0], state["target"][0]))
        for name in ("seen.tif", "line.geojson", "storeys.csv"):
            self.exports(window, name, SIGHT)
        window.screenshot("export-sight")
        self.analyse("viewshed", "--at", place, "--range", "2000", "--buildings", "--out", "cli-seen.tif")
        self.same("seen.tif", "cli-seen.tif", "Byte", "B")
        self.assertEqual(metadata(self.folder / "seen.tif")["range_m"], "2000")
        self.analyse("sight", "--from", place, "--to", target, "--buildings", "--out", "cli.geojson")
        mine, other = (json.loads((self.folder / name).read_text(encoding="utf-8")) for name in ("line.geojson", "cli.geojson"))
        for field, value in other["features"][0]["properties"].items():
            self.assertAlmostEqual(mine["features"][0]["properties"][field], value, delta=0.02, msg=field)
        self.assertIn("SRTM", mine["provenance"]["source"])
        self.analyse("views", "--at", place, "--buildings", "--out", "cli.csv")
        for a, b in zip(self.rows("storeys.csv"), self.rows("cli.csv"), strict=True):
            self.assertAlmostEqual(float(a["river_share_percent"]), float(b["river_share_percent"]), delta=0.01)

        self.opens(window, 8, "skyline")
        window.click(640, 380)
        window.key("Escape")
        state = window.settled()["tools"]["skyline"]
        self.exports(window, "skyline.csv", SKYLINE)
        window.screenshot("export-skyline")
        at = f"{state['place'][0][0]:.9f},{state['place'][0][1]:.9f}"
        self.analyse("skyline", "--at", at, "--buildings", "--out", "cli-sky.csv")
        other = {float(r["azimuth_deg"]): float(r["angle_deg"]) for r in self.rows("cli-sky.csv")}
        mine = self.rows("skyline.csv")
        self.assertGreater(len(mine), 1000)
        for row in mine:
            self.assertAlmostEqual(float(row["skyline_with_buildings_deg"]), other[float(row["azimuth_grid_deg"])], delta=0.01)

        self.opens(window, 6, "proposal")
        window.click(960, 72)  # Draw a footprint
        window.session()
        for x, y in ((620, 480), (650, 480), (650, 500), (620, 500)):
            window.click(x, y)
        window.key("Return")
        with window.hold("ctrl"):
            window.click(1060, 132)  # the storeys' slider takes a number
        window.key("ctrl+a")
        window.type("0")
        window.key("Return")
        box = window.settled()["tools"]["proposals"][0]
        window.screenshot("proposal")
        self.assertEqual(box["storeys"], 1, "a building has a storey")
        self.exports(window, "proposals.geojson", PROPOSAL)
        window.session()
        window.screenshot("export-proposal")
        whole = json.loads((self.folder / "proposals.geojson").read_text(encoding="utf-8"))
        feature, = whole["features"]
        self.assertEqual(feature["geometry"]["type"], "Polygon")
        said = feature["properties"]
        area = run("ogr2ogr", "-f", "CSV", "/vsistdout/", "-t_srs", "EPSG:4545", self.folder / "proposals.geojson", "-dialect",
                   "SQLite", "-sql", "SELECT ST_Area(ST_Transform(geometry, 4545)) AS a FROM proposal").split()[1]
        self.assertAlmostEqual(said["footprint_m2"], float(area), delta=0.005 * float(area))
        corners = "".join(f"{x:.9f} {y:.9f}\n" for x, y in box["footprint"])
        heights = [float(line.split()[2]) for line in self.expect(0, "height", "-", stdin=corners).out.splitlines()]
        self.assertLessEqual(said["lowest_ground_m"], min(heights) + 0.1)
        self.assertGreaterEqual(said["highest_ground_m"], max(heights) - 0.1)
        self.assertAlmostEqual(said["roof_m"], said["lowest_ground_m"] + 3.3, delta=0.02)
        self.assertIn("SRTM", whole["provenance"]["source"])

        self.opens(window, 7, "earthwork")
        window.click(960, 72)  # Draw a plot
        window.session()
        for x, y in ((600, 450), (680, 450), (680, 520), (600, 520)):
            window.click(x, y)
        window.key("Return")
        plot = window.settled()["tools"]["earthwork"]["plot"]
        self.exports(window, "earthwork.csv", EARTHWORK)
        window.session()
        window.screenshot("export-earthwork")
        (self.folder / "plot.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [plot + plot[:1]]}), encoding="utf-8")
        said = self.expect(0, "analyse", "earthwork", "--plot", "plot.geojson", "--out", "plot.tif", "--lang", "en").out
        level, cut, fill = (float(line.split(": ")[1].split()[0]) for line in said.splitlines()[:3])
        row, = self.rows("earthwork.csv")  # by cells of its own, finer than the ground's
        self.assertAlmostEqual(float(row["plane_height_at_middle_m"]), level, delta=0.1)
        self.assertAlmostEqual(float(row["cut_m3"]) / cut, 1, delta=0.01)
        self.assertAlmostEqual(float(row["fill_m3"]) / fill, 1, delta=0.01)
        self.closes_well(window)

    # A place that cannot be written, a disk that is full, a name that says nothing: no file, and the window goes on.
    def test_what_cannot_be_written(self):
        file = self.folder / "fine.toml"  # contour lines so close that writing them takes seconds
        self.write("fine.toml", 'version = 1\nlanguage = "zh"\ncontours = true\n[tools.relief]\ninterval = 1\n')
        window = self.open(*SIZE[:2], *SIZE[4:], "--reduced-motion", "--session", file, saves=file)
        window.settled()
        self.opens(window, 3, "relief", shifted=False)
        window.click(1000, 72)
        before = window.settled()
        limits = resource.prlimit(window.process.pid, resource.RLIMIT_FSIZE)
        for number, name in enumerate(("/proc/slope.tif", str(self.folder / "slope.jpg"), str(self.folder / "full.tif"))):
            if "full" in name:
                resource.prlimit(window.process.pid, resource.RLIMIT_FSIZE, (20000, limits[1]))
            window.click(FIELD, RELIEF - 32)  # all kinds of relief stand in one row
            window.key("ctrl+a")
            window.type(name)
            window.key("Return")
            window.to(600, 600)
            window.settled()
            window.screenshot(f"refused-{number}")
        resource.prlimit(window.process.pid, resource.RLIMIT_FSIZE, limits)
        window.click(FIELD, RELIEF - 32)
        window.key("ctrl+a")
        window.type(str(self.folder / "slope-lines.geojson"))
        window.key("Return")
        window.wait_for(lambda: any(name.startswith(".yuzhong") for name in self.names()))
        time.sleep(0.8)  # a bar shows once it takes long
        window.screenshot("cancel-0")
        window.click(*CANCEL)
        window.to(600, 600)
        window.settled()
        window.screenshot("cancel-1")
        self.assertEqual([name for name in self.names() if "slope" in name or "full" in name or name.startswith(".yuzhong")], [])
        self.assertEqual(window.settled(), before)
        self.closes_well(window)


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    unittest.main()
