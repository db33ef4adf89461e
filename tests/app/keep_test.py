"""What a person makes of the window: bookmarks, a picture on the clipboard, a tour of her own."""
import os
import shutil
import subprocess
import time
import tomllib
import unittest

from display import MISSING, Window, WindowTest

# Where things are in a window 1000 wide at 96 dpi, in English.
MAP_TAB = (155, 72)
KEEP = (70, 254)                                     # below the views, while nothing is kept
MARK_NAME, MARK_FLY, MARK_REMOVE = (240, 254), (160, 285), (218, 285)   # of the first bookmark
MARK = 62                                            # from one to the next
RECORD = (68, 373)
CLOSE_RECORDER, TOUR_TITLE = (958, 39), (800, 104)
ADD_STOP, PREVIEW = (720, 140), (800, 136)
STOP, UP, DOWN, GONE = (720, 168), (893, 168), (927, 168), (960, 168)   # of the first stop
ROW = 32
# Of the words of the chosen stop where it is the only one.
TITLE_ZH, TITLE_EN, CAPTION_ZH, CAPTION_EN = (800, 226), (800, 256), (800, 318), (800, 394)
EDIT = (149, 377)                                    # of the first recorded tour
SIZE = ("--size", "1000x800", "--layers", "-sites,-landmarks,-streets,-bridges", "--reduced-motion", "--lang", "en")


def below(place, rows, height=ROW):
    return place[0], place[1] + rows * height


