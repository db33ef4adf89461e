#pragma once
// The filter's rules read as plainly as can be: one row at a time, from strings, with geometry of its own.

#include <algorithm>
#include <cmath>
#include <random>

#include "geodata/crs.h"
#include "layers/sites/site_facets.h"
#include "site_fixture.h"

namespace atlas::layers::test {

/// A small map of random things: sites, named rectangles, stops of two kinds, a way.
struct RandomMap {
    explicit RandomMap(unsigned seed) : random(seed) {
        for (LayerEntry& other : others()) catalog.layers.push_back(other);
        entry.inside = "areas";
        entry.near = {{"metro", {"地铁", "Metro"}, "stops", {"subway"}},
                      {"stop", {"站", "Stop"}, "stops", {}},
                      {"way", {"步道", "Walk"}, "ways", {}}};
        catalog.layers.push_back(entry);
        makeAreas();
        makeStops();
        makeWays();
        makeSites();
        tableOf = [this](std::string_view id) -> const geodata::FeatureTable* {
            return id == "areas" ? &areas : id == "stops" ? &stops : id == "ways" ? &ways : nullptr;
        };
        sites.emplace(entry, table, catalog, tableOf);
    }
    RandomMap(const RandomMap&) = delete;

    int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); }
    template <class T>
    const T& pick(const std::vector<T>& values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }
    geodata::Point2 place() { return {361000.0 + below(4000), 3270000.0 + below(4000)}; }

    SiteFilter filter() {
        SiteFilter f;
        for (int n = below(5); n > 0; --n) alter(f);
        return f;
    }
    /// What one event does to a filter.
    void alter(SiteFilter& f) {
        const auto choose = [&](std::set<std::string>& set, const Cells& values) {
            set.clear();
            for (int n = below(4); n > 0; --n) set.insert(pick(values).value_or(""));
        };
        switch (below(14)) {
            case 0:
                choose(f.industries, kIndustries);
                break;
            case 1:
                choose(f.statuses, kStatuses);
                break;
            case 2:
                choose(f.categories, kStatuses);
                break;
            case 3:
                choose(f.subdistricts, kSubdistricts);
                break;
            case 4:
                choose(f.districts, {"A0", "甲区", "Area 2", std::nullopt});
                break;
            case 5:
                f.investment = {};
                if (below(3) != 0) f.investment.low = below(10);
                if (below(3) != 0) f.investment.high = f.investment.low.value_or(0) + below(10);
                f.outside = !f.investment.any() && below(3) == 0;
                break;
            case 6:
                f.undisclosed = static_cast<Undisclosed>(below(4));
                break;
            case 7:
                f.year = {};
                if (below(3) != 0) f.year.low = 2015 + below(10);
                if (below(3) != 0) f.year.high = f.year.low.value_or(2015) + below(5);
                break;
            case 8:
                f.located = static_cast<Located>(below(3));
                break;
            case 9:
            case 10: {
                const std::string id = pick(std::vector<std::string>{"metro", "stop", "way"});
                f.near.erase(id);
                Range<double> range;
                if (below(3) == 0) range.low = below(500);
                if (below(3) != 0) range.high = range.low.value_or(0) + below(1500);
                if (!range.any()) f.near[id] = range;
                break;
            }
            case 11:
                f.area = below(3) == 0 ? std::vector<LonLat>{} : triangle();
                break;
            case 12:
                f.view = below(3) == 0 ? std::vector<LonLat>{} : triangle();
                break;
            default:
                f.text = pick(std::vector<std::string>{"", "a", "b", "中", "P1"});
                break;
        }
    }
    std::vector<LonLat> triangle() {
        std::vector<LonLat> corners;
        for (int i = 0; i < 3; ++i) corners.push_back({106.53 + below(800) / 1e4, 29.52 + below(800) / 1e4});
        return corners;
    }

    std::mt19937 random;
    Catalog catalog = vocabularyCatalog();
    LayerEntry entry = siteEntry();
    geodata::FeatureTable table, areas, stops, ways;
    std::vector<geodata::Extent> boxes;  ///< of `areas`
    std::vector<geodata::Point2> sitePlaces, stopPlaces, wayPlaces;
    std::vector<bool> subway;
    TableOfLayer tableOf;
    std::optional<SiteTable> sites;

  private:
    inline static const Cells kIndustries{"金融", "文旅", "商贸", "渔业", std::nullopt, ""};
    inline static const Cells kStatuses{"planned", "under construction", "odd", std::nullopt};
    inline static const Cells kSubdistricts{"甲", "乙", "甲 / 乙", "丙/甲", std::nullopt, ""};

    static std::vector<LayerEntry> others() {
        std::vector<LayerEntry> entries(3);
        const char* ids[] = {"areas", "stops", "ways"};
        for (std::size_t i = 0; i < 3; ++i) {
            entries[i].id = ids[i];
            entries[i].fields = {{"id", "id"}, {"name", "zh"}, {"name_en", "en"}, {"kind", "sort"}};
        }
        return entries;
    }
    static void addShape(geodata::FeatureTable& to, geodata::GeometryType type,
                         const std::vector<geodata::Point2>& points) {
        auto& g = to.geometry;
        to.fids.push_back(static_cast<std::int64_t>(to.fids.size()) + 1);
        g.types.push_back(type);
        g.vertices.insert(g.vertices.end(), points.begin(), points.end());
        g.vertexOffsets.push_back(static_cast<std::uint32_t>(g.vertices.size()));
        g.ringOffsets.push_back(static_cast<std::uint32_t>(g.vertexOffsets.size() - 1));
        g.partOffsets.push_back(static_cast<std::uint32_t>(g.ringOffsets.size() - 1));
    }
    void makeAreas() {
        const char* zh[] = {"零区", "甲区", "乙区"};
        Cells ids, names, english;
        for (int i = 0; i < 3; ++i) {
            const auto a = place();
            const auto b = place();
            geodata::Extent box;
            box.expand(a.x + 0.5, a.y + 0.5);  // never through a site
            box.expand(b.x + 0.5, b.y + 0.5);
            boxes.push_back(box);
            addShape(areas, geodata::GeometryType::Polygon,
                     {{box.minX, box.minY},
                      {box.maxX, box.minY},
                      {box.maxX, box.maxY},
                      {box.minX, box.maxY},
                      {box.minX, box.minY}});
            ids.push_back("A" + std::to_string(i));
            names.push_back(zh[i]);
            english.push_back("Area " + std::to_string(i));
        }
        areas.columns = {textColumn("id", ids), textColumn("zh", names), textColumn("en", english)};
        areas.crs = "EPSG:4545";
        areas.index.emplace(areas.geometry);
    }
    void makeStops() {
        Cells kinds;
        for (int i = below(5); i >= 0; --i) {
            stopPlaces.push_back(place());
            subway.push_back(below(2) == 0);
            addShape(stops, geodata::GeometryType::Point, {stopPlaces.back()});
            kinds.push_back(subway.back() ? "subway" : "bus");
        }
        stops.columns = {textColumn("sort", kinds)};
        stops.crs = "EPSG:4545";
        stops.index.emplace(stops.geometry);
    }
    void makeWays() {
        for (int i = 0; i < 4; ++i) wayPlaces.push_back(place());
        addShape(ways, geodata::GeometryType::Line, wayPlaces);
        ways.crs = "EPSG:4545";
        ways.index.emplace(ways.geometry);
    }
    void makeSites() {
        const auto rows = static_cast<std::size_t>(below(150));
        Cells industry, status, category, district, name, id;
        std::vector<std::optional<double>> investment;
        std::vector<std::optional<std::int64_t>> year, counts;
        const Cells names{"aa", "ab", "bb", "中文", std::nullopt};
        for (std::size_t row = 0; row < rows; ++row) {
            industry.push_back(pick(kIndustries));
            status.push_back(pick(kStatuses));
            category.push_back(pick(kStatuses));
            district.push_back(pick(kSubdistricts));
            name.push_back(pick(names));
            id.push_back("P" + std::to_string(below(20)));
            investment.push_back(below(10) < 3 ? std::optional<double>(below(100) / 10.0) : std::nullopt);
            counts.push_back(below(6) ? 1 : 0);
            year.push_back(below(5) ? std::optional<std::int64_t>(2015 + below(10)) : std::nullopt);
            const bool located = below(4) != 0;
            sitePlaces.push_back(located ? place() : geodata::Point2{std::nan(""), std::nan("")});
            if (located) {
                addShape(table, geodata::GeometryType::Point, {sitePlaces.back()});
            } else {
                table.fids.push_back(static_cast<std::int64_t>(row) + 1);
                table.geometry.types.push_back(geodata::GeometryType::None);
                table.geometry.partOffsets.push_back(table.geometry.partOffsets.back());
            }
        }
        table.columns = {textColumn("f_industry", industry),
                         textColumn("f_status", status),
                         textColumn("f_category", category),
                         textColumn("f_subdistrict", district),
                         textColumn("f_name", name),
                         textColumn("f_id", id),
                         numberColumn("f_investment", investment),
                         numberColumn("f_year", year),
                         numberColumn("f_investment_counts", counts)};
        table.crs = "EPSG:4545";
    }
};

