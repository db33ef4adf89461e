"""Files that nobody described: named on the command line or in the panel, coloured by a field, kept in the session, removed again."""
import json
import struct
import unittest
import zlib

from display import leave_if_no_display_can_be_had
from harness import AppTest
from window_test import Hands, moved

MAP_TAB = (132, 72)
FIELD = (150, 750)
FIELD_BELOW = (150, 782)  # once the list of layers has one more
UNFOLD, REMOVE = (78, 691), (80, 881)  # the added layer, and its button once it is open
AS_GROUND = (143, 940)
LAYERS = "-landmarks,-sites,-streets,-scenes,-stations,-walkways,-districts,-bridges"
OVER = "106.5800,29.5605,700,0,89"  # straight down on the old town
BLUE, ORANGE, GREY = (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0xBD, 0xB8, 0xAE)


def feature(number, geometry, **properties):
    return {"type": "Feature", "id": number, "properties": properties, "geometry": geometry}


def grid(kinds, size=0.00018):
    """Squares of some 18 m round the middle of the view, one a kind."""
    features = []
    for number, kind in enumerate(kinds):
        x, y = 106.5800 + (number % 5 - 2) * 0.0006, 29.5605 + (number // 5 - 1) * 0.0006
        ring = [[x - size, y - size], [x + size, y - size], [x + size, y + size], [x - size, y + size], [x - size, y - size]]
        features.append(feature(number, {"type": "Polygon", "coordinates": [ring]}, kind=kind, height=30 + number))
    return {"type": "FeatureCollection", "features": features}


def points(kinds):
    return {"type": "FeatureCollection", "features": [
        feature(n, {"type": "Point", "coordinates": [106.5800 + (n % 5 - 2) * 0.0006, 29.5605 + (n // 5 - 1) * 0.0006]},
                kind=kind, value=n * n) for n, kind in enumerate(kinds)]}


def pixels(path):
    """Rows of (r, g, b) of an 8-bit PNG without interlace."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8 and colour in (2, 6)
        packed += body if kind == b"IDAT" else b""
        at += size + 12
    bytes_each = 3 if colour == 2 else 4
    raw, stride, before, rows = zlib.decompress(packed), width * bytes_each, bytearray(width * bytes_each), []
    for y in range(height):
        filter_, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = line[x - bytes_each] if x >= bytes_each else 0
            corner = before[x - bytes_each] if x >= bytes_each else 0
            if filter_ == 1:
                line[x] = (line[x] + left) & 255
            elif filter_ == 2:
                line[x] = (line[x] + before[x]) & 255
            elif filter_ == 3:
                line[x] = (line[x] + (left + before[x]) // 2) & 255
            elif filter_ == 4:
                p = left + before[x] - corner
                near = min((abs(p - left), 0, left), (abs(p - before[x]), 1, before[x]), (abs(p - corner), 2, corner))
                line[x] = (line[x] + near[2]) & 255
        rows.append([tuple(line[x:x + 3]) for x in range(0, stride, bytes_each)])
        before = line
    return rows


def near(colour, wanted, slack=40):
    return all(abs(a - b) <= slack for a, b in zip(colour, wanted))


class AddedTest(AppTest):
    def picture(self, *arguments):
        self.expect(0, "render", "--out", "a.png", "--size", "500x400", "--samples", "1", "--camera", OVER,
                    "--layers", LAYERS, "--quiet", *arguments)
        return pixels(self.folder / "a.png")

    def count(self, rows, colour):
        return sum(near(pixel, colour) for row in rows for pixel in row)

    def test_points_by_category(self):
        self.write("stops.geojson", json.dumps(points(["a"] * 8 + ["b"] * 5)))
        bare = self.picture()
        rows = self.picture("--add", "stops.geojson")
        # 13 dots of some 6 pixels' diameter, rim included.
        self.assertGreater(self.count(rows, BLUE) - self.count(bare, BLUE), 8 * 6)
        self.assertGreater(self.count(rows, ORANGE) - self.count(bare, ORANGE), 5 * 6)
        alike = self.picture("--add", "stops.geojson", "--color", "stops=")
        self.assertLess(self.count(alike, ORANGE) - self.count(bare, ORANGE), 5)

    def test_bodies_and_ids(self):
        self.write("blocks.geojson", json.dumps(grid(["a"] * 9 + ["b"] * 6)))
        bare = self.picture()
        self.assertGreater(self.differing(bare, self.picture("--add", "blocks.geojson")), 2000)
        self.picture("--add", "blocks.geojson", "--select", "blocks:7")
        self.expect(2, "render", "--out", "b.png", "--add", "blocks.geojson", "--select", "blocks:99")
        # The same file twice gets another id.
        self.expect(0, "render", "--out", "c.png", "--size", "99x99", "--add", "blocks.geojson", "--add", "blocks.geojson",
                    "--layers", "-blocks,-blocks-2")

    def test_rasters(self):
        # 4 x 4 cells round the middle of the view, in degrees: a plane that rises to the east.
        rows = "\n".join("1 2 3 4" for _ in range(4))
        self.write("plane.asc", "ncols 4\nnrows 4\nxllcorner 106.5785\nyllcorner 29.559\ncellsize 0.00075\n"
                                f"NODATA_value -9999\n{rows}\n")
        self.write("plane.prj", 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
                                'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]')
        bare = self.picture()
        laid = self.picture("--add", "plane.asc")
        self.assertGreater(self.differing(bare, laid), 20000)
        middle = laid[200]
        self.assertGreater(sum(middle[340][:2]), sum(middle[160][:2]) + 60, "more is lighter, and east is right")
        self.picture("--add", "plane.asc", "--select", "plane:5")
        self.expect(2, "render", "--out", "b.png", "--add", "plane.asc", "--select", "plane:99")

    def differing(self, a, b):
        return sum(p != q for row, other in zip(a, b) for p, q in zip(row, other))

    def test_bad_files(self):
        self.write("empty.geojson", "")
        self.write("words.txt", "no data at all")
        self.write("none.geojson", '{"type":"FeatureCollection","features":[]}')
        for name in ("missing.gpkg", "empty.geojson", "words.txt", "."):
            result = self.expect(1, "render", "--out", "b.png", "--add", name)
            self.assertIn(name, result.err)
        self.picture("--add", "none.geojson")
        self.write("stops.geojson", json.dumps(points(["a", "b"])))
        result = self.expect(1, "render", "--out", "b.png", "--add", "stops.geojson|trees")
        self.assertIn("trees", result.err)
        for text in ("stops", "nothing=kind", "="):
            self.expect(2, "render", "--out", "b.png", "--add", "stops.geojson", "--color", text)
        self.assertNotIn("b.png", self.names())

    def test_crossing_polygons_missing_fields_and_nulls(self):
        bow = [[106.579, 29.560], [106.581, 29.561], [106.581, 29.560], [106.579, 29.561], [106.579, 29.560]]
        self.write("odd.geojson", json.dumps({"type": "FeatureCollection", "features": [
            feature(1, {"type": "Polygon", "coordinates": [bow]}, kind="a"),
            feature(2, None, kind=None),
            feature(3, {"type": "Polygon", "coordinates": [[[106.58, 29.56]]]}, kind="b"),
            feature(4, {"type": "LineString", "coordinates": [[106.579, 29.5595], [106.581, 29.5595]]}, kind="b")]}))
        result = self.expect(0, "render", "--out", "a.png", "--size", "200x160", "--camera", OVER, "--add", "odd.geojson",
                             "--color", "odd=no such field")
        self.assertIn("odd.geojson", result.err)


class AddingHandsTest(Hands):
    screen = (1280, 1000)  # the whole window is on it

    def test_add(self):
        stops = self.folder / "stops.geojson"
        stops.write_text(json.dumps(points(["a"] * 8 + ["b"] * 5)), encoding="utf-8")
        window = self.open("--size", "900x1000", "--layers", LAYERS, "--reduced-motion")
        start = window.settled()
        window.click(*MAP_TAB)
        window.settled()
        window.screenshot("map-tab")
        window.click(*FIELD)
        window.settled()
        window.type(str(stops))
        window.key("Return")
        added = window.settled()
        window.screenshot("added")
        self.assertEqual(added["added"], [str(stops)])
        self.assertGreater(moved(added, start), 300, "it flew to what came")
        window.click(*FIELD_BELOW)
        window.settled()
        window.type("/nowhere/at-all.gpkg")
        window.key("Return")
        window.settled()
        window.screenshot("missing")
        self.assertEqual(window.session()["added"], [str(stops)])
        self.closes_well(window)

    def test_remove(self):
        stops = self.folder / "stops.geojson"
        stops.write_text(json.dumps(points(["a"] * 8 + ["b"] * 5)), encoding="utf-8")
        window = self.open("--size", "900x1000", "--layers", LAYERS, "--reduced-motion", "--add", stops, "--select", "stops:3")
        self.assertEqual(window.settled()["added"], [str(stops)])
        window.click(*MAP_TAB)
        window.settled()
        window.click(*UNFOLD)
        window.settled()
        window.click(*REMOVE)
        left = window.settled()
        window.screenshot("removed")
        self.assertEqual((left["added"], left["selected"]), ([], ""), "what was chosen in it is chosen no more")
        self.closes_well(window)

    def test_a_raster_becomes_the_ground_and_is_taken_away_again(self):
        # A plateau of 900 m under the middle of the map; the ground's own heights there are some 250 m.
        rows = "\n".join("900 900 900 900" for _ in range(4))
        self.write("plateau.asc", "ncols 4\nnrows 4\nxllcorner 106.5770\nyllcorner 29.5575\ncellsize 0.0015\n"
                                  f"NODATA_value -9999\n{rows}\n")
        self.write("plateau.prj", 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
                                  'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]')
        plateau = self.folder / "plateau.asc"
        window = self.open("--size", "900x1000", "--reduced-motion", "--add", plateau, "--camera", OVER)
        start = window.settled()
        window.click(*MAP_TAB)
        window.settled()
        window.click(*UNFOLD)
        window.settled()
        window.click(*AS_GROUND)
        window.wait_for(lambda: window.session()["terrain"] == [str(plateau)])
        raised = window.settled()
        window.screenshot("ground")
        self.assertEqual(raised["added"], [])
        # The camera stayed where it was, so that it is now lower over the ground than before: 700 m over some 250 m.
        self.assertAlmostEqual(raised["camera"][2], start["camera"][2] - (900 - 250), delta=60)
        # The session carries it; the command line's height is the file's.
        window.close()
        saved = window.saved
        self.expect(0, "render", "--out", "with.png", "--size", "300x200", "--session", saved, "--quiet")
        text = saved.read_text(encoding="utf-8")
        saved.write_text(text.replace(str(plateau), str(self.folder / "gone.asc")), encoding="utf-8")
        result = self.expect(1, "render", "--out", "without.png", "--size", "300x200", "--session", saved)
        self.assertIn("gone.asc", result.err)
        self.assertNotEqual((self.folder / "with.png").read_bytes(), (self.folder / "without.png").read_bytes())


if __name__ == "__main__":
    leave_if_no_display_can_be_had()
    unittest.main()
