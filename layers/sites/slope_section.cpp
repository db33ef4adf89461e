#include "layers/sites/slope_section.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace atlas::layers {

namespace {

constexpr double kFit = 80;  // metres round the place that the direction is taken from
constexpr double kFitStep = 10;
constexpr double kSectionStep = 5;  // metres along the section
constexpr double kReach = 650;      // metres up and down
constexpr double kCrest = 250;      // metres within which the crest is looked for
constexpr double kPause = 60;       // metres without a rise (or fall): the slope has ended
constexpr double kLevel = 0.03;     // metres a metre: no slope
constexpr double kLeastFall = 10;   // metres

// Downhill direction, unit; nullopt where it is level or heights are missing.
std::optional<std::pair<double, double>> downhill(double x, double y,
                                                  const std::function<double(double, double)>& ground) {
    // On a lattice that is symmetric about the place x, y and 1 are independent: the fit needs no matrix.
    double sumX = 0;
    double sumY = 0;
    double square = 0;
    for (double dy = -kFit; dy <= kFit; dy += kFitStep) {
        for (double dx = -kFit; dx <= kFit; dx += kFitStep) {
            const double height = ground(x + dx, y + dy);
            if (std::isnan(height)) return std::nullopt;
            sumX += dx * height;
            sumY += dy * height;
            square += dx * dx;
        }
    }
    const double gx = sumX / square;
    const double gy = sumY / square;
    const double steep = std::hypot(gx, gy);
    if (steep < kLevel) return std::nullopt;
    return std::pair{-gx / steep, -gy / steep};
}

// How far from the place the ground keeps rising (sign 1) or falling (sign -1) in a direction.
double extent(double x, double y, double dx, double dy, double sign,
              const std::function<double(double, double)>& ground) {
    double best = 0;
    double bestHeight = ground(x, y) * sign;
    for (double d = kSectionStep; d <= kReach; d += kSectionStep) {
        const double height = ground(x + dx * d, y + dy * d) * sign;
        if (std::isnan(height)) break;
        if (height > bestHeight + 0.5) {
            best = d;
            bestHeight = height;
        }
        if (d - best > kPause) break;
    }
    return best;
}

void findTerraces(SlopeSection& section) {
    const auto& p = section.points;
    const auto level = [&](std::size_t i) {
        const std::size_t a = i > 0 ? i - 1 : 0;
        const std::size_t b = std::min(i + 1, p.size() - 1);
        return (p[a].height - p[b].height) / (p[b].along - p[a].along) < kTerraceSlope;
    };
    for (std::size_t i = 0; i < p.size();) {
        if (!level(i)) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end + 1 < p.size() && level(end + 1)) ++end;
        // At the ends it is the plateau above or the bank below, not a terrace.
        const double width = p[end].along - p[i].along;
        if (i > 0 && end + 1 < p.size() && width >= kTerraceWidth) {
            SlopeSection::Terrace terrace;
            for (std::size_t k = i; k <= end; ++k) terrace.height += p[k].height;
            terrace.height /= static_cast<double>(end - i + 1);
            terrace.width = width;
            terrace.middle = p[(i + end) / 2];
            section.terraces.push_back(terrace);
        }
        i = end + 1;
    }
}

}  // namespace

double SlopeSection::meanDegrees() const {
    return std::atan2(difference(), length()) * 180 / std::numbers::pi;
}

std::optional<SlopeSection> slopeSection(double x, double y,
                                         const std::function<double(double, double)>& ground,
                                         std::optional<double> bearing) {
    auto down = downhill(x, y, ground);
    if (bearing) {
        const double radians = *bearing * std::numbers::pi / 180;
        down = std::pair{std::sin(radians), std::cos(radians)};
    }
    if (!down) return std::nullopt;
    const auto [dx, dy] = *down;
    double up = 0;
    if (bearing) {
        // The place is known to some hundred metres only: the slope that its name means begins at the crest.
        double highest = ground(x, y);
        for (double d = -kCrest; d <= kCrest; d += kSectionStep) {
            const double height = ground(x + dx * d, y + dy * d);
            if (height > highest) {
                highest = height;
                up = -d;
            }
        }
    } else {
        up = extent(x, y, -dx, -dy, 1, ground);
    }
    const double below = extent(x - dx * up, y - dy * up, dx, dy, -1, ground) - up;
    SlopeSection section;
    const int steps = static_cast<int>(std::lround((up + below) / kSectionStep));
    for (int i = 0; i <= steps; ++i) {
        const double d = -up + i * kSectionStep;
        SlopeSection::Point point{x + dx * d, y + dy * d, 0, i * kSectionStep};
        point.height = ground(point.x, point.y);
        if (std::isnan(point.height)) return std::nullopt;
        section.points.push_back(point);
    }
    if (section.points.size() < 3 || section.difference() < kLeastFall) return std::nullopt;
    findTerraces(section);
    return section;
}

std::vector<SlopeWord> slopeWords(const SlopeSection& section, std::string_view language) {
    const bool english = language == "en";
    const auto& top = section.points.front();
    const auto& foot = section.points.back();
    std::vector<SlopeWord> words;
    words.push_back(
        {top, fmt::format(fmt::runtime(english ? "top of slope {:.0f} m" : "坡顶 {:.0f} m"), top.height)});
    for (const SlopeSection::Terrace& terrace : section.terraces)
        words.push_back({terrace.middle, fmt::format(fmt::runtime(english ? "terrace {:.0f} m, {:.0f} m wide"
                                                                          : "台地 {:.0f} m · 宽 {:.0f} m"),
                                                     terrace.height, terrace.width)});
    words.push_back({foot, fmt::format(fmt::runtime(english ? "foot {:.0f} m, {:.0f} m below the top"
                                                            : "坡脚 {:.0f} m · 高差 {:.0f} m"),
                                       foot.height, section.difference())});
    return words;
}

void addSlope(Card& card, const SlopeSection& section, const ui::Translations& texts) {
    const std::string terrain = texts.tr("measured on the map's terrain; cliffs are coarse in it");
    std::vector<CardLine> lines;
    lines.push_back(
        {texts.tr("The slope here"),
         fmt::format(fmt::runtime(texts.tr("{:.0f} m between {:.0f} and {:.0f} m, over {:.0f} m ({:.0f}°)")),
                     section.difference(), section.points.back().height, section.points.front().height,
                     section.length(), section.meanDegrees()),
         terrain});
    std::string terraces;
    for (const SlopeSection::Terrace& terrace : section.terraces)
        terraces +=
            (terraces.empty() ? "" : ", ") +
            fmt::format(fmt::runtime(texts.tr("{:.0f} m ({:.0f} m wide)")), terrace.height, terrace.width);
    if (!terraces.empty())
        lines.push_back({texts.tr("Terraces"), terraces, texts.tr("flatter than 8° for 20 m or more")});
    card.lines.insert(card.lines.begin(), lines.begin(), lines.end());  // beside the profile
    for (const SlopeSection::Point& point : section.points) {
        card.profile.distance.push_back(point.along);
        card.profile.height.push_back(point.height);
    }
    card.profile.note = terrain;
}

}  // namespace atlas::layers
