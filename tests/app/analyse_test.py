"""yuzhong analyse, held against GDAL's own tools on the same raster."""
import array
import csv
import json
import os
import signal
import subprocess
import unittest

from harness import EXECUTABLE, AppTest, SHARE

ELEVATION = SHARE / "data" / "elevation.tif"
PLACE = "106.5712,29.5571"


def tool(*arguments):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, check=True).stdout


def info(path):
    return json.loads(tool("gdalinfo", "-json", path))


class AnalyseTest(AppTest):
    def values(self, path, kind="Float32", code="f"):
        raw = self.folder / "values.raw"
        tool("gdal_translate", "-q", "-of", "ENVI", "-ot", kind, path, raw)
        numbers = array.array(code)
        numbers.frombytes(raw.read_bytes())
        for name in ("values.raw", "values.hdr", "values.raw.aux.xml"):
            (self.folder / name).unlink(missing_ok=True)
        return numbers

    def crop(self, name, *more):
        path = self.folder / name
        tool("gdal_translate", "-q", "-srcwin", 1000, 400, 300, 220, *more, ELEVATION, path)
        return path

    def raster(self, name, rows, cell=10, crs="EPSG:4545", west=352000, north=3274000):
        text = (f"ncols {len(rows[0])}\nnrows {len(rows)}\nxllcorner {west}\nyllcorner {north - len(rows) * cell}\n"
                f"cellsize {cell}\nNODATA_value -9999\n" + "\n".join(" ".join(map(str, row)) for row in rows) + "\n")
        plain = self.write(name + ".asc", text)
        path = self.folder / name
        tool("gdal_translate", "-q", "-ot", "Float32", *(["-a_srs", crs] if crs else []), plain, path)
        plain.unlink()
        return path

    def test_slope_aspect_and_hillshade_equal_gdaldem(self):
        dem = self.crop("dem.tif")
        for what, words, ours, tolerance in (("slope", [], [], 1e-3), ("slope", ["-alg", "ZevenbergenThorne"],
                                             ["--method", "zevenbergen"], 1e-3),
                                             ("aspect", [], [], 1e-3), ("hillshade", [], [], 1)):
            reference, result = self.folder / "gdal.tif", self.folder / "ours.tif"
            tool("gdaldem", what, dem, reference, "-q", *words)
            self.expect(0, "analyse", what, "--dem", dem, *ours, "--out", result)
            kind = ("Byte", "B") if what == "hillshade" else ("Float32", "f")
            a, b = self.values(reference, *kind), self.values(result, *kind)
            self.assertEqual(len(a), len(b))
            worst = differing = rounded = 0
            for x, y in zip(a, b):
                gone = y == 0 if what == "hillshade" else y != y
                if x == (0 if what == "hillshade" else -9999) or gone:
                    differing += not gone or x not in (0, -9999)
                else:
                    away = abs(x - y)
                    worst = max(worst, min(away, 360 - away) if what == "aspect" else away)
                    rounded += what == "hillshade" and away > 0
            self.assertLessEqual(worst, tolerance, what)
            self.assertEqual(differing, 0, what)
            self.assertLess(rounded, len(a) / 1000, "tones beside each other where a half is rounded")
            self.assertEqual(info(result)["geoTransform"], info(reference)["geoTransform"])

    def test_metadata_names_parameters_and_sources(self):
        out = self.folder / "shade.tif"
        self.expect(0, "analyse", "hillshade", "--azimuth", "90", "--out", out)
        metadata = info(out)["metadata"][""]
        self.assertEqual(metadata["azimuth"], "90")
        self.assertIn("SRTM", metadata["source"])
        self.assertEqual(metadata["extrapolated_ground"], "left out")
        self.assertIn("EGM96", metadata["vertical_datum"])
        kept = sum(v != 0 for v in self.values(out, "Byte", "B"))
        self.expect(0, "analyse", "hillshade", "--extrapolated", "--out", out)
        self.assertGreater(sum(v != 0 for v in self.values(out, "Byte", "B")), kept, "guessed ground is left out by default")
        self.assertEqual(self.names(), ["shade.tif"])

    def test_contours_in_every_format(self):
        dem = self.crop("dem.tif")
        tool("gdal_contour", "-q", "-i", 10, "-a", "level", "-f", "GPKG", dem, self.folder / "gdal.gpkg")
        length = {}
        for name in ("ours.gpkg", "ours.geojson", "ours.csv"):
            result = self.expect(0, "analyse", "contours", "--dem", dem, "--interval", "10", "--out", name)
            self.assertIn("Levels", result.out)
        for path, field in (("gdal.gpkg", "level"), ("ours.gpkg", "level_m")):
            layer = "contour" if path == "gdal.gpkg" else "contours"
            rows = json.loads(tool("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", self.folder / path, "-dialect", "SQLite", "-sql",
                                   f"SELECT {field} AS v, SUM(ST_Length(geom)) AS l FROM {layer} GROUP BY v"))["features"]
            length[path] = {r["properties"]["v"]: r["properties"]["l"] for r in rows}
        self.assertGreater(len(length["ours.gpkg"]), 3)
        for level, metres in length["gdal.gpkg"].items():
            if metres > 500:  # gdal_contour goes on for half a cell at the raster's edge
                self.assertAlmostEqual(length["ours.gpkg"][level] / metres, 1, delta=0.03)
        whole = json.loads((self.folder / "ours.geojson").read_text())
        self.assertEqual(whole["provenance"]["interval_m"], "10")
        self.assertEqual(whole["features"][0]["geometry"]["type"], "LineString")
        self.assertTrue(106 < whole["features"][0]["geometry"]["coordinates"][0][0] < 107)
        with open(self.folder / "ours.csv", newline="") as file:
            row = next(csv.DictReader(file))
        self.assertIn("dem.tif", row["source"])
        self.assertIn("interval_m=10", row["parameters"])
        self.assertEqual(float(row["level_m"]) % 10, 0)

    def test_viewshed_equals_gdal_viewshed(self):
        dem = self.crop("dem.tif")
        x, y = 352000 + 1150.25 * 5, 3274135 - 500.25 * 5
        tool("gdal_viewshed", "-q", "-ox", x, "-oy", y, "-oz", 40, "-cc", 0.85714, "-md", 0, dem, self.folder / "gdal.tif")
        self.expect(0, "analyse", "viewshed", "--dem", dem, "--crs", "EPSG:4545", "--at", f"{x},{y}", "--eye", "40", "--as-gdal",
                    "--out", "ours.tif")
        a = self.values(self.folder / "gdal.tif", "Byte", "B")
        b = self.values(self.folder / "ours.tif", "Byte", "B")
        self.assertEqual(len(a), len(b))
        self.assertLessEqual(sum(p != q for p, q in zip(a, b)) / len(a), 1e-3)
        plain = self.expect(0, "analyse", "viewshed", "--at", PLACE, "--range", "1500", "--out", "bare.tif").out
        built = self.expect(0, "analyse", "viewshed", "--at", PLACE, "--range", "1500", "--buildings", "--out", "built.tif").out
        self.assertNotEqual(plain, built)
        self.assertIn("with a known height", info(self.folder / "built.tif")["metadata"][""]["buildings"])

    def test_flood_and_what_it_reaches(self):
        first = self.expect(0, "analyse", "flood", "--level", "185", "--affected", "list.csv", "--out", "a.tif").out
        second = self.expect(0, "analyse", "flood", "--level", "186.49", "--datum", "wusong", "--out", "b.tif").out
        self.assertIn("185.00 m", second, "Wusong levels are 1.49 m higher")
        area = [line for line in first.split("\n") if line.startswith("Land under water")]
        self.assertIn(area[0], second)
        self.assertEqual(self.values(self.folder / "a.tif").tobytes(), self.values(self.folder / "b.tif").tobytes())
        with open(self.folder / "list.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), 3)
        levels = [float(row["first_reached_m"]) for row in rows]
        self.assertEqual(levels, sorted(levels))
        self.assertLessEqual(levels[-1], 185)
        deep = self.values(self.folder / "a.tif")
        ground = self.values(ELEVATION)
        self.assertLess(max(abs(d + g - 185) for d, g in zip(deep, ground) if d == d), 1e-3)

    def test_sun_of_a_day(self):
        ridge = self.raster("ridge.tif", [[300 if row == 15 else 200 for _ in range(40)] for row in range(30)])
        result = self.expect(0, "analyse", "sun", "--dem", ridge, "--date", "2026-12-21", "--hours", "9,15", "--out", "sun.tif")
        hours = self.values(self.folder / "sun.tif")
        self.assertEqual(hours[20 * 40 + 20], 6, "south of the ridge all of the six hours")
        self.assertLess(hours[12 * 40 + 20], 1, "north of it the ridge stands before the low sun")
        self.assertIn("at least 2 h", result.out)
        self.assertEqual(info(self.folder / "sun.tif")["metadata"][""]["hours_of_true_solar_time"], "9 to 15")

    def rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_a_ridge_hides_what_is_behind_it(self):
        # 40 columns of 10 m; a ridge of 100 m along column 20. An eye at 210 m, 150 m before it, passes its top at 300 m and
        # is 360 m high 100 m behind it.
        ridge = self.raster("ridge.tif", [[300 if column == 20 else 200 for column in range(40)] for _ in range(30)])
        places = ["--crs", "EPSG:4545", "--curvature", "0", "--eye", "10"]
        sight = ["analyse", "sight", "--dem", ridge, *places, "--from", "352055,3273855", "--out", "line.csv", "--to"]
        result = self.expect(0, *sight, "352305,3273855")
        row = self.rows("line.csv")[0]
        self.assertEqual(row["visible"], "0")
        self.assertAlmostEqual(float(row["needed_target_m"]), 10 + 90 * 250 / 150, delta=0.5)
        self.assertAlmostEqual(float(row["distance_m"]), 250, delta=0.01)
        self.assertIn("In sight: no", result.out)
        self.assertIn("In sight: yes", self.expect(0, *sight, "352305,3273855", "--target", "165").out)
        self.expect(0, "analyse", "skyline", "--dem", ridge, *places, "--at", "352055,3273855", "--from-azimuth", "80",
                    "--to-azimuth", "100", "--step", "10", "--out", "sky.csv")
        east = self.rows("sky.csv")[1]
        self.assertAlmostEqual(float(east["angle_deg"]), 30.96, delta=0.2, msg="atan(90 / 150)")
        self.assertAlmostEqual(float(east["distance_m"]), 150, delta=6)

    def test_rivers_in_sight_grow_with_the_storey(self):
        said = self.expect(0, "analyse", "views", "--at", PLACE, "--storeys", "30", "--out", "views.csv").out
        shares = [float(row["river_share_percent"]) for row in self.rows("views.csv")]
        self.assertEqual(len(shares), 30)
        self.assertEqual(shares, sorted(shares))
        self.assertGreater(shares[-1], 0)
        self.assertIn("storey 30", said)
        self.expect(0, "analyse", "views", "--at", PLACE, "--storeys", "30", "--buildings", "--out", "built.csv")
        for free, built in zip(shares, self.rows("built.csv")):
            self.assertLessEqual(float(built["river_share_percent"]), free + 1e-9)

    def test_a_proposed_building(self):
        # Ground that rises by half a metre a metre to the east: under a square of 20 m it rises by 10 m.
        slope = self.raster("slope.tif", [[200 + 5 * column for column in range(60)] for _ in range(60)])
        box = ["--crs", "EPSG:4545", "--width", "20", "--depth", "20", "--storeys", "10", "--storey", "3"]
        middle, under = "352300,3273700", 200 + 5 * 29.5
        for bearing in ("0", "90"):
            said = self.expect(0, "analyse", "proposal", "--dem", slope, *box, "--at", middle, "--base", "5", "--bearing",
                               bearing, "--out", "box.csv").out
            row = {k: float(v) for k, v in self.rows("box.csv")[0].items() if k not in ("source", "parameters")}
            expected = {"footprint_m2": 400, "floors_m2": 4000, "lowest_ground_m": under - 5, "highest_ground_m": under + 5,
                        "base_m": under, "roof_m": under + 30, "above_lowest_ground_m": 35, "above_highest_ground_m": 25,
                        "cut_m3": 500, "fill_m3": 500, "above_ridge_m": 30 - 147.5, "without_heights_m2": 0}
            for field, value in expected.items():
                self.assertAlmostEqual(row[field], value, delta=2, msg=field)
        self.assertIn("500 · 500 m", said)
        self.assertIn("storeys=10", self.rows("box.csv")[0]["parameters"])
        # On the level, seen from 100 m to the west over a flat earth: its roof stands 20 m above the eye 90 m away, the
        # horizon 10 m below it where the ground ends.
        flat = self.raster("flat.tif", [[200] * 60 for _ in range(60)])
        work = ["analyse", "proposal", "--dem", flat, *box, "--at", middle, "--curvature", "0"]
        self.expect(0, *work, "--from", "352200,3273700", "--eye", "10", "--out", "seen.csv")
        row = self.rows("seen.csv")[0]
        self.assertAlmostEqual(float(row["distance_m"]), 90, delta=1)
        self.assertAlmostEqual(float(row["azimuth_deg"]), 90, delta=1)
        self.assertAlmostEqual(float(row["above_skyline_m"]), 20 + 10 * 90 / 395, delta=0.5)
        # At the winter solstice the sun stands south: it takes light from the ground to the north only.
        said = self.expect(0, *work, "--date", "2026-12-21", "--hours", "9,15", "--shadow", "shadow.tif", "--out", "box.gpkg").out
        self.assertIn("Ground that falls below 2 h", said)
        taken = self.values(self.folder / "shadow.tif")
        self.assertGreater(taken[26 * 60 + 30], 1, "30 m north of it")
        self.assertLess(max(t for t in taken if t == t), 6.01)
        self.assertEqual(max(taken[32 * 60:]), 0, "to the south")
        self.assertTrue(taken[30 * 60 + 30] != taken[30 * 60 + 30], "under it")
        # Over the map's own ground; the highest storey sees most of the rivers.
        self.expect(0, "analyse", "proposal", *box[2:], "--at", PLACE, "--views", "views.csv", "--buildings", "--out",
                    "own.geojson")
        shares = [float(r["river_share_percent"]) for r in self.rows("views.csv")]
        self.assertEqual((len(shares), shares), (10, sorted(shares)))
        whole = json.loads((self.folder / "own.geojson").read_text())
        self.assertAlmostEqual(whole["features"][0]["properties"]["river_share_highest_storey_percent"], shares[-1], delta=1e-3)
        outline = whole["features"][0]["geometry"]
        self.assertEqual((outline["type"], len(outline["coordinates"][0])), ("Polygon", 5))

    def test_measures_agree_with_geod(self):
        points = ["106.560,29.555", "106.585,29.560", "106.570,29.545"]
        # A leg ends on a bank without measured heights: no length on the ground is made up.
        left = self.expect(0, "analyse", "measure", "--points", *points, "--out", "line.csv").err
        self.assertIn("not all of it has ground heights", left)
        self.assertEqual(self.rows("line.csv")[0]["ground_m"], "")
        self.expect(0, "analyse", "measure", "--points", *points, "--extrapolated", "--out", "line.csv")
        for row, a, b in zip(self.rows("line.csv"), points, points[1:]):
            (lon1, lat1), (lon2, lat2) = (map(float, p.split(",")) for p in (a, b))
            azimuth, _, length = subprocess.run(["geod", "-I", "+ellps=GRS80", "-f", "%.6f", "-F", "%.6f"], capture_output=True,
                                                text=True, check=True, input=f"{lat1} {lon1} {lat2} {lon2}\n").stdout.split()
            self.assertAlmostEqual(float(row["geodesic_m"]) / float(length), 1, delta=1e-6)
            self.assertAlmostEqual(float(row["bearing_deg"]), float(azimuth) % 360, delta=1e-3)
            self.assertGreaterEqual(float(row["ground_m"]), float(row["plane_m"]))
        said = self.expect(0, "analyse", "measure", "--points", PLACE, "--out", "point.csv").out
        row = self.rows("point.csv")[0]
        x, y = map(float, subprocess.run(["cs2cs", "-f", "%.4f", "EPSG:4326", "EPSG:4545"], capture_output=True, text=True,
                                         check=True, input=" ".join(reversed(PLACE.split(","))) + "\n").stdout.split()[1::-1])
        self.assertAlmostEqual(float(row["x_m"]), x, delta=0.01)
        self.assertAlmostEqual(float(row["y_m"]), y, delta=0.01)
        self.assertAlmostEqual(float(row["longitude_cgcs2000_deg"]), float(PLACE.split(",")[0]), delta=1e-6)
        # The offset of the Chinese datum there: some 360 m to the east, 300 m to the south.
        self.assertAlmostEqual(float(row["longitude_gcj02_deg"]) - float(row["longitude_wgs84_deg"]), 0.0038, delta=5e-4)
        self.assertAlmostEqual(float(row["latitude_gcj02_deg"]) - float(row["latitude_wgs84_deg"]), -0.0028, delta=5e-4)
        height = self.expect(0, "height", *PLACE.split(","), "--quiet").out.split()[0]
        self.assertAlmostEqual(float(row["height_m"]), float(height), delta=0.05)
        self.assertIn("GCJ-02", said)
        self.assertIn("Area on the ellipsoid",
                      self.expect(0, "analyse", "measure", "--area", "--points", *points, "--out", "area.geojson").out)

    def test_earth_to_move_and_classes(self):
        # Ground that rises by a metre a column: 200 to 229 m, cells of 100 m2.
        slope = self.raster("slope.tif", [[200 + column for column in range(30)] for _ in range(20)])
        plot = self.write("plot.geojson", json.dumps({"type": "FeatureCollection", "crs": {
            "type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4545"}}, "features": [{
                "type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[
                    [352000, 3273800], [352100, 3273800], [352100, 3274000], [352000, 3274000], [352000, 3273800]]]}}]}))
        work = ["analyse", "earthwork", "--dem", slope, "--plot", plot, "--out", "work.tif"]
        said = self.expect(0, *work, "--level", "203.5").out
        self.assertIn(f"Cut: {sum(z - 203.5 for z in range(204, 210)) * 2000:.0f} m", said)
        self.assertIn(f"Fill: {sum(203.5 - z for z in range(200, 204)) * 2000:.0f} m", said)
        balanced = self.expect(0, *work).out
        self.assertIn("204.50 m", balanced)
        self.assertIn("+0 m", balanced)
        depths = self.values(self.folder / "work.tif")
        self.assertAlmostEqual(depths[9], 4.5, delta=1e-3)
        self.assertTrue(depths[10] != depths[10], "outside the plot")
        said = self.expect(0, "analyse", "classes", "--dem", slope, "--breaks", "210", "220", "--out", "classes.tif").out
        self.assertEqual([line.split(": ")[1] for line in said.strip().split("\n")], ["2.00 ha"] * 3)

    def test_rasters_that_do_not_measure_metres_are_warped(self):
        dem = self.crop("dem.tif")
        self.expect(0, "analyse", "slope", "--dem", dem, "--out", "plain.tif")
        mean = lambda path: (lambda v: sum(v) / len(v))([x for x in self.values(path) if x == x])
        expected = mean(self.folder / "plain.tif")
        for crs in ("EPSG:4326", "EPSG:3857"):
            other = self.folder / "other.tif"
            tool("gdalwarp", "-q", "-overwrite", "-r", "cubic", "-t_srs", crs, dem, other)
            result = self.expect(0, "analyse", "slope", "--dem", other, "--out", "warped.tif")
            self.assertIn("UTM zone 48N", result.err)
            self.assertAlmostEqual(mean(self.folder / "warped.tif") / expected, 1, delta=0.05)
            self.assertIn("UTM", info(self.folder / "warped.tif")["metadata"][""]["crs"])

    def test_bad_input_has_a_clear_answer_and_leaves_no_file(self):
        one = self.raster("one.tif", [[200]])
        flat = self.raster("flat.tif", [[200] * 5 for _ in range(5)])
        holes = self.raster("holes.tif", [[-9999] * 5 for _ in range(5)])
        nowhere = self.raster("nowhere.tif", [[200] * 5 for _ in range(5)], crs=None)
        world = self.folder / "world.tif"
        tool("gdal_translate", "-q", "-a_srs", "EPSG:4326", "-a_ullr", -180, 90, 180, -90, flat, world)
        before = self.names()
        profile = ["profile", "--out", "x.csv"]
        view = ["viewshed", "--out", "x.tif", "--at"]
        flood = ["flood", "--out", "x.tif", "--level"]
        sun = ["sun", "--out", "x.tif", "--date"]
        box = ["proposal", "--out", "x.csv", "--width", "20", "--depth", "20", "--storeys", "9"]
        for status, arguments, word in (
                (1, ["slope", "--dem", one, "--out", "x.tif"], "1 x 1"),
                (1, ["slope", "--dem", holes, "--out", "x.tif"], "0 of them"),
                (1, ["slope", "--dem", "none.tif", "--out", "x.tif"], "none.tif"),
                (1, ["slope", "--dem", nowhere, "--out", "x.tif"], "coordinate system"),
                (1, ["slope", "--dem", world, "--out", "x.tif"], "too far"),
                (1, ["slope", "--dem", flat, "--out", "none/x.tif"], "none/x.tif"),
                (2, ["slope", "--out", "x.png"], ".tif"),
                (2, ["slope"], "--out"),
                (2, [], "ubcommand"),
                (2, ["contours", "--interval", "0", "--out", "x.gpkg"], "--interval"),
                (2, ["contours", "--interval", "nan", "--out", "x.gpkg"], "--interval"),
                (1, ["contours", "--dem", flat, "--interval", "5", "--out", "x.gpkg"], "no contour"),
                (2, [*profile, "--from", "106.5,29.5"], "--along"),
                (1, [*profile, "--from", PLACE, "--to", PLACE], "two different points"),
                (1, [*profile, "--from", "0,0", "--to", "0,1"], "outside the data"),
                (2, [*profile, "--from", "nan,29.5", "--to", PLACE], "not a place"),
                (2, [*profile, "--along", "walkways:no-such"], "no-such"),
                (1, [*view, "0,0"], "outside"),
                (1, [*view, "352025,3273975", "--crs", "EPSG:4545", "--dem", holes], "no height"),
                (2, [*view, PLACE, "--eye", "nan"], "--eye"),
                (2, [*view, "106.5"], "not a place"),
                (1, [*flood, "100"], "below the rivers"),
                (2, [*flood, "inf"], "--level"),
                (2, [*flood, "180", "--datum", "sea"], "datum"),
                (1, [*flood, "180", "--dem", flat], "no river"),
                (2, [*sun, "9999-01-01"], "1800 to 2200"),
                (2, [*sun, "2026-02-30"], "2026-02-30"),
                (2, [*sun, "2026-01-20", "--hours", "9"], "--hours"),
                (1, ["sight", "--from", PLACE, "--to", PLACE, "--out", "x.csv"], "two different places"),
                (1, ["sight", "--from", PLACE, "--to", "0,0", "--out", "x.csv"], "outside"),
                (2, ["sight", "--from", "nan,1", "--to", PLACE, "--out", "x.csv"], "not a place"),
                (1, ["views", "--at", "352025,3273975", "--crs", "EPSG:4545", "--dem", flat, "--out", "x.csv"], "no river"),
                (2, ["skyline", "--at", PLACE, "--from-azimuth", "90", "--to-azimuth", "80", "--out", "x.csv"], "--from-azimuth"),
                (2, [*box, "--at", "nan,1"], "not a place"),
                (1, [*box, "--at", "0,0"], "outside"),
                (2, [*box, "--at", PLACE, "--storeys", "nan"], "--storeys"),
                (1, [*box, "--at", PLACE, "--from", PLACE], "inside the building"),
                (2, [*box, "--at", PLACE, "--shadow", "x.tif"], "needs --date"),
                (2, [*box, "--at", PLACE, "--date", "2026-12-21", "--shadow", "x.png"], ".tif"),
                (2, [*box, "--at", PLACE, "--date", "9999-12-21"], "1800 to 2200"),
                (2, ["measure", "--area", "--points", PLACE, PLACE, "--out", "x.csv"], "at least 3"),
                (1, ["measure", "--points", "0,0", "--out", "x.csv"], "outside"),
                (1, ["measure", "--area", "--points", "106.565,29.555", "106.569,29.558", "106.569,29.555", "106.565,29.558",
                     "--out", "x.csv"], "crosses itself"),
                (1, ["earthwork", "--plot", flat, "--out", "x.tif"], "cannot be read"),
                (2, ["classes", "--breaks", "3", "2", "--out", "x.tif"], "ascending")):
            result = self.expect(status, "analyse", *arguments)
            self.assertIn(word, result.err, arguments)
            self.assertEqual(self.names(), before, arguments)
        self.assertIn("没有", self.expect(1, "analyse", "slope", "--dem", one, "--out", "x.tif", "--lang", "zh").err)

    def test_help_in_both_languages(self):
        for name in ("slope", "aspect", "hillshade", "contours", "profile", "viewshed", "flood", "sun", "sight", "views",
                     "skyline", "proposal", "measure", "building", "earthwork", "classes"):
            self.assertIn("--out", self.expect(0, "analyse", name, "--help").out)
            self.assertRegex(self.expect(0, "analyse", name, "--help", "--lang", "zh").out, "要写的文件")

    def test_interrupting_leaves_no_file(self):
        dem = self.crop("dem.tif", "-outsize", 3000, 2200)
        process = subprocess.Popen([EXECUTABLE, "analyse", "sun", "--dem", dem, "--date", "2026-06-21", "--step", "1", "--out",
                                    "sun.tif"], cwd=self.folder, stderr=subprocess.PIPE, text=True,
                                   env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "en_US.UTF-8",
                                        "YUZHONG_SHARE": str(SHARE),
                                        **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}})
        self.addCleanup(process.kill)
        self.assertIn("%", process.stderr.readline())  # it has begun
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 1, told)
        self.assertIn("cancelled", told)
        self.assertEqual(self.names(), ["dem.tif"])


if __name__ == "__main__":
    unittest.main()
