"""Drives the real executable: standard library only."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

EXECUTABLE = os.environ["YUZHONG_EXECUTABLE"]
SHARE = pathlib.Path(os.environ["YUZHONG_TEST_SHARE"])
MAP = '[map]\ncrs = "EPSG:4545"\n'


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout.decode("utf-8")
        self.err = process.stderr.decode("utf-8")


class AppTest(unittest.TestCase):
    """Each test has a folder of its own and a bare environment."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yuzhong-app-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def run_app(self, *arguments, stdin="", share=SHARE, program=EXECUTABLE, **environment):
        variables = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "en_US.UTF-8", **environment}
        for name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                variables[name] = os.environ[name]
        if share:
            variables["YUZHONG_SHARE"] = str(share)
        return Result(subprocess.run([program, *map(str, arguments)], input=stdin.encode("utf-8"),
                                     capture_output=True, env=variables, cwd=self.folder, timeout=120))

    def fake_machine(self):
        """Variables of a program whose machine has the troubles that files in self.fake tell of (fake_machine.cpp)."""
        self.fake = self.folder / "fake"
        self.fake.mkdir()
        (self.fake / "later").write_text(f"{0:015}", encoding="utf-8")
        # A sanitizer wants to be loaded first, which it need not be for what is faked here.
        options = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))
        return {"LD_PRELOAD": os.environ["YUZHONG_FAKE_MACHINE"], "YUZHONG_FAKE": str(self.fake), "ASAN_OPTIONS": options}

    def let_pass(self, seconds):
        """For all programs of such a machine, at once."""
        with open(self.fake / "later", "r+", encoding="utf-8") as later:
            ahead = int(later.read()) + seconds
            later.seek(0)
            later.write(f"{ahead:015}")

    def expect(self, status, *arguments, **keywords):
        result = self.run_app(*arguments, **keywords)
        self.assertEqual(result.status, status, f"{arguments}\n{result.out}\n{result.err}")
        if status != 0:
            self.assertTrue(result.err.strip() or arguments[0] == "check", f"{arguments}: no word about why")
        return result

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())

    def write_sites(self):
        """A small map of its own: five sites in GeoJSON, one without a place."""
        features = []
        for number, (name, industry, investment, year) in enumerate(
                [("甲 one", "文旅", 2.5, 2024), ("乙 two", "金融", "null", 2023), ("丙 three", "文旅", 10, 2020),
                 ("丁 four", "金融", 30, "null"), ("戊 five", "文旅", "null", 2024)], start=1):
            place = "null" if number == 5 else f'{{"type":"Point","coordinates":[{106.5 + number / 100},29.55]}}'
            features.append(f'{{"type":"Feature","properties":{{"id":"P{number}","label":"{name}","trade":"{industry}",'
                            f'"money":{investment},"year":{year}}},"geometry":{place}}}')
        self.write("sites.geojson", '{"type":"FeatureCollection","features":[' + ",\n".join(features) + "]}")
        return self.write("map.toml", MAP + """
[[layer]]
id = "sites"
kind = "sites"
path = "sites.geojson"
attribution = "© the test's author"
licence = "CC0"
fields = { id = "id", name = "label", industry = "trade", investment = "money", year = "year" }
[[vocabulary.industry]]
value = "金融"
label = { zh = "金融", en = "Finance" }
[[vocabulary.industry]]
value = "文旅"
label = { zh = "文旅", en = "Culture" }
""")
