"""yuzhong height, held against GDAL's own tools on the same raster."""
import json
import subprocess
import unittest

from harness import AppTest, MAP, SHARE

ELEVATION = SHARE / "data" / "elevation.tif"


def tool(*arguments, stdin=""):
    return subprocess.run([str(a) for a in arguments], input=stdin, capture_output=True, text=True, check=True).stdout


class HeightTest(AppTest):
    def cells(self):
        """Centres of cells all over the raster, in its CRS, with the values GDAL reads there."""
        info = json.loads(tool("gdalinfo", "-json", ELEVATION))
        west, dx, _, north, _, dy = info["geoTransform"]
        columns, rows = info["size"]
        places = [(west + (c + 0.5) * dx, north + (r + 0.5) * dy)
                  for c in range(columns // 14, columns, columns // 7) for r in range(rows // 14, rows, rows // 7)]
        lines = "\n".join(f"{x!r} {y!r}" for x, y in places)
        values = tool("gdallocationinfo", "-valonly", "-geoloc", ELEVATION, stdin=lines).split("\n")[:len(places)]
        return [(x, y, float(v)) for (x, y), v in zip(places, values) if v and float(v) > -1000]

    def test_equals_gdal_at_cell_centres(self):
        cells = self.cells()
        self.assertGreater(len(cells), 30)
        lines = "\n".join(f"{x!r} {y!r}" for x, y, _ in cells)
        degrees = tool("gdaltransform", "-s_srs", "EPSG:4545", "-t_srs", "EPSG:4326", "-output_xy", stdin=lines)
        for crs, text in (("EPSG:4545", lines), ("EPSG:4326", degrees)):
            answers = self.expect(0, "height", "-", "--crs", crs, stdin=text).out.strip().split("\n")
            self.assertEqual(len(answers), len(cells))
            for answer, (_, _, value) in zip(answers, cells):
                self.assertAlmostEqual(float(answer.split()[2]), value, delta=0.011, msg=f"{crs}: {answer}")

    def test_one_place_with_its_source(self):
        x, y, value = self.cells()[20]
        result = self.expect(0, "height", "--crs", "EPSG:4545", repr(x), repr(y))
        self.assertRegex(result.out, r"^-?\d+\.\d\d elevation( extrapolated)?\n$")
        self.assertAlmostEqual(float(result.out.split()[0]), value, delta=0.011)
        self.assertIn("metres", result.err)
        quiet = self.expect(0, "height", "--quiet", "--crs", "EPSG:4545", repr(x), repr(y))
        self.assertEqual((quiet.out, quiet.err), (result.out, ""))

    def test_extrapolated_ground_says_so(self):
        lines = "\n".join(f"{x!r} {y!r}" for x, y, _ in self.cells())
        answers = self.expect(0, "height", "-", "--crs", "EPSG:4545", stdin=lines).out.strip().split("\n")
        kinds = {" ".join(answer.split()[3:]) for answer in answers}
        self.assertIn("elevation", kinds)
        self.assertLessEqual(kinds, {"elevation", "elevation extrapolated"})

    def test_offset_systems_move_the_place(self):
        # The deviation of GCJ-02 at this place as published services give it: +0.00369 E, -0.00288 N.
        plain = self.expect(0, "height", "106.57336", "29.56010").out
        moved = self.expect(0, "height", "--crs", "GCJ02", "106.57705", "29.55722").out
        self.assertAlmostEqual(float(plain.split()[0]), float(moved.split()[0]), delta=1.0)

    def test_places_without_data(self):
        self.assertEqual(self.expect(0, "height", "0", "0").out, "nan no data\n")
        self.assertEqual(self.expect(0, "height", "-", stdin="0 0\n").out, "0 0 nan no data\n")

    def test_lines_stay_paired(self):
        result = self.expect(1, "height", "-", stdin="106.57 29.555\n\nfoo bar\n106.57,29.555 trailing\n 0 95\n")
        lines = result.out.split("\n")
        self.assertEqual(len(lines), 6)
        self.assertRegex(lines[0], r"^106\.57 29\.555 \d+\.\d\d elevation")
        self.assertEqual(lines[1:3], ["", "foo bar nan not a place"])
        self.assertEqual(lines[3], lines[0])
        self.assertIn("line 3", result.err)
        self.assertIn("line 5", result.err)
        self.assertEqual(self.expect(0, "height", "-", stdin="").out, "")

    def test_wrong_usage(self):
        for arguments, word in (([], "LON"), (["1"], "LON LAT"), (["a", "b"], "two numbers"), (["nan", "1"], "two numbers"),
                                (["106", "129"], "latitude"), (["-", "1"], "standard input"),
                                (["--crs", "EPSG:0", "1", "2"], "EPSG:0"), (["1", "2", "3"], "3")):
            result = self.expect(2, "height", *arguments)
            self.assertIn(word, result.err, arguments)
            self.assertEqual(result.out, "")

    def test_negative_numbers_are_places_not_options(self):
        self.assertEqual(self.expect(0, "height", "-106.5", "-29.5").out, "nan no data\n")

    def test_a_map_without_terrain(self):
        empty = self.write("map.toml", MAP)
        self.assertIn("no terrain", self.expect(1, "height", "1", "2", "--catalog", empty).err)


if __name__ == "__main__":
    unittest.main()
