// What the bundled data says, in Chinese: every text of a card and of the figures, made by the functions that
// the program makes them with.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "app/district.h"
#include "app/recorded_levels.h"
#include "layers/districts/district_figures.h"
#include "layers/features/feature_model.h"
#include "layers/figures/figure_table.h"
#include "layers/landmarks/building_model.h"
#include "layers/sites/site_card.h"
#include "ui/translations.h"

namespace atlas::app {
namespace {

using layers::Card;
using layers::LayerEntry;

// Latin words that Chinese text has as well: what a person, a datum, a licence or a brand is called by.
const std::set<std::string, std::less<>> kLatin{
    "OpenStreetMap", "OSM",      "ODbL", "SRTM", "NASA", "USGS", "WGS84",
    "SITES",                             // a certificate
    "P016",                              // a site's id
    "bkwk",          "cn",               // a page
    "district",      "figures",  "csv",  // a table
    "highway",       "elevator",         // a tag of OpenStreetMap
};

std::vector<std::string> latinWords(const std::string& text) {
    static const std::regex address(R"(https?://[^\s\]]+)");
    static const std::regex word("[A-Za-z][A-Za-z0-9]+");
    const std::string said = std::regex_replace(text, address, "");
    std::vector<std::string> words;
    for (std::sregex_iterator at(said.begin(), said.end(), word), end; at != end; ++at)
        if (!kLatin.contains(at->str())) words.push_back(at->str());
    return words;
}

class DataPhrases : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        auto catalog = layers::loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
        ASSERT_TRUE(catalog) << catalog.report.text();
        ASSERT_TRUE(catalog->phrases) << catalog.report.text();
        DistrictParts parts;
        parts.terrain = false;
        auto loaded = loadDistrict(std::move(*catalog.value), parts);
        ASSERT_TRUE(loaded) << loaded.report.text();
        district_ = std::make_unique<District>(std::move(*loaded.value));
    }
    static void TearDownTestSuite() { district_.reset(); }

    static std::vector<Card> cardsOf(const LoadedLayer& layer, const ui::Translations& texts) {
        const layers::Catalog& catalog = district_->catalog;
        const LayerEntry& entry = *layer.entry;
        std::vector<Card> cards;
        if (entry.kind == "sites") {
            const layers::SiteTable sites(entry, *layer.table, catalog, district_->tableOf());
            for (std::size_t row = 0; row < sites.rows(); ++row)
                cards.push_back(siteCard(sites, catalog, row, texts));
        } else if (entry.kind == "landmarks") {
            const layers::BuildingModel model(entry, *layer.table, [](double, double) { return 200.0; });
            for (const layers::Building& building : model.buildings())
                cards.push_back(model.card(building, catalog, texts));
            for (const std::size_t row : model.areas()) cards.push_back(model.areaCard(row, catalog, texts));
        } else if (entry.kind == "figures") {
            const auto book = figureBook(entry, *layer.table, &*layer.related, catalog, texts.code());
            Card& all = cards.emplace_back();
            for (const auto& topic : book.topics)
                for (const auto& chart : topic.charts)
                    all.figures.insert(all.figures.end(), chart.figures.begin(), chart.figures.end());
            for (const auto& c : book.conflicts) {
                all.lines.push_back({c.name, c.first, c.second});
                all.lines.push_back({c.firstSource, c.secondSource, c.advice});
            }
        } else if (entry.kind == "levels") {
            std::optional<double> offset;
            for (const RecordedLevel& level : recordedLevels(*district_, offset))
                cards.emplace_back().lines = {
                    {level.name.in(texts.code()), level.when.in(texts.code()), level.note.in(texts.code())},
                    {level.datum.in(texts.code()), level.reported, level.source}};
        } else if (entry.kind != "boundary" && entry.kind != "rivers") {  // these have no cards
            const layers::FeatureModel model(entry, *layer.table, catalog);
            for (std::size_t row = 0; row < model.rows(); ++row) {
                cards.push_back(model.card(row, texts));
                if (layer.related)
                    cards.back().figures =
                        figuresOf(entry, *layer.related, catalog, model.id(row), texts.code());
            }
        }
        return cards;
    }

