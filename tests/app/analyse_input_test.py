"""Every analysis over every kind of raster that is hard to answer: a clear answer or a true one, never a silent wrong number."""
import csv
import json
import unittest

import analyse_test
from harness import AppTest

# What an analysis says of a raster: a word of the refusal, on standard error; True: an answer; a word after "+": an answer, with
# this word on standard error.
ANSWERS = {
    #             one cell        no data at all       a gap in the way      degrees   a single row
    "slope":      ("1 x 1",       "0 of them",         True,                 "+UTM",   "40 x 1"),
    "aspect":     ("1 x 1",       "0 of them",         True,                 "+UTM",   "40 x 1"),
    "hillshade":  ("1 x 1",       "0 of them",         True,                 "+UTM",   "40 x 1"),
    "contours":   ("no contour",  "no value",          True,                 "+UTM",   "no contour"),
    "profile":    (True,          "no ground height",  "+no ground height",  "+UTM",   True),
    "viewshed":   (True,          "no height",         "+hide nothing",      "+UTM",   True),
    "flood":      ("no river",    "no river",          True,                 "+UTM",   "no river"),
    "sun":        (True,          "0 of them",         "+cast no shadow",    "+UTM",   True),
    "sight":      (True,          "no height",         "+hide nothing",      "+UTM",   True),
    "views":      ("no river",    "no height",         "no river",           "no river", "no river"),
    "skyline":    ("+heights end", "no height",        "+hide nothing",      "+UTM",   "+heights end"),
    "proposal":   (True,          "no height",         True,                 "+UTM",   True),
    "line":       (True,          "+left empty",       "+left empty",        "+UTM",   True),
    "area":       (True,          "+left empty",       "+left empty",        "+UTM",   True),
    "point":      (True,          "no height",         True,                 "+UTM",   True),
    "building":   ("no building", "no height",         "no building",        "no building", "no building"),
    "earthwork":  ("no cell",     "no height",         True,                 "+UTM",   "no cell"),
    "classes":    (True,          "0 of them",         True,                 "+UTM",   True),
}


def slope(rows=40, columns=40, gap=range(0)):
    return [[-9999 if c in gap else 200 + 0.5 * c + 0.2 * r for c in range(columns)] for r in range(rows)]


