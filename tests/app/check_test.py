"""yuzhong check, the catalogue's errors, the asset folder, help and version."""
import json
import shutil
import unittest

from harness import AppTest, MAP, SHARE

LAYER = '[[layer]]\nid = "{0}"\nkind = "boundary"\npath = "{0}.geojson"\n'
GOOD = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":' \
       '{"type":"Point","coordinates":[106.5,29.5]}}]}'


class CheckTest(AppTest):
    def test_the_bundled_map_is_good(self):
        result = self.expect(0, "check")
        self.assertIn("0 errors", result.out)
        self.assertIn("ok sites (sites)", result.out)
        self.assertEqual(self.expect(0, "check", "--quiet").out, "")

    def test_json(self):
        report = json.loads(self.expect(0, "check", "--json").out)
        self.assertTrue(report["ok"])
        sources = {source["id"]: source for source in report["sources"]}
        self.assertGreater(sources["sites"]["features"], 50)
        self.assertGreater(sources["elevation"]["width"], 10)
        self.assertEqual(report["problems"], [])

    def test_a_broken_layer_costs_only_itself(self):
        self.write("good.geojson", GOOD)
        self.write("empty.geojson", "")
        self.write("cut.geojson", GOOD[:60])
        catalog = self.write("map.toml", MAP + "".join(LAYER.format(n) for n in ("good", "empty", "cut", "none")))
        result = self.expect(1, "check", catalog)
        self.assertIn("ok good (boundary): 1 features", result.out)
        for name in ("empty", "cut", "none"):
            self.assertIn(f"FAILED {name}", result.out)
            self.assertRegex(result.out, f"error: .*{name}.geojson")
        report = json.loads(self.expect(1, "check", "--json", "--catalog", catalog).out)
        self.assertFalse(report["ok"])
        self.assertEqual([source["ok"] for source in report["sources"]], [True, False, False, False])

    def test_fields_and_colours_that_are_wrong_are_told_and_the_rest_is_drawn(self):
        share = self.folder / "share"
        shutil.copytree(SHARE, share)
        text = (share / "catalog.toml").read_text()
        for right, wrong in (('investment = "investment_total_yi"', 'investment = "money"'),
                             ('figure_value = "value"', 'figure_value = "worth"'),
                             ('field = "reported_length_m"', 'field = "said_m"'),
                             ('color = "#0072B2"', 'color = "blueish"')):
            self.assertIn(right, text)
            text = text.replace(right, wrong, 1)
        (share / "catalog.toml").write_text(text)
        with open(share / "styles" / "rivers.toml", "a") as style:
            style.write("\nfill =\n")
        out = self.expect(0, "check", share=share).out
        for word in ("field money", "as investment", "field worth", "as figure_value", "field said_m",
                     "card.Reported length", '"blueish" is not a colour', "0 errors, 4 warnings"):
            self.assertIn(word, out)
        drawn = self.expect(0, "render", "--out", "map.png", "--size", "160x90", "--samples", "1", share=share)
        self.assertIn("rivers.toml", drawn.err)

    def test_malformed_catalogues_name_line_and_key(self):
        for text, words in (("[map\n", ("line 1",)), ("# empty\n", ("map.crs", "missing")),
                            ("[map]\ncrs = 5\n", ("line 2", "map.crs", "string")),
                            (MAP + '[[layer]]\nid = "a"\nkind = "sites"\n', ("line 3", "layer.path")),
                            (MAP + '[water]\nlevel = "x"\n', ("line 4", "water.level"))):
            catalog = self.write("map.toml", text)
            result = self.expect(1, "check", catalog)
            for word in words:
                self.assertIn(word, result.out, text)
            for command in (["sites"], ["height", "1", "2"]):
                failed = self.expect(1, *command, "--catalog", catalog)
                for word in words:
                    self.assertIn(word, failed.err, text)
                self.assertEqual(failed.out, "")

    def test_what_is_wrong_is_said_in_chinese_too(self):
        self.write("cut.geojson", GOOD[:60])
        catalog = self.write("map.toml", MAP + "colour = 1\n" + "".join(LAYER.format(n) for n in ("cut", "none")))
        out = self.expect(1, "check", catalog, "--lang", "zh").out
        for words in ("警告：", "第 3 行", "不认识的键，已忽略", "没有这个文件", "GDAL 的原话"):
            self.assertIn(words, out)
        for words in ("error:", "warning:", "unknown key", "no such file"):
            self.assertNotIn(words, out)
        failed = self.expect(1, "sites", "--catalog", self.write("bad.toml", "[map]\ncrs = 5\n"), "--lang", "zh").err
        self.assertIn("第 2 行", failed)
        self.assertIn("应为字符串", failed)
        self.assertNotIn("expected", failed)

    def test_unknown_keys_are_warnings(self):
        catalog = self.write("map.toml", MAP + "colour = 1\n")
        self.assertIn("warning", self.expect(0, "check", catalog).out)
        self.assertIn("map.colour", self.expect(0, "check", catalog).out)

    def test_catalogues_that_are_not_there(self):
        self.assertIn("no such file", self.expect(1, "check", "nowhere.toml").out)
        self.assertIn("folder", self.expect(1, "check", self.folder).out)
        self.expect(2, "check", "a.toml", "--catalog", "b.toml")


class AssetsTest(AppTest):
    def test_a_missing_folder_is_said_with_what_to_do(self):
        result = self.expect(1, "sites", share=self.folder / "nowhere")
        self.assertIn("nowhere", result.err)
        self.assertIn("--catalog", result.err)

    def test_a_catalogue_of_ones_own_needs_no_folder(self):
        catalog = self.write_sites()
        result = self.expect(0, "sites", "--catalog", catalog, "--lang", "zh", share=self.folder / "nowhere")
        self.assertIn("甲 one", result.out)

    def test_the_folder_beside_the_executable_is_found(self):
        self.expect(0, "check", "--quiet", share=None)

    def test_a_moved_copy_works(self):
        shutil.copytree(SHARE, self.folder / "moved")
        self.assertIn("ok sites", self.expect(0, "check", share=self.folder / "moved").out)


class HelpTest(AppTest):
    def test_every_command_explains_itself_in_both_languages(self):
        for command in ([], ["sites"], ["height"], ["check"]):
            english = self.expect(0, *command, "--help", "--lang", "en")
            chinese = self.expect(0, *command, "--help", "--lang", "zh")
            self.assertIn("Usage", english.out)
            self.assertIn("用法", chinese.out)
            for option in ("--catalog", "--lang", "--quiet"):
                self.assertIn(option, english.out)
        self.assertRegex(self.expect(0, "--version").out, r"^yuzhong \d+\.\d+\.\d+\n$")

    def test_the_environment_chooses_the_language(self):
        for language, heading in (("en_GB.UTF-8", "Usage"), ("zh_CN.UTF-8", "用法"), ("C", "用法"), ("", "用法")):
            self.assertIn(heading, self.expect(0, "sites", "--help", LANG=language).out, language)
        self.assertIn("Usage", self.expect(0, "sites", "--help", LANG="zh_CN", LC_ALL="en_US").out)

    def test_wrong_commands(self):
        self.assertIn("bogus", self.expect(2, "bogus").err)
        self.expect(2, "--bogus")
        self.expect(2, "sites", "check")


if __name__ == "__main__":
    unittest.main()
