// The filter panel under hands that read: what it says, and that nothing it says is cut off or covered.

#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <imgui.h>
#include <ogrsf_frmts.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "panel_hands.h"

namespace atlas::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Panel : public MapTest {
  protected:
    Panel() {
        fs::create_directories(folder_);
        ::setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
    }
    ~Panel() override {
        ::unsetenv("XDG_CONFIG_HOME");
        fs::remove_all(folder_);
    }
    PanelHands hands(ui::Language language = ui::Language::En, scene::Viewport viewport = {1280, 1300, 1}) {
        return PanelHands(*map_, viewport, language);
    }
    static std::string contents(const fs::path& path) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }
    static std::size_t lines(const fs::path& path) {
        const std::string text = contents(path);
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }

    fs::path folder_ = fs::path(testing::TempDir()) / ("atlas-panel-" + std::to_string(getpid()));
};

TEST_F(Panel, IndustriesAreATreeInThreeStates) {
    PanelHands panel = hands();
    const auto& terms = map_->district().catalog.vocabularies.at("industry");
    ASSERT_EQ(terms.size(), 9U);
    const auto found = std::adjacent_find(terms.begin(), terms.end(), [](const auto& one, const auto& next) {
        return one.group.en == next.group.en;
    });
    ASSERT_NE(found, terms.end());
    const layers::Term& first = *found;
    panel.click(first.label.en, "conditions");
    EXPECT_EQ(panel.filter(), "industry=" + first.value);
    panel.click(terms[1].label.en, "conditions", false, true);
    EXPECT_EQ(panel.filter(), "industry=" + terms[1].value) << "Alt: only this";
    panel.click(terms[1].label.en, "conditions", false, true);
    EXPECT_EQ(panel.filter(), "") << "once more: all";
    panel.click(first.group.en, "conditions");
    const auto members = static_cast<std::size_t>(std::count_if(
        terms.begin(), terms.end(), [&](const auto& term) { return term.group.en == first.group.en; }));
    EXPECT_EQ(panel.session().filter.industries.size(), members) << "a group is all of its members";
    panel.click(first.label.en, "conditions");
    EXPECT_EQ(panel.session().filter.industries.size(), members - 1);
    panel.click(first.group.en, "conditions");
    EXPECT_EQ(panel.session().filter.industries.size(), members) << "half chosen: the rest of it comes";
    panel.click(first.group.en, "conditions");
    EXPECT_EQ(panel.filter(), "");
}

TEST_F(Panel, WrongBoundsAreAnsweredInPlaceUntilTheyAreNoMore) {
    for (const ui::Language language : {ui::Language::En, ui::Language::Zh}) {
        const bool en = language == ui::Language::En;
        const std::string crossed = en ? "The lower bound is above the upper one" : "下限高于上限";
        const std::string noAmount = en ? "\"abc\" is no amount" : "“abc”";
        const std::string low = en ? "from, e.g." : "下限，亿或万";
        const std::string high = en ? "to, e.g." : "上限，亿或万";
        PanelHands panel = hands(language);
        panel.click(low, "conditions");
        panel.type("1.5");
        ASSERT_EQ(panel.filter(), "investment=1.5..");
        panel.click(high, "conditions");
        panel.type("1");
        EXPECT_TRUE(panel.shows(crossed)) << panel.everything();
        EXPECT_EQ(panel.filter(), "investment=1.5..") << "nothing was changed";
        ASSERT_TRUE(panel.undo());
        panel.frames(2);
        EXPECT_EQ(panel.filter(), "");
        EXPECT_FALSE(panel.shows(crossed)) << "what was wrong is undone, and so is the word about it";

        panel.click(high, "conditions");
        panel.type("abc");
        EXPECT_TRUE(panel.shows(noAmount)) << panel.everything();
        EXPECT_TRUE(panel.shows("abc", "conditions")) << "stays, to be mended";
        EXPECT_EQ(panel.filter(), "");
        panel.click("abc", "conditions");
        panel.type(en ? "2 bn" : "20亿");
        EXPECT_EQ(panel.filter(), "investment=..20");
        EXPECT_FALSE(panel.shows(noAmount));
    }
}

