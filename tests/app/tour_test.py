"""Tours from outside: told, drawn as frames and as a video, played in the window; of wrong ones the rest is used."""
import json
import shutil
import subprocess
import unittest

from display import MISSING, WindowTest
from harness import AppTest

SMALL = ("--size", "96x64", "--samples", "1", "--quiet", "--layers", "-sites,-landmarks,-streets,-bridges")
TOUR = """
title = { zh = "短", en = "Short" }
[[stop]]
view = "top"
dwell = 1
flight = 1
title = { zh = "上", en = "Above" }
[[stop]]
view = "night"
dwell = 1
flight = 1
title = { zh = "夜", en = "Night" }
"""


class TourTest(AppTest):
    def test_the_bundled_tours_are_told(self):
        for tour in ("investors", "cliff-walkways", "planners", "night-city"):
            with self.subTest(tour):
                result = self.expect(0, "tour", tour, "--lang", "en")
                self.assertEqual(result.err, "")
                self.assertGreaterEqual(len(result.out.splitlines()), 6)

    def test_the_same_tour_gives_the_same_frames(self):
        self.write("tour.toml", TOUR)
        self.expect(0, "tour", "tour.toml", "--out", "a", "--fps", "2", *SMALL)
        names = sorted(path.name for path in (self.folder / "a").iterdir())
        self.assertEqual(names[:2], ["frame-00000.png", "frame-00001.png"])
        self.assertGreater(len(names), 8)
        # The option of render that is another name for it, on a machine with less to draw with.
        self.expect(0, "render", "--tour", "tour.toml", "--out", "b", "--fps", "2", *SMALL, LP_NUM_THREADS="0")
        for name in names:
            self.assertEqual((self.folder / "a" / name).read_bytes(), (self.folder / "b" / name).read_bytes(), name)
        result = self.expect(1, "tour", "tour.toml", "--out", "a", *SMALL)
        self.assertIn("empty folder", result.err)

    def test_a_video(self):
        if shutil.which("ffprobe") is None:
            self.skipTest("ffprobe is not here (Debian: apt install ffmpeg)")
        self.write("tour.toml", TOUR)
        self.expect(0, "tour", "tour.toml", "--out", "tour.mp4", "--fps", "5", "--to", "3", *SMALL)
        told = json.loads(subprocess.run(
            ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", self.folder / "tour.mp4"],
            capture_output=True, check=True).stdout)
        stream = told["streams"][0]
        self.assertIn(stream["codec_name"], ("h264", "mpeg4"))
        self.assertEqual((stream["width"], stream["height"]), (96, 64))
        self.assertEqual(stream["pix_fmt"], "yuv420p")
        self.assertEqual(int(stream["nb_read_frames"]), 16)
        self.assertAlmostEqual(float(told["format"]["duration"]), 16 / 5, delta=0.01)
        result = self.expect(1, "tour", "tour.toml", "--out", "odd.mp4", "--size", "97x64", "--quiet")
        self.assertIn("even", result.err)
        self.assertEqual(self.names(), ["tour.mp4", "tour.toml"])

    def test_of_a_wrong_tour_the_rest_is_used(self):
        self.write("again.toml", '[[stop]]\ninclude = "tour.toml"\n')
        self.write("tour.toml", TOUR + '[[stop]]\nview = "nowhere"\n[[stop]]\ncamera = [106.57, 29.56, -3, 0, 20]\n'
                   '[[stop]]\ninclude = "again.toml"\n')
        result = self.expect(1, "tour", "tour.toml", "--lang", "en")
        for words in ('no view "nowhere"', "under the ground", "tour.toml > again.toml > tour.toml", "tour.toml:"):
            self.assertIn(words, result.err)
        self.assertIn("Above", result.out)
        self.assertIn("Night", result.out)
        self.write("none.toml", '[[stop]]\nview = "nowhere"\n')
        self.assertIn("no stop", self.expect(1, "tour", "none.toml").err)
        self.assertIn("investors", self.expect(2, "tour", "nothing").err)
        self.assertIn("--out", self.expect(2, "tour", "investors", "--out", "a.avi").err)


@unittest.skipIf(MISSING, "no display can be had")
class TourWindowTest(WindowTest):
    def test_it_is_played_and_ends_where_it_began(self):
        file = self.write("tour.toml", TOUR)
        window = self.open("--size", "900x600", "--reduced-motion", "--layers", "-sites,-landmarks,-streets,-bridges")
        start = window.settled()
        window.close()
        window = self.open("--size", "900x600", "--tour", file, "--layers", "-sites,-landmarks,-streets,-bridges")
        window.key("Right")
        window.key("space")
        there = window.settled()
        window.screenshot("tour-paused")
        self.assertGreater(there["camera"][2], 8000, "paused at the first stop, from above")
        window.key("Right")
        night = window.wait_for(lambda: (lambda s: s if s["camera"][2] < 1000 else None)(window.session()))
        self.assertNotEqual(night["time"], there["time"])
        window.key("Left")
        window.wait_for(lambda: window.session()["camera"][2] > 8000)
        window.key("Escape")
        back = window.settled()
        window.screenshot("tour-ended")
        for value, wanted in zip(back["camera"], start["camera"], strict=True):
            self.assertAlmostEqual(value, wanted, delta=1e-4 * max(1, abs(wanted)))
        self.assertEqual(back["time"], start["time"])
        self.assertEqual(window.close(), 0)


if __name__ == "__main__":
    unittest.main()
