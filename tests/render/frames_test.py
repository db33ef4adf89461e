"""The same view drawn in other ways is the same picture: twice, in pieces, in a window instead of off screen."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "app"))
from display import MISSING, WindowTest  # noqa: E402
from harness import AppTest  # noqa: E402

VIEWS = ("opening", "jiefangbei", "top")


class FramesTest(AppTest):
    def draw(self, name, *arguments):
        self.expect(0, "render", "--quiet", "--out", name, *arguments)
        return self.folder / name

    def measure(self, expected, actual):
        result = subprocess.run([os.environ["YUZHONG_COMPARE"], expected, actual], capture_output=True, text=True)
        self.assertNotEqual(result.returncode, 2, result.stderr)
        measures = json.loads(result.stdout)
        print(f"{self.id().split('.')[-1]}: {expected.name} {actual.name}: {result.stdout.strip()}")
        self.assertGreater(measures["pixels"], 0, "the sizes differ")
        return measures

    def test_two_runs_give_the_same_bytes(self):
        for view in VIEWS[:2]:
            arguments = ("--view", view, "--size", "640x360", "--ui", "--select", "P001")
            self.assertEqual(self.draw("a.png", *arguments).read_bytes(), self.draw("b.png", *arguments).read_bytes(), view)

    def test_pieces_make_up_the_picture(self):
        # A piece's matrices are other numbers, so that a few sums round to the other side; seams would be lines.
        for view in VIEWS:
            arguments = ("--view", view, "--size", "640x360", "--ui")
            measures = self.measure(self.draw("whole.png", *arguments), self.draw("pieces.png", *arguments, "--piece", "150"))
            self.assertLessEqual(measures["bad"], 12, view)
            self.assertLessEqual(measures["different"], 0.02 * measures["pixels"], view)
            self.assertLessEqual(measures["block"], 1, view)

    def test_a_poster_in_pieces_is_the_poster(self):
        # Type, lines and pins three times as large, many of them over the edges of pieces.
        arguments = ("--view", "jiefangbei", "--size", "1440x810", "--scale", "3")
        measures = self.measure(self.draw("whole.png", *arguments), self.draw("pieces.png", *arguments, "--piece", "170"))
        self.assertLessEqual(measures["bad"], 12)
        self.assertLessEqual(measures["different"], 0.02 * measures["pixels"])
        self.assertLessEqual(measures["block"], 1)


@unittest.skipIf(MISSING, f"no window can be opened without {MISSING}")
class WindowFramesTest(WindowTest, FramesTest):
    test_two_runs_give_the_same_bytes = None
    test_pieces_make_up_the_picture = None
    test_a_poster_in_pieces_is_the_poster = None

    def test_the_window_shows_what_is_drawn_off_screen(self):
        # One sample a pixel: where more of them lie differs between a window and a framebuffer object of one driver.
        # Without a pointer over the map: a pin under it lights up.
        self.display.xdotool("mousemove", self.screen[0] - 1, self.screen[1] - 1)
        for view in VIEWS:
            arguments = ("--view", view, "--size", "1000x600", "--samples", "1")
            self.expect(0, "view", "--bare", "--capture", "window.png", *arguments, DISPLAY=self.display.name)
            measures = self.measure(self.draw("off-screen.png", *arguments), self.folder / "window.png")
            self.assertLessEqual(measures["bad"], 12, view)
            self.assertLessEqual(measures["different"], 0.005 * measures["pixels"], view)
            # A block full of roofs from above holds little but edges.
            self.assertLessEqual(measures["block"], 1, view)

    def test_the_panels_too(self):
        self.display.xdotool("mousemove", self.screen[0] - 1, self.screen[1] - 1)
        arguments = ("--view", "top", "--size", "1000x600", "--samples", "1", "--select", "P001")
        self.expect(0, "view", "--capture", "window.png", *arguments, DISPLAY=self.display.name)
        measures = self.measure(self.draw("off-screen.png", *arguments, "--ui"), self.folder / "window.png")
        self.assertLessEqual(measures["bad"], 12)
        self.assertLessEqual(measures["different"], 0.005 * measures["pixels"])


if __name__ == "__main__":
    unittest.main()