TEST_F(Panel, FiltersAreKeptUnderNames) {
    {
        PanelHands panel = hands();
        panel.click("Keep, copy and paste", "conditions");
        panel.wheel("conditions", -30);
        panel.click("the filter in words", "conditions");
        panel.type("industry=无此业; year=2024..");
        EXPECT_TRUE(panel.shows("no site has industry")) << panel.everything();
        EXPECT_EQ(panel.filter(), "") << "what is unknown changes nothing";
        panel.click("industry=", "conditions");
        panel.type("year=2024..");
        EXPECT_EQ(panel.filter(), "year=2024..");
        panel.click("a name for this filter", "conditions");
        panel.type("recent");
        EXPECT_TRUE(panel.shows("recent", "conditions"));
        EXPECT_THAT(contents(folder_ / "config/yuzhong/filters.json"), HasSubstr("year=2024.."));
    }
    PanelHands again = hands();  // the program starts anew
    again.click("Keep, copy and paste", "conditions");
    again.wheel("conditions", -30);
    again.click("recent", "conditions");
    EXPECT_EQ(again.filter(), "year=2024..");
    again.click("Copy", "conditions");
    EXPECT_STREQ(ImGui::GetClipboardText(), "year=2024..");
    ImGui::SetClipboardText("status=under construction");
    again.click("Paste", "conditions");
    EXPECT_EQ(again.filter(), "status=under construction");
    ImGui::SetClipboardText("nonsense");
    again.click("Paste", "conditions");
    EXPECT_TRUE(again.shows("expected \"=\"")) << again.everything();
    EXPECT_EQ(again.filter(), "status=under construction");
    again.clickBeside("recent", "×");
    EXPECT_FALSE(again.shows("recent", "conditions"));
    EXPECT_THAT(contents(folder_ / "config/yuzhong/filters.json"), Not(HasSubstr("recent")));
}

TEST_F(Panel, UpToFourSitesStandSideBySide) {
    PanelHands panel = hands();
    std::vector<std::string> names;
    for (const Written& words : panel.written())
        if (words.window.find("results") != std::string::npos && words.box.x < 100 && words.text.size() > 16)
            names.push_back(words.text.substr(0, 16));  // enough to know it by, in the cards too
    ASSERT_GE(names.size(), 5U) << panel.everything();
    names.resize(5);
    for (const std::string& name : names) {
        const float at = panel.find(names.back(), "results")->box.y;
        panel.click(name, "results", true);
        EXPECT_EQ(panel.find(names.back(), "results")->box.y, at) << "rows stay under the hand";
    }
    EXPECT_TRUE(panel.shows("5 marked"));
    panel.click("Fly to them");
    EXPECT_TRUE(panel.takeFlight()) << "to see them all";
    panel.click("Compare");
    panel.frames(3);
    EXPECT_TRUE(panel.shows("The first 4 of 5 marked sites", "compare")) << panel.everything();
    std::size_t cards = 0;
    std::string all;
    for (const Written& words : panel.written())
        if (words.window.find("compare") != std::string::npos) all += words.text + " ";
    for (const std::string& name : names) cards += all.find(name) != std::string::npos;
    EXPECT_GE(cards, 4U) << all;
    panel.click("×", "compare");
    panel.frames(2);
    EXPECT_FALSE(panel.shows("The first 4 of 5", "compare"));
    EXPECT_TRUE(panel.shows("5 marked")) << "they stay marked";
}

TEST_F(Panel, QuickPicksAndColumns) {
    PanelHands panel = hands();
    panel.click("0.1–1bn", "conditions");
    EXPECT_EQ(panel.filter(), "investment=1..10");
    panel.click("0.1–1bn", "conditions");
    EXPECT_EQ(panel.filter(), "") << "once more: off";
    panel.click("only these", "conditions");
    EXPECT_EQ(panel.filter(), "undisclosed=only");
    panel.click("show", "conditions");
    EXPECT_EQ(panel.filter(), "undisclosed=include");
    ASSERT_TRUE(panel.undo() && panel.undo());
    panel.frames(3);

    EXPECT_FALSE(panel.shows("Sub-district", "results"));
    panel.click("Columns");
    panel.frames(2);
    panel.click("Sub-district", "Popup");
    panel.click("Investment", "Popup");
    panel.clickAt(ImVec2(800, 500));  // closes the list
    panel.frames(3);
    EXPECT_TRUE(panel.shows("Sub-district", "results")) << panel.everything();
    EXPECT_FALSE(panel.shows("Investment", "results"));
    panel.click("Sub-district", "results");  // the title sorts
    panel.frames(2);
    const layers::SitesLayer& sites = *map_->view().sites();
    std::vector<std::string> column;
    ASSERT_TRUE(panel.shows("Sub-district", "results"));
    const float left = panel.find("Sub-district", "results")->box.x;
    const float title = panel.find("Sub-district", "results")->box.y;
    for (const Written& words : panel.written())
        if (words.window.find("results") != std::string::npos && words.box.y > title &&
            words.box.x >= left - 2)
            column.push_back(words.text);
    ASSERT_GE(column.size(), 5U) << panel.everything();
    const layers::CodedField& field = sites.sites().subdistrict();
    const auto code = [&](const std::string& text) -> std::size_t {
        for (std::size_t i = 0; i < field.none(); ++i)
            if (field.label(static_cast<std::uint32_t>(i), "en").starts_with(text.substr(0, 8))) return i;
        return field.none();
    };
    EXPECT_LT(code(column.front()), field.none()) << column.front() << ": the known ones come first";
    for (std::size_t i = 1; i < column.size(); ++i) EXPECT_LE(code(column[i - 1]), code(column[i])) << i;
}

