"""yuzhong sites."""
import csv
import io
import json
import os
import resource
import subprocess
import unicodedata
import unittest

from harness import AppTest, MAP


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class SitesTest(AppTest):
    def setUp(self):
        super().setUp()
        self.map = self.write_sites()

    def ids(self, *arguments):
        out = self.expect(0, "sites", "--catalog", self.map, "--format", "csv", *arguments).out
        return [row["id"] for row in csv.DictReader(io.StringIO(out))]

    def test_filter(self):
        self.assertEqual(self.ids(), ["P1", "P2", "P3", "P4", "P5"])
        self.assertEqual(self.ids("--filter", "industry=Culture; investment=2.5..10"), ["P1", "P3"])
        self.assertEqual(self.ids("--filter", "industry=文旅,finance; undisclosed=only"), ["P2", "P5"])
        self.assertEqual(self.ids("--filter", "year=2021..; located=only"), ["P1", "P2"])
        self.assertEqual(self.ids("--filter", "text=FOUR"), ["P4"])

    def test_filter_by_place(self):
        ring = "106.505 29.5,106.525 29.5,106.525 29.6,106.505 29.6"
        self.assertEqual(self.ids("--filter", f"within={ring}"), ["P1", "P2"])
        self.assertEqual(self.ids("--filter", f"view={ring}; investment=outside 3..4"), ["P1"])
        self.write("areas.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"A1",'
                   '"label":"老城","english":"Old town"},"geometry":{"type":"Polygon","coordinates":'
                   '[[[106.505,29.5],[106.525,29.5],[106.525,29.6],[106.505,29.6],[106.505,29.5]]]}}]}')
        self.write("stops.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kind":"subway"},'
                   '"geometry":{"type":"Point","coordinates":[106.51,29.551]}},{"type":"Feature","properties":{"kind":"rail"},'
                   '"geometry":{"type":"Point","coordinates":[106.53,29.55]}}]}')
        text = self.map.read_text(encoding="utf-8").replace(
            'licence = "CC0"', 'licence = "CC0"\ninside = "areas"\n[[layer.near]]\nid = "metro"\nlayer = "stops"\nkinds = ["subway"]\n'
            '[layer.fields]\nid = "id"\nname = "label"\nindustry = "trade"\ninvestment = "money"\nyear = "year"')
        text = "\n".join(line for line in text.splitlines() if not line.startswith("fields = "))
        self.map.write_text(text + """
[[layer]]
id = "areas"
kind = "districts"
path = "areas.geojson"
fields = { id = "id", name = "label", name_en = "english" }
[[layer]]
id = "stops"
kind = "places"
path = "stops.geojson"
fields = { kind = "kind" }
""", encoding="utf-8")
        for word in ("A1", "老城", "Old town"):
            self.assertEqual(self.ids("--filter", f"district={word}"), ["P1", "P2"])
        self.assertEqual(self.ids("--filter", 'district=""'), ["P3", "P4", "P5"])
        self.assertEqual(self.ids("--filter", "metro=..150"), ["P1"], "111 m by the meridian")
        self.assertEqual(self.ids("--filter", "metro=900..1100"), ["P2"])
        self.assertEqual(self.ids("--filter", "metro=0.."), ["P1", "P2", "P3", "P4"])
        for words, word in (("district=新城", "known: 老城"), ("metro=-5..", "below 0"), ("within=1 2,3 4", "three corners"),
                            ("within=a b,1 2,3 4", "longitude and latitude"), ("investment=outside ..", "needs a range")):
            self.assertIn(word, self.expect(2, "sites", "--catalog", self.map, "--filter", words).err)
        (self.folder / "stops.geojson").unlink()
        self.assertIn("stops", self.expect(1, "sites", "--catalog", self.map, "--filter", "metro=..150").err)

    def test_sort_puts_unknown_last_either_way(self):
        self.assertEqual(self.ids("--sort", "investment"), ["P1", "P3", "P4", "P2", "P5"])
        self.assertEqual(self.ids("--sort", "-investment"), ["P4", "P3", "P1", "P2", "P5"])
        self.assertEqual(self.ids("--sort", "industry"), ["P2", "P4", "P1", "P3", "P5"])

    def test_csv_carries_place_source_and_licence(self):
        out = self.expect(0, "sites", "--catalog", self.map, "--format", "csv").out
        rows = list(csv.DictReader(io.StringIO(out)))
        self.assertEqual(rows[0]["name"], "甲 one")
        self.assertAlmostEqual(float(rows[0]["lon"]), 106.51, places=6)
        self.assertAlmostEqual(float(rows[0]["lat"]), 29.55, places=6)
        self.assertEqual(rows[4]["lon"], "")
        self.assertEqual(rows[1]["investment"], "")
        for row in rows:
            self.assertEqual((row["attribution"], row["licence"]), ("© the test's author", "CC0"))

    def test_geojson(self):
        data = json.loads(self.expect(0, "sites", "--catalog", self.map, "--format", "geojson").out)
        self.assertEqual(len(data["features"]), 5)
        longitude, latitude = data["features"][0]["geometry"]["coordinates"]
        self.assertAlmostEqual(longitude, 106.51, places=6)
        self.assertAlmostEqual(latitude, 29.55, places=6)
        self.assertIsNone(data["features"][4]["geometry"])
        self.assertIsNone(data["features"][1]["properties"]["investment"])
        self.assertEqual(data["features"][0]["properties"]["licence"], "CC0")

    def test_files_of_every_format_open_again(self):
        for name in ("a.csv", "a.geojson", "a.gpkg", "a.xlsx"):
            self.expect(0, "sites", "--catalog", self.map, "--out", name, "--filter", "industry=文旅")
            listing = subprocess.run(["ogrinfo", "-ro", "-so", "-al", name], cwd=self.folder, capture_output=True)
            self.assertIn(b"Feature Count: 3", listing.stdout, name)
        self.assertEqual(self.names(), ["a.csv", "a.geojson", "a.gpkg", "a.xlsx", "map.toml", "sites.geojson"])

    def test_chosen_fields_and_the_mark_for_excel(self):
        self.expect(0, "sites", "--catalog", self.map, "--fields", "year,id", "--bom", "--out", "a.csv")
        text = (self.folder / "a.csv").read_bytes()
        self.assertTrue(text.startswith(b"\xef\xbb\xbfyear,id,lon,lat,attribution,licence"), text[:60])
        self.assertIn("expected some of id", self.expect(2, "sites", "--catalog", self.map, "--fields", "year,foo", "--format", "csv").err)

    def test_format_wins_over_name_and_old_files_are_replaced(self):
        self.write("out.dat", "old")
        self.expect(0, "sites", "--catalog", self.map, "--format", "csv", "--out", "out.dat")
        self.assertTrue((self.folder / "out.dat").read_text(encoding="utf-8").startswith("id,"))

    def test_table_lines_up_though_chinese_is_wide(self):
        out = self.expect(0, "sites", "--catalog", self.map, "--lang", "zh").out
        lines = out.split("\n")
        self.assertTrue(lines[0].startswith("编号"))
        column = width(lines[0][:lines[0].index("产业")])
        for line, industry in zip(lines[1:], ["文旅", "金融", "文旅", "金融", "文旅"]):
            self.assertEqual(width(line[:line.index(industry)]), column, line)
        self.assertIn("未披露", out)
        self.assertIn("© the test's author · CC0", out)
        self.assertIn("已披露投资合计 42.5 亿元", out)

    def test_quiet_table_is_the_table_alone(self):
        lines = self.expect(0, "sites", "--catalog", self.map, "--quiet").out.strip().split("\n")
        self.assertEqual(len(lines), 6)

    def test_summary(self):
        out = self.expect(0, "sites", "--catalog", self.map, "--summary").out
        self.assertIn("5 of 5 sites; disclosed investment 42.5 × 10^8 yuan; 2 not disclosed", out)
        self.assertRegex(out, r"Culture +3 +12\.5 +1")
        table = self.expect(0, "sites", "--catalog", self.map, "--summary", "--format", "csv").out
        rows = {row["industry"]: row for row in csv.DictReader(io.StringIO(table))}
        self.assertEqual(rows["金融"]["investment"], "30")
        self.assertEqual(rows["*"]["sites"], "5")
        self.assertEqual(rows["*"]["licence"], "CC0")

    def test_control_characters_do_not_reach_the_terminal(self):
        self.write("sites.geojson", r'{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
                   r'{"id":"P1","label":"a\u001b[31mb\nc","trade":"金融"},"geometry":null}]}')
        out = self.expect(0, "sites", "--catalog", self.map, "--quiet").out
        self.assertNotIn("\x1b", out)
        self.assertEqual(len(out.strip().split("\n")), 2)

    def test_wrong_usage_is_2_and_says_what_to_do(self):
        for arguments, word in ((["--filter", "foo"], 'character 4: expected "="'),
                                (["--filter", "industry=渔业"], "known: 金融, 文旅"),
                                (["--filter", "year=abc"], "2023..2025"),
                                (["--sort", "foo"], "expected one of id, name"),
                                (["--sort", ""], None),
                                (["--bogus"], "--bogus"),
                                (["--format", "pdf"], "pdf"),
                                (["--lang", "fr"], "fr"),
                                (["--format", "gpkg"], "--out FILE"),
                                (["--out", "x.bin"], "--format"),
                                (["--summary", "--format", "xlsx", "--out", "x.xlsx"], "--summary"),
                                (["stray"], "stray")):
            if word is None:
                self.expect(0, "sites", "--catalog", self.map, *arguments)
                continue
            result = self.expect(2, "sites", "--catalog", self.map, *arguments)
            self.assertIn(word, result.err, arguments)
            self.assertIn("yuzhong sites --help", result.err)
            self.assertEqual(result.out, "")
        self.assertEqual(self.names(), ["map.toml", "sites.geojson"])

    def test_what_is_wrong_is_said_in_chinese_too(self):
        for arguments, words in ((["--filter", "foo"], "第 4 个字符"), (["--filter", "industry=渔业"], "金融, 文旅"),
                                 (["--sort", "foo"], "没有字段“foo”"), (["--out", "x.bin"], "看不出格式")):
            result = self.expect(2, "sites", "--catalog", self.map, "--lang", "zh", *arguments)
            self.assertIn(words, result.err, arguments)
            self.assertNotIn("expected", result.err)

    def test_what_cannot_be_written_is_1_and_leaves_nothing(self):
        (self.folder / "taken").mkdir()
        for out in ("nowhere/x.csv", "taken"):
            result = self.expect(1, "sites", "--catalog", self.map, "--format", "csv", "--out", out)
            self.assertIn("cannot write", result.err)
        self.assertEqual(self.names(), ["map.toml", "sites.geojson", "taken"])
        if os.path.exists("/dev/full"):
            with open("/dev/full", "wb") as full:
                environment = {"PATH": os.environ["PATH"], "YUZHONG_SHARE": os.environ["YUZHONG_TEST_SHARE"], "LANG": "en_US.UTF-8"}
                process = subprocess.run([os.environ["YUZHONG_EXECUTABLE"], "sites", "--catalog", self.map], stdout=full,
                                         stderr=subprocess.PIPE, env=environment)
            self.assertEqual(process.returncode, 1)
            self.assertIn(b"standard output", process.stderr)

    def test_a_full_disk_is_1_and_leaves_nothing(self):
        """A file that may not grow is to the program what a disk without room is."""
        def no_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))

        environment = {"PATH": os.environ["PATH"], "YUZHONG_SHARE": os.environ["YUZHONG_TEST_SHARE"], "LANG": "en_US.UTF-8"}
        for extension in ("csv", "geojson", "gpkg", "xlsx"):
            process = subprocess.run([os.environ["YUZHONG_EXECUTABLE"], "sites", "--catalog", self.map, "--out", f"x.{extension}"],
                                     env=environment, cwd=self.folder, preexec_fn=no_room, stderr=subprocess.PIPE,
                                     restore_signals=False)  # Python ignores the signal of the limit, and so it stays
            self.assertEqual(process.returncode, 1, (extension, process.stderr))
            self.assertIn(b"cannot write", process.stderr, extension)
        self.assertEqual(self.names(), ["map.toml", "sites.geojson"])

    def test_a_read_only_folder(self):
        locked = self.folder / "locked"
        locked.mkdir()
        (locked / "x.csv").write_text("old", encoding="utf-8")
        locked.chmod(0o555)
        self.addCleanup(locked.chmod, 0o755)
        if os.access(locked, os.W_OK):
            self.skipTest("this user may write everywhere")
        self.expect(1, "sites", "--catalog", self.map, "--out", locked / "x.csv")
        self.assertEqual((locked / "x.csv").read_text(encoding="utf-8"), "old")
        self.assertEqual(len(list(locked.iterdir())), 1)

    def test_broken_sources_fail_with_their_name(self):
        self.write("sites.geojson", "")
        result = self.expect(1, "sites", "--catalog", self.map, "--out", "x.csv")
        self.assertIn("sites.geojson", result.err)
        self.assertNotIn("x.csv", self.names())
        empty = self.write("empty.toml", MAP)
        self.assertIn('kind "sites"', self.expect(1, "sites", "--catalog", empty).err)

    def test_a_missing_field_is_a_warning_that_quiet_hides(self):
        text = self.map.read_text(encoding="utf-8").replace('year = "year"', 'year = "when"')
        self.map.write_text(text, encoding="utf-8")
        self.assertIn("field when", self.expect(0, "sites", "--catalog", self.map).err)
        self.assertEqual(self.expect(0, "sites", "--catalog", self.map, "--quiet").err, "")


class BundledSitesTest(AppTest):
    def test_totals_leave_out_what_does_not_count(self):
        out = self.expect(0, "sites", "--format", "geojson").out
        properties = [feature["properties"] for feature in json.loads(out)["features"]]
        total = sum(p["investment"] for p in properties if p["investment"] is not None and p["investment_counts"] != 0)
        summary = self.expect(0, "sites", "--summary", "--format", "csv").out
        everything = [row for row in csv.DictReader(io.StringIO(summary)) if row["industry"] == "*"][0]
        self.assertAlmostEqual(float(everything["investment"]), total, places=3)
        self.assertEqual(int(everything["sites"]), len(properties))
        self.assertEqual(int(everything["undisclosed"]), sum(p["investment"] is None for p in properties))


if __name__ == "__main__":
    unittest.main()