    // All but the names: those are in both languages, one under the other.
    static std::vector<std::string> textsOf(const Card& card) {
        std::vector<std::string> all{card.kind, card.headline, card.headlineNote, card.licence};
        for (const auto& line : card.lines) all.insert(all.end(), {line.label, line.value, line.note});
        for (const auto& f : card.figures)
            all.insert(all.end(), {f.label, f.shown, f.period, f.source, f.note});
        for (const auto& source : card.sources) all.insert(all.end(), {source.label, source.text});
        return all;
    }

    // What the map's panel says of where the data is from.
    static std::vector<std::string> origins() {
        std::vector<std::string> all;
        for (const auto& layer : district_->catalog.layers)
            all.insert(all.end(), {layer.attribution, layer.licence});
        for (const auto& terrain : district_->catalog.terrain)
            all.insert(all.end(), {terrain.source, terrain.licence});
        return all;
    }

    // The pairs of the source file, read as plainly as it is written: one line each.
    static std::map<std::string, std::string> phrases() {
        std::map<std::string, std::string> pairs;
        std::ifstream file(ATLAS_SOURCE_DIR "/assets/data/zh_CN.po");
        const auto unquoted = [](const std::string& line) {
            static const std::regex escaped(R"(\\(["\\]))");
            const auto from = line.find('"') + 1;
            return std::regex_replace(line.substr(from, line.rfind('"') - from), escaped, "$1");
        };
        std::string id;
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with("msgid ")) id = unquoted(line);
            if (line.starts_with("msgstr ") && !id.empty()) pairs[id] = unquoted(line);
        }
        return pairs;
    }

    static std::unique_ptr<District> district_;
    const ui::Translations chinese_{ATLAS_SHARE_DIR "/locale", ui::Language::Zh};
    const ui::Translations english_{ATLAS_SHARE_DIR "/locale", ui::Language::En};
};

std::unique_ptr<District> DataPhrases::district_;

TEST_F(DataPhrases, LeaveNoEnglishInChinese) {
    std::set<std::string> missing;
    std::size_t cards = 0;
    for (const LoadedLayer& layer : district_->layers) {
        ASSERT_TRUE(layer.table) << layer.entry->id;
        for (const Card& card : cardsOf(layer, chinese_)) {
            ++cards;
            for (const std::string& text : textsOf(card))
                if (!latinWords(text).empty()) missing.insert(layer.entry->id + ": " + text);
        }
    }
    for (const std::string& text : origins())
        if (const std::string shown = district_->catalog.phrase(text, "zh"); !latinWords(shown).empty())
            missing.insert("catalogue: " + shown);
    EXPECT_GT(cards, 600U);
    EXPECT_THAT(missing, testing::IsEmpty()) << "add these to assets/data/zh_CN.po";
}

TEST_F(DataPhrases, LeaveEnglishAsTheDataHasIt) {
    const LoadedLayer& sites = *district_->layer("sites");
    const layers::SiteTable table(*sites.entry, *sites.table, district_->catalog, district_->tableOf());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const Card card = siteCard(table, district_->catalog, row, english_);
        const auto what = std::find_if(card.lines.begin(), card.lines.end(),
                                       [](const auto& line) { return line.label == "What it is"; });
        ASSERT_NE(what, card.lines.end());
        EXPECT_EQ(what->value, table.text("what", row)) << "the filter's text finds what stands here";
    }
}