TEST_F(Panel, ExportWritesEveryFormat) {
    PanelHands panel = hands();
    panel.click("0.1–1bn", "conditions");
    panel.click("Export…");
    panel.frames(2);
    const std::size_t sites = map_->view().sites()->engine().totals().sites();
    ASSERT_GT(sites, 0U);
    for (const char* name : {"a.csv", "b.geojson", "c.gpkg", "d.xlsx"}) {
        const Written* path = panel.find("/", "export");
        ASSERT_NE(path, nullptr) << panel.everything();
        panel.clickAt(ImVec2(path->box.x + 4, (path->box.y + path->box.w) / 2));
        panel.type((folder_ / name).string());  // the ending chooses the format
        panel.settle();
        EXPECT_TRUE(panel.shows(std::to_string(sites) + " sites are in", "export")) << panel.everything();
        const std::unique_ptr<GDALDataset> file(GDALDataset::Open((folder_ / name).c_str(), GDAL_OF_VECTOR));
        ASSERT_NE(file, nullptr) << name;
        OGRLayer* layer = file->GetLayer(0);
        ASSERT_NE(layer, nullptr) << name;
        EXPECT_EQ(layer->GetFeatureCount(), static_cast<GIntBig>(sites)) << name;
        EXPECT_GE(layer->GetLayerDefn()->GetFieldIndex("licence"), 0) << name;
    }
    EXPECT_EQ(files(), 4U);
}

TEST_F(Panel, TheTableShowsWhatTheMapPointsAt) {
    PanelHands panel = hands(ui::Language::En, {1280, 720, 1});
    const layers::SitesLayer& sites = *map_->view().sites();
    std::vector<std::size_t> far;  // undisclosed ones stand at the end
    for (std::size_t row = 0; row < sites.rows() && far.size() < 2; ++row)
        if (std::isnan(sites.sites().investments()[row]) && sites.place(row)) far.push_back(row);
    ASSERT_EQ(far.size(), 2U);
    const auto shows = [&](std::size_t row) {
        return panel.shows(sites.name(row, "en").substr(0, 16), "results");
    };
    ASSERT_FALSE(shows(far[0]));
    ASSERT_FALSE(shows(far[1]));
    panel.session().selected = "sites:" + sites.id(far[0]);
    panel.frames(3);
    EXPECT_TRUE(shows(far[0])) << panel.everything();
    panel.wheel("results", 1000);
    EXPECT_FALSE(shows(far[0])) << "the wheel has it again";
    panel.clickAt(ImVec2(800, 500));  // the pointer is on the map
    map_->view().setHovered(app::MapView::Feature{map_->view().sites(), far[1]});
    panel.frames(3);
    EXPECT_TRUE(shows(far[1])) << panel.everything();
    map_->view().setHovered(std::nullopt);
}

TEST_F(Panel, ExportSaysWhatItCannotDoAndLosesNothing) {
    PanelHands panel = hands();
    const auto field = [&](const fs::path& path) {
        const Written* old = panel.find(".csv", "export");
        ASSERT_NE(old, nullptr) << panel.everything();
        panel.clickAt(ImVec2(old->box.x + 4, (old->box.y + old->box.w) / 2));
        panel.type(path.string());  // Enter exports
        panel.settle();
    };
    panel.session().filter.text = "no such words";
    panel.frames(2);
    EXPECT_TRUE(panel.shows("No site matches"));
    panel.click("Export…");
    panel.frames(2);
    EXPECT_TRUE(panel.shows("there is nothing to export", "export")) << panel.everything();
    field(folder_ / "empty.csv");
    EXPECT_EQ(files(), 0U) << "nothing was written";
    panel.session().filter = {};
    panel.session().filter.year.low = 2024;
    panel.frames(2);
    const std::string filter = panel.filter();

    field("/nowhere/at/all.csv");
    EXPECT_TRUE(panel.shows("choose a folder that exists")) << panel.everything();
    field("/dev/full.csv/x.csv");
    EXPECT_TRUE(panel.shows("cannot write")) << panel.everything();
    field("/dev/full");
    EXPECT_TRUE(panel.shows("not an ordinary file")) << panel.everything();
    EXPECT_TRUE(panel.shows("/dev/full", "export")) << "what was typed stays";
    const Written* typed = panel.find("/dev/full", "export");
    panel.clickAt(ImVec2(typed->box.x + 4, (typed->box.y + typed->box.w) / 2));
    panel.type((folder_ / "full.csv").string());
    panel.settle();
    ASSERT_TRUE(fs::exists(folder_ / "full.csv")) << panel.everything();
    const std::string before = contents(folder_ / "full.csv");
    EXPECT_EQ(lines(folder_ / "full.csv"), map_->view().sites()->engine().totals().sites() + 1);

    // A file that may not grow is to the program what a disk without room is.
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{100, limit.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
    panel.session().filter.year.low = 2023;
    panel.frames(2);
    field(folder_ / "full.csv");
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, handler);
    EXPECT_TRUE(panel.shows("is the disk full?", "export")) << panel.everything();
    EXPECT_EQ(contents(folder_ / "full.csv"), before) << "the older file is whole";
    EXPECT_EQ(files(), 1U) << "nothing half done is left";
    EXPECT_NE(panel.filter(), filter);
    EXPECT_EQ(panel.filter(), "year=2023..");
    field(folder_ / "full.csv");
    EXPECT_TRUE(panel.shows("sites are in", "export"));
    EXPECT_EQ(lines(folder_ / "full.csv"), map_->view().sites()->engine().totals().sites() + 1);
}