class AnalyseInputTest(AppTest):
    raster = analyse_test.AnalyseTest.raster

    def arguments(self, a, b, crs, plot):
        at = ["--crs", crs]
        corner = a.split(",")[0] + "," + b.split(",")[1]
        return {
            "slope": ["slope"], "aspect": ["aspect"], "hillshade": ["hillshade"],
            "contours": ["contours", "--interval", "1"],
            "profile": ["profile", *at, "--from", a, "--to", b],
            "viewshed": ["viewshed", *at, "--at", a],
            "flood": ["flood", "--level", "205", "--rivers", plot],
            "sun": ["sun", "--date", "2026-12-21"],
            "sight": ["sight", *at, "--from", a, "--to", b],
            "views": ["views", *at, "--at", a, "--storeys", "3"],
            "skyline": ["skyline", *at, "--at", a],
            "proposal": ["proposal", *at, "--at", a, "--width", "20", "--depth", "20", "--storeys", "3"],
            "line": ["measure", *at, "--points", a, b],
            "area": ["measure", *at, "--area", "--points", a, b, corner],
            "point": ["measure", *at, "--points", a],
            "building": ["building", *at, "--at", a],
            "earthwork": ["earthwork", "--plot", plot],
            "classes": ["classes", "--breaks", "205", "210"],
        }

    def plot(self, name, west, south, east, north, crs):
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return self.write(name, json.dumps({
            "type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": crs}},
            "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]}))

    def test_every_analysis_of_every_raster(self):
        metric = "urn:ogc:def:crs:EPSG::4545"
        plot = self.plot("plot.geojson", 352050, 3273650, 352350, 3273950, metric)
        far = self.plot("far.geojson", 107.4005, 29.5965, 107.4035, 29.5995, "urn:ogc:def:crs:OGC:1.3:CRS84")
        places = ("352055,3273945", "352355,3273655", "EPSG:4545", plot)
        rasters = (
            (self.raster("one.tif", [[200]]), ("352004,3273994", "352006,3273996", "EPSG:4545", plot)),
            (self.raster("holes.tif", [[-9999] * 40] * 40), places),
            (self.raster("gap.tif", slope(gap=range(18, 23))), places),
            (self.raster("degrees.tif", slope(), cell=0.0001, crs="EPSG:4326", west=107.4, north=29.6),
             ("107.4005,29.5995", "107.4035,29.5965", "EPSG:4326", far)),
            (self.raster("row.tif", slope(rows=1)), ("352055,3273995", "352355,3273996", "EPSG:4545", plot)),
        )
        before = self.names()
        for kind, (dem, given) in enumerate(rasters):
            for name, arguments in self.arguments(*given).items():
                out = "x.tif" if name in ("slope", "aspect", "hillshade", "viewshed", "flood", "sun", "earthwork", "classes") else "x.csv"
                expected = ANSWERS[name][kind]
                with self.subTest(name, dem=dem.name):
                    answered = expected is True or expected.startswith("+")
                    result = self.expect(0 if answered else 1, "analyse", *arguments, "--dem", dem, "--out", out)
                    if expected is not True:
                        self.assertIn(expected.lstrip("+"), result.err)
                    self.assertNotIn("nan", (result.out + result.err).lower())
                    self.assertNotIn("inf ", result.out)
                    self.assertEqual(self.names(), sorted([*before, out]) if answered else before)
                (self.folder / out).unlink(missing_ok=True)

    # What has no heights is left empty, what needs none is there.
    def test_a_gap_is_left_empty(self):
        dem = self.raster("gap.tif", slope(gap=range(18, 23)))
        self.expect(0, "analyse", "measure", "--dem", dem, "--crs", "EPSG:4545", "--points", "352055,3273945", "352355,3273655",
                    "--out", "x.csv")
        with open(self.folder / "x.csv", newline="", encoding="utf-8") as file:
            row = next(csv.DictReader(file))
        self.assertEqual(row["ground_m"], "")
        self.assertAlmostEqual(float(row["plane_m"]), 417.25, delta=0.01)

    def test_height_of_a_building(self):
        said = self.expect(0, "analyse", "building", "--building", "landmarks:B005", "--out", "tower.csv").out
        with open(self.folder / "tower.csv", newline="", encoding="utf-8") as file:
            row = next(csv.DictReader(file))
        self.assertEqual((row["height_over_lowest_ground_m"], row["height_basis"]), ("458.2", "stated by the source"))
        lowest, highest, roof = (float(row[k]) for k in ("lowest_ground_m", "highest_ground_m", "roof_m"))
        self.assertAlmostEqual(roof, lowest + 458.2, delta=0.02)
        self.assertAlmostEqual(float(row["height_over_highest_ground_m"]), roof - highest, delta=0.02)
        ground = float(self.expect(0, "height", "106.513228", "29.553432", "--quiet").out.split()[0])
        self.assertTrue(lowest - 0.1 <= ground <= highest + 0.1, (lowest, ground, highest))
        self.assertIn("458.2 m", said)
        self.assertIn("building=landmarks:B005", row["parameters"])
        again = self.expect(0, "analyse", "building", "--at", "106.513228,29.553432", "--out", "again.geojson").out
        self.assertEqual(again, said)
        # Over other heights it stands on those.
        flat = self.raster("flat.tif", [[100] * 200] * 200, west=355000, north=3272600)
        self.expect(0, "analyse", "building", "--dem", flat, "--building", "landmarks:B005", "--out", "flat.csv")
        with open(self.folder / "flat.csv", newline="", encoding="utf-8") as file:
            row = next(csv.DictReader(file))
        self.assertEqual((row["lowest_ground_m"], row["roof_m"]), ("100", "558.2"))
        before = self.names()
        for status, arguments, word in ((2, ["--building", "landmarks:none"], "no such building"), (2, [], "either"),
                                        (2, ["--building", "landmarks:B005", "--at", "106.5,29.5"], "either"),
                                        (1, ["--at", "106.5600,29.5550"], "no building"), (1, ["--at", "0,0"], "outside"),
                                        (2, ["--at", "nan,1"], "not a place")):
            self.assertIn(word, self.expect(status, "analyse", "building", *arguments, "--out", "x.csv").err, arguments)
            self.assertEqual(self.names(), before)


if __name__ == "__main__":
    unittest.main()
