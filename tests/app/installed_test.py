"""What `cmake --install` puts down: a program that works from there, finds its own files, and writes only where it may."""
import os
import shutil
import subprocess
import unittest

from harness import AppTest

VIEW = ("--size", "64x48", "--samples", "1", "--quiet")


class InstalledTest(AppTest):
    def setUp(self):
        super().setUp()
        self.prefix = self.folder / "usr"
        subprocess.run([os.environ["YUZHONG_CMAKE"], "--install", os.environ["YUZHONG_BUILD"], "--prefix", self.prefix],
                       check=True, capture_output=True, timeout=60)

    def installed(self, status, *arguments, **keywords):
        """From the installed place, told of no folder."""
        return self.expect(status, *arguments, share=None, program=self.prefix / "bin/yuzhong", **keywords)

    def test_lies_as_the_file_hierarchy_standard_has_it(self):
        self.assertEqual(sorted(path.name for path in self.prefix.iterdir()), ["bin", "lib", "share"])
        self.assertEqual([path.name for path in (self.prefix / "bin").iterdir()], ["yuzhong"])
        self.assertEqual([path.relative_to(self.prefix / "lib").as_posix() for path in self.prefix.glob("lib/**/*.so")],
                         ["yuzhong/yuzhong_video.so"])
        self.assertEqual(sorted(path.name for path in (self.prefix / "share").iterdir()), ["doc", "systemd", "yuzhong"])
        unit = (self.prefix / "share/systemd/user/yuzhong-kiosk.service").read_text()
        self.assertIn(f"ExecStart={self.prefix}/bin/yuzhong --kiosk\n", unit)
        if shutil.which("systemd-analyze"):
            verified = subprocess.run(["systemd-analyze", "verify", "--user", "--man=no",
                                       self.prefix / "share/systemd/user/yuzhong-kiosk.service"], capture_output=True, text=True,
                                      env={**os.environ, "XDG_RUNTIME_DIR": str(self.folder)})
            self.assertEqual(verified.returncode, 0, verified.stderr)
        for name in ("doc/yuzhong/LICENSE", "yuzhong/catalog.toml", "yuzhong/data/SOURCES.md"):
            self.assertTrue((self.prefix / "share" / name).is_file(), name)

    def test_draws_what_the_build_tree_draws(self):
        self.expect(0, "render", "--out", "built.png", *VIEW, "--ui")
        self.installed(0, "render", "--out", "installed.png", *VIEW, "--ui")
        self.assertEqual((self.folder / "built.png").read_bytes(), (self.folder / "installed.png").read_bytes())

    def test_carries_all_it_needs_with_it_and_writes_nothing_of_its_own(self):
        moved = self.folder / "opt"
        shutil.move(self.prefix, moved)
        self.prefix = moved
        before = sorted(moved.rglob("*"))
        self.installed(0, "check")
        self.installed(0, "render", "--out", "map.png", *VIEW)
        self.assertEqual(sorted(moved.rglob("*")), before)
        self.assertEqual(set(self.names()) - {".cache"}, {"map.png", "opt"})  # the graphics driver may keep a cache
        film = ("tour", "investors", "--out", "film.mp4", "--to", "0.1", "--size", "64x48", "--samples", "1", "--quiet")
        self.installed(0, *film)
        self.assertIn(b"ftyp", (self.folder / "film.mp4").read_bytes()[:16])
        # What encodes films is loaded for films alone.
        (moved / "lib/yuzhong/yuzhong_video.so").unlink()
        self.installed(0, "render", "--out", "map.png", *VIEW)
        self.assertIn("yuzhong_video.so", self.installed(1, *film).err)
        (moved / "share/yuzhong/catalog.toml").unlink()
        said = self.installed(1, "check", XDG_DATA_DIRS=str(self.folder / "none")).err
        self.assertIn(str(moved / "share/yuzhong"), said)
        self.assertNotIn(os.environ["YUZHONG_BUILD"], said)


if __name__ == "__main__":
    unittest.main()