// Where a letter stands there is no other one, and none is cut; but what is scrolled may end at its window's
// upper and lower edge, and a long path moves within its field.
std::string faults(const std::vector<Written>& written, const scene::Viewport& viewport) {
    std::string found;
    for (const Written& words : written) {
        const float middle = (words.box.y + words.box.w) / 2;
        if (middle < words.clip.y || middle > words.clip.w) continue;  // scrolled away
        if (fs::path(words.text).is_absolute()) continue;
        const bool out = words.box.x < -1 || words.box.z > static_cast<float>(viewport.width) + 1;
        if (words.cut || out || words.box.x < words.clip.x - 1 || words.box.z > words.clip.z + 1)
            found += words.window + ": cut off: " + words.text + "\n";
        for (const Written& other : written) {
            if (&other <= &words || other.window != words.window) continue;
            const float across = std::min(words.box.z, other.box.z) - std::max(words.box.x, other.box.x);
            const float along = std::min({words.box.w, other.box.w, words.clip.w, other.clip.w}) -
                                std::max({words.box.y, other.box.y, words.clip.y, other.clip.y});
            if (across > 1 && along > 1)
                found += words.window + ": over each other: " + words.text + " / " + other.text + "\n";
        }
    }
    return found;
}

TEST_F(Panel, NothingIsCutOffOrCoversAnother) {
    // 3840x2160 at 2 is laid out as 1920x1080 at 1.
    const scene::Viewport sizes[] = {
        {1280, 720, 1}, {1280, 720, 2}, {1920, 1080, 1}, {1080, 1920, 1.5}, {320, 240, 1}};
    for (const scene::Viewport& size : sizes)
        for (const ui::Language language : {ui::Language::Zh, ui::Language::En}) {
            const bool en = language == ui::Language::En;
            SCOPED_TRACE(std::to_string(size.width) + "x" + std::to_string(size.height) + " at " +
                         std::to_string(size.scale) + (en ? " en" : " zh"));
            PanelHands panel = hands(language, size);
            EXPECT_EQ(faults(panel.written(), size), "") << "as it opens";
            const std::string export_ = en ? "Export…" : "导出…";
            if (!panel.shows(export_)) panel.click(en ? "Sites and layers" : "项目与图层");  // narrow windows
            ASSERT_TRUE(panel.shows(export_)) << panel.everything();
            EXPECT_GT(panel.written().size(), 15U);
            panel.session().filter.investment = {0.5, 1000};
            panel.session().filter.statuses = {"under construction", "planned", "completed"};
            panel.session().filter.undisclosed = layers::Undisclosed::Include;
            panel.session().filter.text = "a";
            panel.frames(3);
            EXPECT_EQ(faults(panel.written(), size), "") << "chips";
            panel.session().filter = {};
            panel.frames(3);
            for (const char* section : {en ? "More conditions" : "更多条件", en ? "Charts" : "图表",
                                        en ? "Keep, copy and paste" : "保存、复制与粘贴"}) {
                panel.wheel("conditions", 60);
                for (int i = 0; i < 60 && !panel.shows(section, "conditions"); ++i)
                    panel.wheel("conditions", -1);
                if (size.height < 400 && !panel.shows(section, "conditions")) continue;  // turned past it
                panel.click(section, "conditions");
                for (int i = 0; i < 12; ++i) {
                    EXPECT_EQ(faults(panel.written(), size), "") << section << " " << i;
                    panel.wheel("conditions", -2);
                }
            }
            panel.click(en ? "Columns" : "列");
            panel.frames(2);
            EXPECT_EQ(faults(panel.written(), size), "") << "columns";
            panel.click(export_);
            panel.click(export_);
            panel.frames(3);
            EXPECT_EQ(faults(panel.written(), size), "") << "export";
        }
}

}  // namespace
}  // namespace atlas::test
