#include "layers/search/search_index.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <atomic>
#include <random>

#include "layers/search/typed_place.h"

namespace atlas::layers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SearchNames : public testing::Test {
  protected:
    SearchNames() {
        for (const auto& [zh, en] : {std::pair{"印制二厂南坡片区更新改造项目", "Yinzhi No.2 Factory"},
                                     {"解放碑", "Liberation Monument"},
                                     {"印制二厂", "Testbed 2"},
                                     {"重庆大厦", "Chongqing Tower"},
                                     {"洪崖洞", "Hongyadong"},
                                     {"绿苑", "Green Court"},
                                     {"", "Raffles City"},
                                     {"十八梯 II", ""}})
            index.add(zh, en, 0);
    }
    std::vector<std::uint32_t> found(const std::string& query) {
        std::vector<std::uint32_t> entries;
        for (const SearchHit& hit : index.find(query, 10)) entries.push_back(hit.entry);
        return entries;
    }
    SearchIndex index;
};

TEST_F(SearchNames, InEveryWayPeopleType) {
    for (const char* query : {"印制二厂", "印製二廠", "yinzhierchang", "yìnzhì èrchǎng", "yin4zhi4 er4chang3",
                              "YinZhi ErChang", "yzec", "YZEC"})
        EXPECT_THAT(found(query), ElementsAre(2, 0)) << query;
    EXPECT_THAT(found("解放"), ElementsAre(1));
    EXPECT_THAT(found("monument"), ElementsAre(1));
    EXPECT_THAT(found("raffles c"), ElementsAre(6));
    EXPECT_THAT(found("jfb"), ElementsAre(1));
    EXPECT_THAT(found("lvyuan"), ElementsAre(5));
    EXPECT_THAT(found("十八梯ii"), ElementsAre(7));
    EXPECT_THAT(found("ＲＡＦＦＬＥＳ"), ElementsAre(6));
    EXPECT_THAT(found(""), IsEmpty());
    EXPECT_THAT(found("  · "), IsEmpty());
    EXPECT_THAT(found("\xff\xfe"), IsEmpty());
}

TEST_F(SearchNames, OneLetterIsForgiven) {
    for (const char* query :
         {"hongyedong", "hongyaong", "hongyaxdong", "xongyadong", "红崖洞", "洪崖洞窟", "洪山崖洞"}) {
        const auto hits = index.find(query, 10);
        ASSERT_FALSE(hits.empty()) << query;
        EXPECT_EQ(hits[0], (SearchHit{4, SearchFit::NearMiss})) << query;
    }
    EXPECT_THAT(found("qqqq"), IsEmpty());
}

TEST(Search, CharactersOfSeveralReadingsAreFoundByEach) {
    SearchIndex index;
    index.add("重庆大厦", "", 0);
    index.add("朝天门长滨路", "", 0);
    index.add("重都长曾地厦", "", 0);  // more ways than are kept: ICU's is among them
    const auto fits = [&](const char* query, std::uint32_t entry) {
        for (const SearchHit& hit : index.find(query, 9))
            if (hit.entry == entry) return hit.fit;
        return SearchFit::NearMiss;
    };
    EXPECT_EQ(fits("chongqing", 0), SearchFit::Beginning);
    EXPECT_EQ(fits("zhongqing", 0), SearchFit::Beginning);
    EXPECT_EQ(fits("chongqingdaxia", 0), SearchFit::Whole);
    EXPECT_EQ(fits("chongqingdasha", 0), SearchFit::Whole);
    EXPECT_EQ(fits("daxia", 0), SearchFit::WordStart);
    EXPECT_EQ(fits("cqdx", 0), SearchFit::Initials);
    EXPECT_EQ(fits("zqds", 0), SearchFit::Initials);
    EXPECT_EQ(fits("chaotianmenchang", 1), SearchFit::Beginning);
    EXPECT_EQ(fits("changbin", 1), SearchFit::WordStart);
    EXPECT_EQ(fits("ctm", 1), SearchFit::Initials);
    EXPECT_EQ(fits("zhongdouzhangceng", 2), SearchFit::Beginning);
    NameFolder folder;
    EXPECT_EQ(folder.fold("重").pinyin, "zhong|chong");
    EXPECT_EQ(folder.fold("曾家岩").pinyin, "cengjiayan|zengjiayan");
    EXPECT_EQ(folder.fold("小什字").initials, "xsz");
}