TEST_F(DataPhrases, SayTheSameOfTheSite) {
    const LoadedLayer& sites = *district_->layer("sites");
    const layers::SiteTable table(*sites.entry, *sites.table, district_->catalog, district_->tableOf());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (table.id(row) != "P067") continue;
        EXPECT_EQ(table.text("note", row), "50 million yuan by the operator in 2015");
        EXPECT_THAT(
            textsOf(siteCard(table, district_->catalog, row, chinese_)),
            testing::IsSupersetOf({"1950 年代的印刷厂改造为创意园", "已开放", "2015 年运营方投入 5000 万元",
                                   "鹅岭正街（编者标注）", "来源 · 3 月 23 日，未注明年份（约 2016 年）"}));
        return;
    }
    FAIL() << "P067 is not there";
}

// The file keeps to the data: nothing in it that no cell says.
TEST_F(DataPhrases, AreAllOfTheData) {
    std::set<std::string> said;
    for (const std::string& text : origins()) said.insert(text);
    for (const LoadedLayer& layer : district_->layers)
        for (const auto* table : {&layer.table, &layer.related})
            if (*table)
                for (const geodata::Column& column : (*table)->columns)
                    if (const auto* text = std::get_if<geodata::TextValues>(&column.values))
                        said.insert(text->values.begin(), text->values.end());
    std::vector<std::string> stray;
    const auto pairs = phrases();
    EXPECT_GT(pairs.size(), 500U);
    for (const auto& [id, text] : pairs)
        if (!said.contains(id)) stray.push_back(id);
    EXPECT_THAT(stray, testing::IsEmpty());
}

// Numbers of two digits and more by what they are worth: 23.6 million is 2360 万.
std::multiset<std::string> numbersIn(const std::string& text) {
    static const std::regex number(
        R"((\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?( million| billion| trillion| \(10\^8 yuan\)| x10\^4| ?万亿| ?万| ?亿)?)");
    const std::map<std::string, double> worth{{"million", 1e6}, {"billion", 1e9},     {"trillion", 1e12},
                                              {"万亿", 1e12},   {"(10^8 yuan)", 1e8}, {"x10^4", 1e4},
                                              {"万", 1e4},      {"亿", 1e8}};
    std::multiset<std::string> all;
    for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at) {
        std::string digits = at->str(1) + at->str(2);
        std::erase(digits, ',');
        std::string unit = at->str(3);
        if (unit.starts_with(' ')) unit.erase(0, 1);
        if (digits.size() > 1 || !unit.empty())
            all.insert(fmt::format("{:.10g}", std::stod(digits) * (unit.empty() ? 1 : worth.at(unit))));
    }
    return all;
}

TEST_F(DataPhrases, KeepEveryFigure) {
    EXPECT_THAT(numbersIn("1,191 and 11.91 million, 3"), testing::ElementsAre("1191", "11910000"));
    EXPECT_THAT(numbersIn("1191 万、3.85 亿"), testing::ElementsAre("11910000", "385000000"));
    for (const auto& [id, text] : phrases()) {
        std::string english = id;
        for (const auto& [from, to] : {std::pair{"October", "10"}, {"November", "11"}})
            if (const auto at = english.find(from); at != std::string::npos)
                english.replace(at, std::string(from).size(), to);
        EXPECT_EQ(numbersIn(english), numbersIn(text)) << id << " / " << text;
    }
}

TEST_F(DataPhrases, AreNotForWhatAPersonBrought) {
    const LoadedLayer& scenes = *district_->layer("scenes");
    LayerEntry brought = *scenes.entry;
    brought.added = "scenes.csv";
    const layers::FeatureModel model(brought, *scenes.table, district_->catalog);
    const layers::FeatureModel own(*scenes.entry, *scenes.table, district_->catalog);
    const std::string fact = scenes.table->display(scenes.table->column("fact"), 0);
    EXPECT_THAT(textsOf(model.card(0, chinese_)), testing::Contains(fact));
    EXPECT_THAT(textsOf(own.card(0, chinese_)), testing::Not(testing::Contains(fact)));
}

}  // namespace
}  // namespace atlas::app
