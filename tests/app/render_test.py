"""yuzhong render and the options it shares with the window: what goes wrong, in words, with nothing left behind."""
import json
import os
import shutil
import stat
import struct
import unittest

from harness import AppTest, MAP, SHARE

SMALL = ("--size", "64x48", "--samples", "1", "--quiet")


def png_size(path):
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n", path
    return struct.unpack(">II", head[16:24])


class RenderTest(AppTest):
    def refuses(self, status, words, *arguments, **keywords):
        """The command fails with this status, says all the words on one of its lines, and leaves the folder as it was."""
        before = self.names()
        result = self.expect(status, *arguments, **keywords)
        for word in words if isinstance(words, tuple) else (words,):
            self.assertIn(word, result.err, arguments)
        self.assertTrue(result.err.startswith("yuzhong: "), result.err)
        self.assertEqual(result.out, "", arguments)
        self.assertEqual(self.names(), before, arguments)
        if status == 2:
            self.assertIn("--help", result.err, arguments)

    def test_a_picture_and_its_figures(self):
        result = self.expect(0, "render", "--out", "map.png", *SMALL, "--stats", "stats.json")
        self.assertEqual(result.err, "")
        self.assertEqual(png_size(self.folder / "map.png"), (64, 48))
        stats = json.loads((self.folder / "stats.json").read_text())
        self.assertTrue(stats["complete"])
        self.assertEqual(stats["size"], [64, 48])
        self.assertGreater(stats["triangles"], 1000)
        # From the start of the process until the picture is drawn.
        steps = stats["milliseconds"]
        before = sum(steps[name] for name in ("context", "load", "mesh", "build"))
        self.assertGreater(stats["first_frame_milliseconds"], before + stats["frame_milliseconds"] / 2)
        self.assertLess(stats["first_frame_milliseconds"], before + steps["draw"] + 5000)
        self.assertEqual(self.names(), ["map.png", "stats.json"])

    def test_unknown_options_and_names(self):
        for words, arguments in (
                ("--frobnicate", ("--frobnicate",)),
                (("nowhere", "opening"), ("--view", "nowhere")),
                (("NOPE", "yuzhong sites"), ("--select", "NOPE")),
                (("nope", "boundary"), ("--layers", "+nope")),
                ("+LAYER", ("--layers", "boundary")),
                ("zh", ("--lang", "fr")),
                ("--camera", ("--view", "top", "--camera", "106.5,29.5,100,0,10"))):
            with self.subTest(arguments):
                self.refuses(2, words, "render", "--out", "map.png", *SMALL, *arguments)
        self.refuses(2, "--out", "render")
        self.refuses(2, "frobnicate", "frobnicate")

    def test_sizes_that_are_none(self):
        for size in ("0x100", "100x0", "-5x10", "10x-5", "wide", "100", "100x", "x100", "10x10x10", "1e3x10", "10.5x10",
                     "10x10 ", "65537x1", "99999999999x1", "65536x65536"):
            with self.subTest(size):
                self.refuses(2, ("--size", f"'{size}'", "WIDTHxHEIGHT"), "render", "--out", "map.png", f"--size={size}",
                             "--quiet")
                self.refuses(2, "--size", "view", f"--size={size}", "--quiet")

    def test_beyond_the_graphics_limit(self):
        self.expect(0, "render", "--out", "wide.png", "--size", "17001x40", "--samples", "1", "--quiet")
        self.assertEqual(png_size(self.folder / "wide.png"), (17001, 40))
        self.expect(0, "render", "--out", "dot.png", "--size", "1x1", "--quiet")
        self.assertEqual(png_size(self.folder / "dot.png"), (1, 1))

    def test_cameras_that_see_nothing(self):
        for camera in ("nan,29.5,100,0,10", "106.5,nan,100,0,10", "106.5,29.5,nan,0,10", "106.5,29.5,100,nan,10",
                       "106.5,29.5,100,0,nan", "106.5,29.5,inf,0,10", "106.5,29.5,-100,0,10", "106.5,95,100,0,10",
                       "106.5,29.5,100,0,95", "106.5,29.5,100,0", "106.5,29.5,100,0,10,7", "106.5,29.5,high,0,10"):
            with self.subTest(camera):
                self.refuses(2, "--camera", "render", "--out", "map.png", *SMALL, "--camera", camera)
        # Far from the map there is paper, not an error.
        self.expect(0, "render", "--out", "far.png", *SMALL, "--camera", "120,31,500,0,10")

    def test_numbers_out_of_range(self):
        for option, values in (("--exaggeration", ("0", "-1", "6", "nan", "x", "1x")),
                               ("--scale", ("0", "nan", "inf", "17")), ("--samples", ("0", "17", "-1", "many")),
                               ("--piece", ("0", "63", "x")), ("--water", ("nan", "inf", "1e9", "high"))):
            for value in values:
                with self.subTest(option=option, value=value):
                    self.refuses(2, option, "render", "--out", "map.png", "--quiet", f"{option}={value}")

    def test_wrong_times(self):
        for time in ("yesterday", "2026-13-01T00:00", "2026-02-30T00:00", "2026-06-21T25:00", "2026-06-21T18:30+99:00",
                     "18:30", "2026-06-21T18:30 "):
            with self.subTest(time):
                self.refuses(2, ("--time", time, "2026-06-21T18:30+08:00"), "render", "--out", "map.png", *SMALL,
                             "--time", time)

    def test_wrong_filters(self):
        for expression, words in (("colour=red", "colour"), ("investment=a..b", "a..b"), ("industry=", "value"),
                                  ("investment=10..1", "10"), ("undisclosed=maybe", "maybe")):
            with self.subTest(expression):
                self.refuses(2, ("--filter", words), "render", "--out", "map.png", *SMALL, "--filter", expression)

    def test_places_that_cannot_be_written(self):
        (self.folder / "folder.png").mkdir()
        self.write("file", "x")
        for out, words in (("none/map.png", "folder"), ("folder.png", "folder"), ("file/map.png", "folder")):
            with self.subTest(out):
                self.refuses(1, (out, words), "render", "--out", out, *SMALL)
        self.refuses(2, ".png", "render", "--out", "map.gif", *SMALL)
        self.refuses(2, ".png", "render", "--out", "", *SMALL)
        # The figures' place is looked at before the picture is drawn.
        self.refuses(1, "none/stats.json", "render", "--out", "map.png", *SMALL, "--stats", "none/stats.json")
        if os.geteuid() != 0:
            locked = self.folder / "locked"
            locked.mkdir(mode=0o500)
            self.refuses(1, "locked/map.png", "render", "--out", "locked/map.png", *SMALL)

    def test_a_device_is_not_replaced(self):
        os.mkfifo(self.folder / "pipe.png")
        self.refuses(1, "pipe.png", "render", "--out", "pipe.png", *SMALL)
        self.assertTrue(stat.S_ISFIFO((self.folder / "pipe.png").stat().st_mode))

    def test_a_failure_leaves_the_older_picture(self):
        self.write("map.png", "older")
        self.refuses(2, "nowhere", "render", "--out", "map.png", *SMALL, "--view", "nowhere")
        self.assertEqual((self.folder / "map.png").read_text(), "older")

    def test_malformed_catalogues(self):
        for text, words in (("[map\n", ("line 1",)), ("[map]\ncrs = 5\n", ("line 2", "map.crs")),
                            (MAP + '[[view]]\nid = "a"\ncamera = [1, 2]\n', ("line 5", "view.camera")),
                            (MAP + '[water]\nlevel = "high"\n', ("line 4", "water.level"))):
            catalog = self.write("map.toml", text)
            for command in (("render", "--out", "map.png", *SMALL), ("view",)):
                with self.subTest(text=text, command=command[0]):
                    self.refuses(1, ("map.toml", *words), *command, "--catalog", catalog)
        self.refuses(1, "none.toml", "render", "--out", "map.png", *SMALL, "--catalog", "none.toml")

    def test_missing_assets(self):
        self.refuses(1, ("YUZHONG_SHARE", "--catalog"), "render", "--out", "map.png", *SMALL, share=self.folder / "none")
        # A catalogue alone is not enough to draw with: the shaders are missing.
        bare = self.folder / "bare"
        bare.mkdir()
        (bare / "catalog.toml").write_text(MAP)
        self.refuses(1, "shaders", "render", "--out", "map.png", *SMALL, share=bare)

    def test_a_shader_that_the_driver_refuses(self):
        share = self.folder / "share"
        shutil.copytree(SHARE, share)
        with open(share / "shaders" / "terrain.frag", "a") as shader:
            shader.write("\nthis is no GLSL;\n")
        self.refuses(1, ("terrain.frag", "refuses"), "render", "--out", "map.png", *SMALL, share=share)

    def test_a_map_without_data_is_a_picture_all_the_same(self):
        self.write("map.toml", MAP)
        self.expect(0, "render", "--out", "map.png", *SMALL, "--catalog", "map.toml")
        self.assertEqual(png_size(self.folder / "map.png"), (64, 48))

    def test_sessions_without_anything_to_use(self):
        for text, words in (("", "empty"), ("{", "JSON"), ("[]", "TOML"), ("camera = [1, 2", "TOML")):
            with self.subTest(text):
                self.write("session.toml", text)
                self.refuses(1, ("session.toml", words), "render", "--out", "map.png", *SMALL, "--session",
                             "session.toml")
        self.refuses(1, "none.toml", "render", "--out", "map.png", *SMALL, "--session", "none.toml")

    def test_of_a_damaged_session_the_rest_is_drawn_and_the_status_tells(self):
        self.expect(0, "render", "--out", "plain.png", *SMALL, "--view", "top")
        good = "camera = [106.5370, 29.5530, 9000, 0, 88]\ntime = 2026-10-18T15:00:00+08:00\n"
        for text, words in (("opacity = 3", "opacity"), ('language = "fr"', "language"), ('filter = "colour=red"', "filter"),
                            ("exaggeration = 99", "exaggeration"), ("water = 1e300", "water"), ("layers = {", "TOML")):
            with self.subTest(text):
                session = self.write("session.toml", good + text + "\n")
                before = session.read_bytes()
                result = self.expect(1, "render", "--out", "map.png", *SMALL, "--session", "session.toml")
                self.assertIn("session.toml", result.err)
                self.assertIn(words, result.err)
                self.assertEqual((self.folder / "map.png").read_bytes(), (self.folder / "plain.png").read_bytes())
                self.assertEqual(session.read_bytes(), before)
        # Of a newer version: no error, all that is known is drawn.
        self.write("session.toml", "version = 99\n" + good + "weather = 'fog'\n")
        result = self.expect(0, "render", "--out", "map.png", *(SMALL[:-1]), "--session", "session.toml")
        for word in ("newer version", "weather"):
            self.assertIn(word, result.err)
        self.assertEqual((self.folder / "map.png").read_bytes(), (self.folder / "plain.png").read_bytes())
        # The JSON of early versions.
        self.write("session.json", '{"camera": [106.5370, 29.5530, 9000, 0, 88], "time": 1792306800.0}')
        self.expect(0, "render", "--out", "map.png", *SMALL, "--session", "session.json")
        self.assertEqual((self.folder / "map.png").read_bytes(), (self.folder / "plain.png").read_bytes())

    def test_the_window_needs_a_display(self):
        self.refuses(1, ("display", "yuzhong render"), "view")
        self.refuses(1, ("display", "yuzhong render"))
        self.refuses(2, "nowhere", "view", "--view", "nowhere")
        self.refuses(2, ".png", "view", "--capture", "map.gif", DISPLAY=":9999")
        self.refuses(1, "display", "view", DISPLAY=":9999")


if __name__ == "__main__":
    unittest.main()
