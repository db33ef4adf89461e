// What a filter event costs over a table of a million sites: the recount of everything that is shown, against
// memcpy of the columns that the charts read; and what the map is given of it.
//   bench_filter [--small]     (--small: a run that only shows that it works)

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>
#include <random>

#include "layers/search/search_index.h"
#include "layers/sites/site_engine.h"
#include "median_time.h"
#include "million_sites.h"

namespace {

using namespace atlas;
using test::medianMilliseconds;
using namespace atlas::layers;

bool say(const std::string& what, double time, double reference, double limit) {
    const double ratio = time / reference;
    fmt::print("{:<66} {:8.3f} ms   memcpy {:7.3f} ms   ratio {:5.2f}{}\n", what, time, reference, ratio,
               limit > 0 ? fmt::format("  (limit {}) {}", limit, ratio <= limit ? "kept" : "BROKEN") : "");
    return limit <= 0 || ratio <= limit;
}

// The answer to each letter of what is typed must be there within a frame of 60 a second.
bool searching(const bench::MillionSites& data) {
    SearchIndex index;
    const auto& names = std::get<geodata::TextValues>(data.table.column("name")->values).values;
    const auto start = std::chrono::steady_clock::now();
    for (const auto& name : names) index.add(name, {}, 0);
    fmt::print("search: {} names indexed in {:.2f} s, on a thread of its own\n", index.size(),
               std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    double worst = 0;
    const auto ask = [&](const char* query) {
        std::size_t hits = 0;
        const double time = medianMilliseconds(7, [&] { hits = index.find(query, 12).size(); });
        fmt::print("search: {:<28} {:2} shown {:8.3f} ms\n", query, hits, time);
        return time;
    };
    for (const char* query :
         {"y", "yz", "yzj", "yinzhi", "yinzhijiefangerchang", "印", "印制", "印制解放二廠", "123"})
        worst = std::max(worst, ask(query));
    fmt::print("search: slowest {:.3f} ms of a frame's 16.7 ms {}\n", worst,
               worst <= 16.7 ? "kept" : "BROKEN");
    fmt::print("search: where no name fits as typed, one letter is forgiven\n");
    for (const char* query : {"lmwhs", "yinzhixiefangerchang", "印制解访二厂", "shichengxxqzz", "qqqqqqqq"})
        ask(query);
    return worst <= 16.7;
}

}  // namespace

int main(int argc, char** argv) {
    const bool small = argc > 1 && std::string_view(argv[1]) == "--small";
    const bench::MillionSites data(small ? 20000 : 1000000);
    const SiteTable sites(data.entry, data.table, data.catalog, data.tableOf());
    SiteEngine engine(sites);

    std::vector<char> from(engine.bytesTouched(), 1);
    std::vector<char> to(from.size());
    const double copying = medianMilliseconds(31, [&] { std::memcpy(to.data(), from.data(), from.size()); });
    fmt::print(
        "{} sites, {:.0f} % not disclosed; columns of the charts: {:.1f} MB\n", sites.rows(),
        100.0 * static_cast<double>(engine.everything().undisclosed()) / static_cast<double>(sites.rows()),
        static_cast<double>(from.size()) / 1e6);

    SiteFilter filter;
    for (const auto& term : data.catalog.vocabularies.at("industry")) filter.industries.insert(term.value);
    filter.investment = {1.0, 50.0};
    filter.undisclosed = Undisclosed::Include;
    filter.year = {2012, 2024};
    filter.near["metro"] = {std::nullopt, 1500.0};
    filter.text = "厂";
    engine.set(filter);

    bool good = true;
    double pull = 0;
    const auto slide = [&](auto change) {
        return medianMilliseconds(41, [&] {
            pull = pull < 20 ? pull + 1 : 0;
            change();
            engine.set(filter);
        });
    };
    good &= say("slider: lower bound of the investment moves by a step",
                slide([&] { filter.investment.low = 1 + pull * 0.05; }), copying, 2);
    good &= say("the investment range jumps from one end to the other", slide([&] {
                    filter.investment = pull < 1 || std::fmod(pull, 2) < 1 ? Range<double>{0.01, 0.5}
                                                                           : Range<double>{0.5, 900.0};
                }),
                copying, 2);
    filter.investment = {1.0, 50.0};
    good &= say("slider: a year more or less",
                slide([&] { filter.year.high = 2020 + static_cast<int>(pull) % 5; }), copying, 2);
    good &= say("slider: distance to a station", slide([&] { filter.near["metro"].high = 800 + pull * 30; }),
                copying, 2);
    good &= say("one industry off and on", slide([&] {
                    if (filter.industries.contains("I3"))
                        filter.industries.erase("I3");
                    else
                        filter.industries.insert("I3");
                }),
                copying, 2);
    SiteFilter wide;
    wide.industries = filter.industries;
    engine.set(wide);
    filter = wide;
    say("without other conditions, every disclosed site in or out", slide([&] {
            filter.undisclosed = std::fmod(pull, 2) < 1 ? Undisclosed::Only : Undisclosed::Include;
        }),
        copying, 0);
    const char* words[] = {"桥", "厂", "楼"};
    // The texts are touched, too.
    for (const auto& searched : sites.searched())
        from.resize(from.size() + searched.texts.bytes() + searched.codes.size() * sizeof(searched.codes[0]),
                    1);
    to.resize(from.size());
    const double withTexts =
        medianMilliseconds(31, [&] { std::memcpy(to.data(), from.data(), from.size()); });
    say("another letter in the text, beside a copy of the texts as well",
        slide([&] { filter.text = words[static_cast<int>(pull) % 3]; }), withTexts, 0);
    std::vector<std::uint8_t> bytes;
    good &= say("the map's answer: a byte a site",
                medianMilliseconds(31, [&] { bytes = bytesOf(engine.passing(), sites.rows()); }), copying, 2);
    fmt::print("the map's answer: {} bytes, no geometry\n", bytes.size());
    good &= searching(data);
    return good || small ? 0 : 1;
}