TEST(Search, AStaleQuestionEndsEarly) {
    SearchIndex index;
    for (int i = 0; i < 5000; ++i) index.add("解放碑", "", 0);
    const std::atomic<bool> cancel = true;
    EXPECT_THAT(index.find(index.query("解放"), 9, &cancel), IsEmpty());
    EXPECT_THAT(index.find(index.query("jiefanbei"), 9, &cancel), IsEmpty());
    EXPECT_EQ(index.find(index.query("jiefanbei"), 9).size(), 9U);
}

TEST_F(SearchNames, BetterFitsComeFirst) {
    SearchIndex more;
    more.add("上解放", "", 0);
    more.add("解放", "", 0);
    more.add("解放路", "", 0);
    more.add("解放北路", "", 9);
    std::vector<std::uint32_t> order;
    for (const SearchHit& hit : more.find("解放", 10)) order.push_back(hit.entry);
    EXPECT_THAT(order, ElementsAre(1, 3, 2, 0));
}

// The plain way: every way of changing one letter, looked for.
bool plainlyOneAway(const std::string& text, const std::string& pattern) {
    const std::string letters = "ab?";
    std::vector<std::string> forms{pattern};
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        forms.push_back(pattern.substr(0, i) + pattern.substr(i + 1));
        for (const char c : letters) forms.push_back(pattern.substr(0, i) + c + pattern.substr(i + 1));
        for (const char c : letters) forms.push_back(pattern.substr(0, i) + c + pattern.substr(i));
    }
    return std::any_of(forms.begin(), forms.end(),
                       [&](const auto& form) { return text.find(form) != std::string::npos; });
}

TEST(Search, OneErrorIsOneError) {
    EXPECT_TRUE(rc::check([] {
        std::mt19937 random(*rc::gen::arbitrary<unsigned>());
        const auto word = [&](std::size_t least, std::size_t most) {
            std::string made(least + random() % (most - least), 'a');
            for (char& c : made) c = "ab?"[random() % 3];
            return made;
        };
        const auto text = word(0, 12);
        const auto pattern = word(2, 7);
        RC_ASSERT(holdsWithOneError(text, pattern) == plainlyOneAway(text, pattern));
    }));
}

void expectPlace(const char* text, bool degrees, double x, double y) {
    const auto place = typedPlace(text);
    ASSERT_TRUE(place) << text;
    EXPECT_EQ(place->degrees, degrees) << text;
    EXPECT_NEAR(place->x, x, 1e-9) << text;
    EXPECT_NEAR(place->y, y, 1e-9) << text;
}

TEST(Search, CoordinatesInEveryUsualForm) {
    for (const char* text :
         {"106.57336, 29.56010", "29.56010 106.57336", "106.57336，29.5601", "29.5601N 106.57336E",
          "E106.57336 N29.5601", "29.5601°N, 106.57336°E", "东经106.57336度 北纬29.5601度"})
        expectPlace(text, true, 106.57336, 29.5601);
    for (const char* text : {"29°33'36\"N 106°34'24\"E", "29°33′36″N, 106°34′24″E", "106°34′24″E 29°33′36″N",
                             "北纬29度33分36秒，东经106度34分24秒", "N 29° 33' 36'' E 106° 34' 24''"})
        expectPlace(text, true, 106 + 34 / 60.0 + 24 / 3600.0, 29.56);
    expectPlace("361234.5 3270000", false, 361234.5, 3270000);
    expectPlace("-33.9 151.2", true, 151.2, -33.9);
    expectPlace("33.9S 18.4W", true, -18.4, -33.9);
    for (const char* text : {"", "106.57336", "abc", "1 2 3", "29N 106N", "95N 10E", "29°75'N 106E",
                             "nan nan", "1e400 2", "解放碑", "106.5 29.5 x"})
        EXPECT_FALSE(typedPlace(text)) << text;
}

}  // namespace
}  // namespace atlas::layers
