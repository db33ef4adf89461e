"""What a person makes of the window: bookmarks, a picture on the clipboard, a tour of her own."""
import os
import shutil
import subprocess
import unittest

from display import MISSING, WindowTest

# Where things are in a window of 1000x700 at 96 dpi, in English.
MAP_TAB = (155, 72)
RECORD = (68, 373)
ADD_STOP = (720, 140)
SIZE = ("--size", "1000x700", "--layers", "-sites,-landmarks,-streets,-bridges", "--reduced-motion", "--lang", "en")


@unittest.skipIf(MISSING, "no display can be had")
class KeepTest(WindowTest):
    def test_a_view_is_kept_and_given_up(self):
        window = self.open(*SIZE)
        window.key("b")
        marks = window.wait_for(lambda: window.session().get("bookmarks"))
        self.assertEqual([mark["name"] for mark in marks], ["View 1"])
        self.assertEqual(marks[0]["camera"], window.session()["camera"])
        self.assertGreater(len(marks[0]["thumbnail"]), 1000)
        window.key("ctrl+z")
        window.wait_for(lambda: "bookmarks" not in window.session())
        window.key("ctrl+shift+z")
        window.wait_for(lambda: window.session().get("bookmarks") == marks)
        self.assertEqual(window.close(), 0)
        self.assertEqual(window.words(), [])

    @unittest.skipIf(shutil.which("xclip") is None, "xclip is not here (Debian: apt install xclip)")
    def test_the_map_goes_onto_the_clipboard(self):
        window = self.open(*SIZE)
        window.settled()
        window.key("ctrl+c")
        ask = lambda: subprocess.run(["xclip", "-selection", "clipboard", "-t", "image/png", "-o"], check=True,  # noqa: E731
                                     env={**os.environ, "DISPLAY": self.display.name}, capture_output=True, timeout=20).stdout
        png = window.wait_for(ask)
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual((int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")), (1000, 700))
        self.assertGreater(len(png), 256 * 1024, "so large that it goes over in parts")
        self.assertTrue(png.endswith(b"IEND\xaeB`\x82"))
        self.assertEqual(window.close(), 0)

    def test_a_tour_is_recorded_and_told(self):
        window = self.open(*SIZE)
        window.click(*MAP_TAB)
        window.settled()
        window.click(*RECORD)
        window.settled()
        window.click(*ADD_STOP)
        window.settled()
        window.key("2")
        window.settled()
        window.click(*ADD_STOP)
        files = window.wait_for(lambda: list((self.folder / "state/yuzhong/tours").glob("*.toml")))
        window.wait_for(lambda: files[0].read_text(encoding="utf-8").count("[[stop]]") == 2)
        window.screenshot("tour-recorded")
        self.assertEqual(window.close(), 0)
        told = self.expect(0, "tour", files[0].stem, XDG_STATE_HOME=str(self.folder / "state"))
        self.assertEqual(told.err, "")
        self.assertEqual(len(told.out.splitlines()), 4, told.out)


if __name__ == "__main__":
    unittest.main()