@unittest.skipIf(MISSING, "no display can be had")
class KeepTest(WindowTest):
    screen = (1280, 820)

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
        # Until then somebody else may have the clipboard.
        png = window.wait_for(lambda: (lambda bytes: bytes if bytes[:8] == b"\x89PNG\r\n\x1a\n" else None)(ask()))
        self.assertEqual((int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")), (1000, 800))
        self.assertGreater(len(png), 256 * 1024, "so large that it goes over in parts")
        self.assertTrue(png.endswith(b"IEND\xaeB`\x82"))
        self.assertEqual(window.close(), 0)

    def test_bookmarks_are_named_removed_and_there_again(self):
        window = self.open(*SIZE)
        window.click(*MAP_TAB)
        window.settled()
        window.click(*KEEP)
        first = window.wait_for(lambda: window.session().get("bookmarks"))[0]
        window.key("2")
        window.wait_for(lambda: window.session()["camera"] != first["camera"])
        window.key("b")
        marks = window.wait_for(lambda: (lambda all: all if len(all) == 2 else None)(window.session()["bookmarks"]))
        self.assertNotEqual(marks[0]["thumbnail"], marks[1]["thumbnail"])
        window.click(*MARK_NAME)
        window.key("ctrl+a")
        window.type("From the north")
        window.key("Tab")
        window.wait_for(lambda: [mark["name"] for mark in window.session()["bookmarks"]] == ["From the north", "View 2"])
        window.click(*MARK_FLY)
        window.wait_for(lambda: window.session()["camera"] == first["camera"])
        window.screenshot("bookmarks")
        window.click(*below(MARK_REMOVE, 1, MARK))
        window.wait_for(lambda: len(window.session()["bookmarks"]) == 1)
        before = window.session()
        self.assertEqual(window.close(), 0)
        # The small picture is read again and drawn.
        window = Window(self, self.display, *SIZE, "--session", window.saved)
        self.assertEqual(window.session()["bookmarks"], before["bookmarks"])
        window.click(*MAP_TAB)
        window.settled()
        colours = {self.display.pixel(x, y) for x in range(32, 122, 6) for y in range(246, 296, 6)}
        self.assertGreater(len(colours), 30)
        window.screenshot("bookmarks-again")
        self.assertEqual(window.close(), 0)

    def recorded(self):
        """The tours on disk, by file."""
        return {path: tomllib.loads(path.read_text(encoding="utf-8")) for path in (self.folder / "state/yuzhong/tours").glob("*.toml")}

    @unittest.skipIf(shutil.which("xclip") is None, "xclip is not here (Debian: apt install xclip)")
    def test_a_tour_is_recorded_changed_and_told(self):
        window = self.open(*SIZE)

        def tour():
            (file, text), = self.recorded().items()
            return text

        def names():
            return [stop.get("title", {}).get("en", "") for stop in tour()["stop"]]

        def write(place, text):
            window.click(*place)
            window.key("ctrl+a")
            if text.isascii():
                return window.type(text)
            # No input method runs here; xclip keeps the text until somebody else has the clipboard.
            subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode("utf-8"), check=True, timeout=20,
                           env={**os.environ, "DISPLAY": self.display.name}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            window.key("ctrl+v", "Tab")
            window.wait_for(lambda: any(text in path.read_text(encoding="utf-8") for path in self.recorded()))

        window.click(*MAP_TAB)
        window.settled()
        window.click(*RECORD)
        window.settled()
        window.screenshot("tour-begun")
        for number, view in enumerate("127", start=1):
            if number > 1:
                window.click(*below(STOP, number - 2))  # out of the field, or it would get the key
                window.settled()
            window.key(view)
            window.settled()
            window.click(*ADD_STOP)
            window.wait_for(lambda number=number: len(tour()["stop"]) == number)
            window.settled()
            # A field is on disk once it is left.
            write(below(TITLE_ZH, number - 1, ROW), f"站{number}")
            write(below(TITLE_EN, number - 1, ROW), f"Stop {number}")
            write(below(CAPTION_ZH, number - 1, ROW), f"解说{number}")
            write(below(CAPTION_EN, number - 1, ROW), f"Words {number}")
            window.key("Tab")
            window.wait_for(lambda number=number: tour()["stop"][-1].get("caption") == {"zh": f"解说{number}", "en": f"Words {number}"})
        window.screenshot("tour-recorded")
        self.assertEqual(names(), ["Stop 1", "Stop 2", "Stop 3"])
        self.assertEqual([stop["title"]["zh"] for stop in tour()["stop"]], ["站1", "站2", "站3"])
        cameras = [stop["camera"] for stop in tour()["stop"]]
        self.assertEqual(len(set(map(tuple, cameras))), 3)
        window.click(*below(UP, 2))
        window.wait_for(lambda: names() == ["Stop 1", "Stop 3", "Stop 2"])
        window.click(*DOWN)
        window.wait_for(lambda: names() == ["Stop 3", "Stop 1", "Stop 2"])
        self.assertEqual([stop["camera"] for stop in tour()["stop"]], [cameras[2], cameras[0], cameras[1]])
        window.click(*below(STOP, 1))  # it is flown to
        window.wait_for(lambda: abs(window.session()["camera"][0] - cameras[0][0]) < 1e-5)
        window.click(*below(GONE, 1))
        window.wait_for(lambda: names() == ["Stop 3", "Stop 2"])
        window.screenshot("tour-reordered")
        window.click(*PREVIEW)
        window.key("space")
        window.settled()
        window.screenshot("tour-preview")
        # A hand changes the file: of the tour that plays, and then of the one that is recorded.
        (file, _), = self.recorded().items()
        file.write_text(file.read_text(encoding="utf-8").replace('"Words 3"', '"Another word"').replace(
            *(", ".join(map(str, cameras[i])) for i in (2, 0))), encoding="utf-8")
        self.assertEqual(tour()["stop"][0]["camera"], cameras[0], "the test wrote what it meant to")
        window.key("Right")
        window.wait_for(lambda: sum(self.display.pixel(600, 690)) < 200)  # the stop's words, although it is halted
        window.screenshot("tour-reloaded")
        window.key("Escape")
        window.settled()
        window.click(*STOP)
        window.wait_for(lambda: abs(window.session()["camera"][0] - cameras[0][0]) < 1e-5)
        write(below(TITLE_EN, 1, ROW), "Renamed")
        window.key("Tab")
        window.wait_for(lambda: names() == ["Renamed", "Stop 2"])
        self.assertEqual(tour()["stop"][0]["caption"]["en"], "Another word", "and is kept")
        # What somebody else writes while words are typed is not written over.
        write(below(TITLE_EN, 1, ROW), "Mine")
        theirs = file.read_text(encoding="utf-8").replace("Renamed", "Theirs")
        file.write_text(theirs, encoding="utf-8")
        time.sleep(1.5)
        window.key("Tab")
        window.wait_for(lambda: len(self.recorded()) == 2)
        self.assertEqual(file.read_text(encoding="utf-8"), theirs)
        copy, = (text for path, text in self.recorded().items() if path != file)
        self.assertEqual(copy["stop"][0]["title"]["en"], "Mine")
        window.screenshot("tour-copied")
        # The last stop's file stays: a tour is better than none.
        window.click(*GONE)
        window.settled()
        window.click(*GONE)
        window.settled()
        window.screenshot("tour-emptied")
        self.assertEqual(window.close(), 0)
        told = self.expect(0, "tour", file.stem, "--lang", "en", XDG_STATE_HOME=str(self.folder / "state"))
        self.assertEqual(told.err, "")
        self.assertIn("Theirs", told.out)


if __name__ == "__main__":
    unittest.main()