inline double metresToSegment(geodata::Point2 p, geodata::Point2 a, geodata::Point2 b) {
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    if (length == 0) return std::hypot(p.x - a.x, p.y - a.y);
    const double along = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length;
    if (along <= 0) return std::hypot(p.x - a.x, p.y - a.y);
    if (along >= length) return std::hypot(p.x - b.x, p.y - b.y);
    return std::abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / length;
}

/// Whether a row passes one condition. Distances are held as floats: one within a centimetre of a bound is
/// taken as `table` has it.
inline bool passesOne(const RandomMap& map, std::size_t row, const SiteFilter& filter, Facet facet) {
    const SiteTable& sites = *map.sites;
    const auto cell = [&](const char* role) {
        auto text = sites.text(role, row);
        text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
        return text;
    };
    const auto among = [&](const std::string& value, const std::set<std::string>& wanted) {
        return wanted.empty() || wanted.contains(value);
    };
    const geodata::Point2 at = map.sitePlaces[row];
    const auto inTriangle = [&](const std::vector<LonLat>& ring) {
        if (ring.empty()) return true;
        if (std::isnan(at.x)) return false;
        static const auto toMap =
            geodata::Transform::create(*geodata::Crs::parse("EPSG:4326"), *geodata::Crs::parse("EPSG:4545"));
        int left = 0;
        std::vector<geodata::Point2> c;
        for (LonLat corner : ring) {
            toMap->apply(corner.lon, corner.lat);
            c.push_back({corner.lon, corner.lat});
        }
        for (std::size_t i = 0; i < 3; ++i) {
            const auto& a = c[i];
            const auto& b = c[(i + 1) % 3];
            left += (b.x - a.x) * (at.y - a.y) - (b.y - a.y) * (at.x - a.x) > 0;
        }
        const double twice = (c[1].x - c[0].x) * (c[2].y - c[0].y) - (c[1].y - c[0].y) * (c[2].x - c[0].x);
        return twice != 0 && (left == 3 || left == 0);
    };
    switch (facet) {
        case Facet::Industry:
            return among(cell("industry"), filter.industries);
        case Facet::Status:
            return among(cell("status"), filter.statuses);
        case Facet::Category:
            return among(cell("category"), filter.categories);
        case Facet::Subdistrict: {
            const std::string names = cell("subdistrict");  // splitNames() gives views into it
            bool some = among(names, filter.subdistricts);
            for (const auto name : splitNames(names)) some |= filter.subdistricts.contains(std::string(name));
            return some;
        }
        case Facet::District: {
            if (filter.districts.empty()) return true;
            bool in = false;
            bool some = false;
            const char* words[][3] = {
                {"A0", "零区", "Area 0"}, {"A1", "甲区", "Area 1"}, {"A2", "乙区", "Area 2"}};
            for (std::size_t i = 0; i < 3 && !std::isnan(at.x); ++i) {
                if (!map.boxes[i].contains(at.x, at.y)) continue;
                in = true;
                for (const char* word : words[i]) some = some || filter.districts.contains(word);
            }
            return some || (!in && filter.districts.contains(""));
        }
        case Facet::Investment: {
            const auto investment = sites.investment(row);
            auto mode = filter.undisclosed;
            const Range<double>& range = filter.investment;
            if (mode == Undisclosed::Automatic)
                mode = range == Range<double>{} ? Undisclosed::Include : Undisclosed::Exclude;
            if (!investment) return mode != Undisclosed::Exclude;
            if (mode == Undisclosed::Only) return false;
            if (!range.low && !range.high) return true;
            const bool inside =
                (!range.low || *investment >= *range.low) && (!range.high || *investment <= *range.high);
            return filter.outside ? !inside : inside;
        }
        case Facet::Year: {
            if (!filter.year.low && !filter.year.high) return true;
            const auto year = cell("year");
            return !year.empty() && (!filter.year.low || std::stoi(year) >= *filter.year.low) &&
                   (!filter.year.high || std::stoi(year) <= *filter.year.high);
        }
        case Facet::Located:
            return filter.located == Located::Any || sites.located(row) == (filter.located == Located::Only);
        case Facet::Area:
            return inTriangle(filter.area);
        case Facet::View:
            return inTriangle(filter.view);
        case Facet::Text:
            return filter.text.empty() || cell("id").find(filter.text) != std::string::npos ||
                   cell("name").find(filter.text) != std::string::npos;
        default:
            break;
    }
    const auto measure = static_cast<std::size_t>(facet) - static_cast<std::size_t>(Facet::FirstNear);
    const auto wanted = filter.near.find(map.entry.near[measure].id);
    if (wanted == filter.near.end()) return true;
    if (std::isnan(at.x)) return false;
    double metres = INFINITY;
    if (measure < 2) {
        for (std::size_t i = 0; i < map.stopPlaces.size(); ++i)
            if (measure == 1 || map.subway[i])
                metres = std::min(metres, std::hypot(at.x - map.stopPlaces[i].x, at.y - map.stopPlaces[i].y));
    } else {
        for (std::size_t i = 0; i + 1 < map.wayPlaces.size(); ++i)
            metres = std::min(metres, metresToSegment(at, map.wayPlaces[i], map.wayPlaces[i + 1]));
    }
    if (std::isinf(metres)) return false;  // no such stop
    const double held = sites.places().near[measure].metres[row];
    if (std::abs(held - metres) < 0.01) metres = held;
    return (!wanted->second.low || metres >= *wanted->second.low) &&
           (!wanted->second.high || metres <= *wanted->second.high);
}

}  // namespace atlas::layers::test
