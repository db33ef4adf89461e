"""`yuzhong analyse profile`: heights of the ground along a line, and what it crosses, counted by SpatiaLite from the same tables."""
import csv
import json
import unittest

from analyse_test import tool
from harness import AppTest, SHARE

DATA = SHARE / "data" / "district.gpkg"


class AnalyseProfileTest(AppTest):
    def rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_profile_has_the_heights_of_the_ground(self):
        result = self.expect(0, "analyse", "profile", "--from", "106.560,29.555", "--to", "106.585,29.560", "--step", "20",
                             "--out", "profile.csv")
        self.assertIn("Climb", result.out)
        rows = self.rows("profile.csv")
        self.assertGreater(len(rows), 100)
        middle = rows[len(rows) // 2]
        height = self.expect(0, "height", middle["longitude_deg"], middle["latitude_deg"], "--quiet").out.split()[0]
        self.assertAlmostEqual(float(middle["height_m"]), float(height), delta=0.02)
        self.assertAlmostEqual(float(rows[0]["longitude_deg"]), 106.56, delta=1e-6)
        self.assertEqual(float(rows[0]["distance_m"]), 0)
        chinese = self.expect(0, "analyse", "profile", "--from", "106.560,29.555", "--to", "106.585,29.560", "--out",
                              "profile.geojson", "--lang", "zh")
        self.assertRegex(chinese.out, "爬升|上升|升")
        # Along a line of the map.
        ways = json.loads(tool("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", SHARE / "data" / "district.gpkg", "-sql",
                               "SELECT id FROM walkways LIMIT 1", "-dialect", "SQLite"))["features"]
        self.expect(0, "analyse", "profile", "--along", f"walkways:{ways[0]['properties']['id']}", "--out", "way.gpkg")

    def counted(self, table, key, outline, where, ends):
        """How often the straight line of the map between two places meets each named feature."""
        line = f"ST_GeomFromText('LINESTRING({ends[0]}, {ends[1]})', 4545)"
        shape = "ST_Transform(geom, 4545)"
        met = f"ST_Intersection({'ST_Boundary(' + shape + ')' if outline else shape}, {line})"
        answer = tool("ogr2ogr", "-f", "CSV", "/vsistdout/", DATA, "-dialect", "SQLite", "-sql",
                      f"SELECT CAST({key} AS TEXT) AS k, ST_NumGeometries(CastToMulti({met})) AS n FROM {table} WHERE name_zh IS NOT NULL "
                      f"AND ({where}) AND GeometryType(geom) LIKE '%{'POLYGON' if outline else 'LINESTRING'}' AND n > 0")
        return {row["k"]: int(row["n"]) for row in csv.DictReader(answer.splitlines())}

    def test_it_names_what_it_crosses(self):
        said = self.expect(0, "analyse", "profile", "--from", "106.5730,29.540", "--to", "106.5770,29.575", "--extrapolated",
                           "--step", "20", "--crossings", "crossed.csv", "--chart", "chart.png", "--out", "profile.csv",
                           "--lang", "zh").out
        profile, crossed = self.rows("profile.csv"), self.rows("crossed.csv")
        self.assertIn(f"与有名要素的交点: {len(crossed)}", said)
        ends = [f"{profile[i]['x_m']} {profile[i]['y_m']}" for i in (0, -1)]
        bridges = "bridge_tunnel IS NULL OR bridge_tunnel <> 'bridge' OR name_zh NOT IN (SELECT name_zh FROM bridges)"
        for layer, table, key, outline, where in (("streets", "streets", "fid", False, bridges),
                                                  ("landmarks", "landmarks", "id", True, "1"),
                                                  ("rivers", "rivers", "fid", True, "stage = 'ordinary'"),
                                                  ("districts", "districts", "id", True, "1")):
            expected = self.counted(table, key, outline, where, ends)
            self.assertGreater(len(expected), 0, layer)
            mine = {}
            for row in crossed:
                if row["layer"] == layer:
                    mine[row["feature"]] = mine.get(row["feature"], 0) + 1
                    self.assertEqual(row["crossed"], "outline" if outline else "line")
            self.assertEqual(mine, expected, layer)
        self.assertTrue({"嘉陵江", "长江"} <= {row["name_zh"] for row in crossed})
        distances = [float(row["distance_m"]) for row in crossed]
        self.assertEqual(distances, sorted(distances))
        # The same in the section itself: at the first point at or behind the crossing.
        listed = [(float(row["distance_m"]), name) for row in profile for name in filter(None, row["crosses"].split("; "))]
        self.assertEqual([name for _, name in listed], [row["name_zh"] for row in crossed])
        for (at, _), row in zip(listed, crossed):
            self.assertTrue(0 <= at - float(row["distance_m"]) <= 20.01, row)
            before, after = (next(r for r in rows if test(float(r["distance_m"]))) for rows, test in (
                (profile[::-1], lambda d: d <= float(row["distance_m"])), (profile, lambda d: d >= float(row["distance_m"]))))
            low, high = sorted(float(r["height_m"]) for r in (before, after))
            self.assertTrue(low - 0.01 <= float(row["height_m"]) <= high + 0.01, row)
        self.assertIn("SRTM", crossed[0]["source"])
        self.assertEqual((self.folder / "chart.png").read_bytes()[1:4], b"PNG")
        # A way does not cross itself.
        self.expect(0, "analyse", "profile", "--along", "streets:1", "--extrapolated", "--crossings", "x.csv", "--out", "way.csv")
        own = tool("ogr2ogr", "-f", "CSV", "/vsistdout/", DATA, "-sql", "SELECT name_zh FROM streets WHERE fid = 1").split()[-1]
        self.assertNotIn(own.strip('"'), {row["name_zh"] for row in self.rows("x.csv")})
        before = self.names()
        for arguments, status in ((["--crossings", "y.txt"], 2), (["--crossings", "none/y.csv"], 1), (["--chart", "none/y.png"], 1)):
            self.expect(status, "analyse", "profile", "--from", "106.56,29.55", "--to", "106.57,29.56", *arguments, "--out", "y.csv")
            self.assertEqual(self.names(), before)

    # Ground beyond the measured points is no data, or marked.
    def test_extrapolated_ground(self):
        line = ["--from", "106.50,29.555", "--to", "106.60,29.570"]
        left = self.expect(0, "analyse", "profile", *line, "--out", "left.csv")
        kept = self.expect(0, "analyse", "profile", *line, "--extrapolated", "--out", "kept.csv")
        without, marked = self.rows("left.csv"), self.rows("kept.csv")
        guessed = [row["extrapolated"] == "1" for row in marked]
        self.assertTrue(50 < sum(guessed) < len(guessed) / 4, sum(guessed))
        for a, b, guess in zip(without, marked, guessed, strict=True):
            self.assertEqual(a["height_m"], "" if guess else b["height_m"])
        self.assertNotEqual(left.out, kept.out)
        self.assertIn("no ground height", left.err)
        self.assertIn("left out", without[0]["parameters"])
        place = next(row for row in marked if row["extrapolated"] == "1" and row["height_m"])
        ends = [f"{place['longitude_deg']},{place['latitude_deg']}", "106.57,29.56"]
        self.assertIn("left empty", self.expect(0, "analyse", "measure", "--points", *ends, "--out", "m.csv").err)
        self.assertEqual(self.rows("m.csv")[0]["rise_m"], "")
        self.expect(0, "analyse", "measure", "--points", *ends, "--extrapolated", "--out", "m.csv")
        self.assertNotEqual(self.rows("m.csv")[0]["rise_m"], "")


if __name__ == "__main__":
    unittest.main()
