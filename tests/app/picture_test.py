"""Pictures beyond the graphics limit, with a layout, as PDF, and all views on one sheet."""
import os
import re
import shutil
import signal
import subprocess
import unittest
import zlib

from harness import AppTest, EXECUTABLE, SHARE
from render_test import png_size

BARE = ("--layers", "-landmarks,-streets,-bridges", "--samples", "1", "--quiet")


def rows(path):
    """The picture's rows as bytes, RGB."""
    data, at, packed = path.read_bytes(), 8, b""
    width, height = png_size(path)
    while at < len(data):
        length, kind = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    raw, stride, result = zlib.decompress(packed), width * 3, []
    before = bytearray(stride)
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        assert kind in (0, 1, 2), "a filter that the program does not use"
        if kind == 1:
            for x in range(3, stride):
                line[x] = (line[x] + line[x - 3]) & 255
        elif kind == 2:
            for x in range(stride):
                line[x] = (line[x] + before[x]) & 255
        result.append(bytes(line))
        before = line
    return result


class PictureTest(AppTest):
    def peak(self, *arguments):
        """Bytes that the process held at most."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "en_US.UTF-8", "YUZHONG_SHARE": str(SHARE)}
        process = subprocess.Popen([EXECUTABLE, "render", *arguments], cwd=self.folder, env=environment,
                                   stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        return usage.ru_maxrss * 1024

    def test_memory_does_not_grow_with_the_picture(self):
        small = self.peak("--out", "small.png", "--size", "1920x1080", *BARE)
        large = self.peak("--out", "large.png", "--size", "9600x5400", *BARE)
        self.assertEqual(png_size(self.folder / "large.png"), (9600, 5400))
        print(f"peak RSS: {small >> 20} MiB for 1920x1080, {large >> 20} MiB for 9600x5400")
        # Colours and depths of all its pixels at once would be 396 MiB, the picture itself 148 MiB.
        self.assertLess(large - small, 400 << 20)

    def test_panels_grow_with_the_picture(self):
        # Beyond four times the window's size their type would fit no texture: they are enlarged then, piece by piece.
        edges = []
        for scale in (4, 5):
            self.expect(0, "render", "--out", "map.png", "--ui", "--scale", scale, "--size", f"{320 * scale}x{180 * scale}",
                        "--piece", "700", *BARE)
            line = rows(self.folder / "map.png")[24 * scale]
            dark = [x for x in range(160 * scale) if sum(line[3 * x:3 * x + 3]) < 150]
            edges.append((dark[0] / scale, dark[-1] / scale))
        self.assertAlmostEqual(edges[0][0], 12, delta=1, msg="the panel's left edge")
        self.assertGreater(edges[0][1], 60)
        for four, five in zip(*edges, strict=True):
            self.assertAlmostEqual(four, five, delta=0.6)

    def test_a_picture_that_is_broken_off_leaves_nothing(self):
        self.write("large.png", b"the picture of yesterday")
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "en_US.UTF-8", "YUZHONG_SHARE": str(SHARE)}
        process = subprocess.Popen([EXECUTABLE, "render", "--out", "large.png", "--size", "12000x8000", "--piece", "500"],
                                   cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = process.stderr.readline()
        while line and not re.match(r"yuzhong: [1-9]\d* %", line):
            line = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, said)
        self.assertIn("cancelled", said)
        self.assertEqual(self.names(), ["large.png"])
        self.assertEqual((self.folder / "large.png").read_bytes(), b"the picture of yesterday")

    def test_the_map_in_a_layout_is_the_map_without_one(self):
        arguments = ("--size", "900x600", "--scale", "1", *BARE)
        self.expect(0, "render", "--out", "sheet.png", "--layout", "all", *arguments, SOURCE_DATE_EPOCH="1790000000")
        sheet = rows(self.folder / "sheet.png")
        self.assertEqual(png_size(self.folder / "sheet.png"), (900, 600))
        paper = sheet[2][6:9]
        # The frame is the first row that is mostly neither paper nor map: find the map as the box inside of it.
        middle = sheet[300]
        left = next(x for x in range(900) if middle[3 * x:3 * x + 3] != paper) + 1
        right = next(x for x in range(left + 200, 900) if middle[3 * x:3 * x + 3] == paper) - 1
        column = [line[3 * (left + 50):3 * (left + 50) + 3] for line in sheet]
        top = next(y for y in range(300, 0, -1) if column[y] == paper) + 2
        bottom = next(y for y in range(300, 600) if column[y] == paper) - 1
        self.assertGreater(right - left, 400)
        self.assertGreater(bottom - top, 250)
        self.expect(0, "render", "--out", "map.png", "--size", f"{right - left}x{bottom - top}", "--scale", "1", *BARE)
        plain = rows(self.folder / "map.png")
        for y in range(0, bottom - top, 7):
            self.assertEqual(sheet[top + y][3 * left:3 * right], plain[y], f"row {y}")
        # Again on the same day it is the same.
        self.expect(0, "render", "--out", "again.png", "--layout", "all", *arguments, SOURCE_DATE_EPOCH="1790000000")
        self.assertEqual((self.folder / "sheet.png").read_bytes(), (self.folder / "again.png").read_bytes())

    def test_all_views_on_one_sheet(self):
        self.expect(0, "render", "--out", "views.png", "--contact-sheet", "--size", "800x600", *BARE)
        self.assertEqual(png_size(self.folder / "views.png"), (800, 600))
        self.assertGreater(len(set(rows(self.folder / "views.png"))), 300, "there are pictures on it")
        self.expect(0, "render", "--out", "views.pdf", "--contact-sheet", "--paper", "A5", "--dpi", "60", *BARE)
        self.assertTrue((self.folder / "views.pdf").read_bytes().startswith(b"%PDF-"))

    @unittest.skipIf(shutil.which("pdftotext") is None, "pdftotext is not here (Debian: apt install poppler-utils)")
    def test_a_page_for_print(self):
        for language, words in (("zh", ("两江之间", "图例之一", "绘制于 2026-09-21", "现代金融业", "图中央处", "ODbL")),
                                ("en", ("Between", "drawn 2026-09-21", "at the middle of the picture", "ODbL", "EPSG:4545"))):
            with self.subTest(language):
                title = "两江之间 图例之一" if language == "zh" else "Between two rivers"
                self.expect(0, "render", "--out", "page.pdf", "--paper", "A4", "--dpi", "60", "--lang", language, "--title", title,
                            "--samples", "1", "--quiet", SOURCE_DATE_EPOCH="1790000000")
                page = self.folder / "page.pdf"
                ask = lambda *tool: subprocess.run([*tool, page], capture_output=True, check=True, text=True).stdout  # noqa: E731
                told = ask("pdfinfo")
                self.assertRegex(told, r"Page size: +84[12]\.?\d* x 595\.?\d* pts \(A4\)")  # half a pixel of 60 an inch more or less
                self.assertRegex(told, rf"Title: +{title}")
                text = subprocess.run(["pdftotext", "-layout", page, "-"], capture_output=True, check=True, text=True).stdout
                for word in words:
                    self.assertIn(word, text)
                fonts = ask("pdffonts").splitlines()[2:]
                self.assertTrue(fonts)
                for font in fonts:
                    self.assertRegex(font, r"\+NotoSansCJKsc-\w+ .*yes +yes +yes", "embedded, cut down, searchable")
                images = subprocess.run(["pdfimages", "-list", page], capture_output=True, check=True, text=True).stdout
                self.assertEqual(len(images.splitlines()) - 2, 1, "one map, without seams")

    def test_what_cannot_be_is_said(self):
        for words, arguments in (("--layout", ("--layout", "frame")), ("--paper", ("--paper", "A4")), ("--dpi", ("--dpi", "5")),
                                 (".pdf", ("--portrait",)), ("--ui", ("--ui", "--layout", "all"))):
            with self.subTest(arguments):
                self.assertIn(words, self.expect(2, "render", "--out", "map.png", *arguments).err)
        for words, arguments in (("--paper", ("--paper", "letter")), ("--dpi", ("--paper", "A0", "--dpi", "1200"))):
            with self.subTest(arguments):
                self.assertIn(words, self.expect(2, "render", "--out", "map.pdf", *arguments).err)
        self.assertEqual(self.names(), [])


if __name__ == "__main__":
    unittest.main()
