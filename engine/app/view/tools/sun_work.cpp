#include "app/view/tools/sun_work.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "analysis/sun_hours.h"
#include "app/building_footprints.h"
#include "app/refusals.h"
#include "app/view/tools/proposal_tool.h"

namespace atlas::app {

namespace {

constexpr double kMinutes = 15;        // minutes between moments
constexpr double kDaySeconds = 86400;  // seconds

std::string zoneOf(const SunQuestion& question) {
    return question.zone.empty() ? "+00:00" : question.zone;
}

}  // namespace

int seasonDay(int year, double degrees, double zone) {
    return static_cast<int>(std::floor((scene::seasonTime(year, degrees) + zone) / kDaySeconds));
}

std::pair<double, double> hoursThatCount(const std::string& date, double zone) {
    const auto noon = scene::parseTime(date + "T12:00");
    if (!noon) return {0, 24};
    const int day = static_cast<int>(std::floor(*noon / kDaySeconds));
    const std::chrono::year_month_day parts{std::chrono::sys_days(std::chrono::days(day))};
    const int year = static_cast<int>(parts.year());
    if (day == seasonDay(year, kGreatCold, zone)) return {8, 16};
    if (day == seasonDay(year, kWinterSolstice, zone)) return {9, 15};
    return {0, 24};
}

std::optional<SunHours> hoursOfSun(ToolGround& ground, const terrain::HeightField& field,
                                   const District& district, const SunQuestion& question, bool coarse,
                                   const analysis::Job& job) {
    SunHours answer;
    const auto groundAt = [&field](double x, double y) { return field.heightAt(x, y); };
    const geodata::Raster bare =
        coarse ? analysis::coarsened(ground.heights(), kSunCoarse) : ground.heights();
    geodata::Raster surface = bare;
    if (question.buildings) analysis::raise(surface, knownBuildings(district.layers, groundAt).footprints);
    for (const auto& [proposal, footprint] : question.proposals) {
        const ProposalFigures figures = figuresOf(proposal, footprint, groundAt);
        if (footprint.size() > 2 && std::isfinite(figures.roof))
            analysis::raise(surface, {{{footprint}, figures.roof}});
    }
    analysis::SunDayOptions options;
    options.date = question.date;
    options.zone = zoneOf(question);
    options.step = kMinutes;
    options.from = question.from;
    options.to = question.to;
    const auto day = analysis::sunDay(options, surface.extent().center(), district.catalog.crs);
    if (!day) {
        answer.refused = day.refusal;
        return answer;
    }
    answer.moments = day->moments.size();
    answer.longest = static_cast<double>(answer.moments) * day->hoursEach;
    auto hours = analysis::sunHours(surface, *day, 0, job);
    if (!hours) return std::nullopt;
    for (std::size_t i = 0; i < hours->values.size(); ++i)  // a roof's sun is not the ground's
        if (surface.values[i] > bare.values[i]) hours->values[i] = std::nanf("");
    hideCells(coarse ? ground.guessedOf(bare) : ground.guessed(), *hours);
    answer.hours = std::move(*hours);
    return answer;
}

FileWriting sunFile(ToolGround& ground, const terrain::HeightField& field, const District& district,
                    SunQuestion question, double least, Provenance provenance) {
    return [&ground, &field, &district, question = std::move(question), least,
            provenance = std::move(provenance)](OutputFile& file, const analysis::Job& job) {
        const auto answer = hoursOfSun(ground, field, district, question, false, job.part(0, 0.8));
        if (!answer) throw WorkError("cancelled; nothing was written");
        if (answer->refused.sentence != nullptr) throw refused(answer->refused);
        Provenance notes = provenance;
        const auto note = [&notes](const char* key, std::string value) {
            notes.emplace_back(key, std::move(value));
        };
        note("date", question.date);
        note("zone", zoneOf(question));
        note("step_min", fmt::format("{:g}", kMinutes));
        note("hours_of_true_solar_time", fmt::format("{:g} to {:g}", question.from, question.to));
        note("moments_with_sun", fmt::format("{}", answer->moments));
        note("sun",
             "a point, by libnova (VSOP87), without refraction; nothing beyond the raster casts a shadow");
        note("above_ground_m", "0");
        note("least_hours", fmt::format("{:g}", least));
        if (question.buildings) {
            const KnownBuildings known = knownBuildings(
                district.layers, [&field](double x, double y) { return field.heightAt(x, y); });
            note("buildings",
                 fmt::format("{} with a known height, as upright boxes; {} without one left out; {}",
                             known.footprints.size(), known.unknown, known.source));
        }
        if (!question.proposals.empty())
            note("proposals", fmt::format("{} cast shadows, too", question.proposals.size()));
        writeGeoTiff(file.temporary().string(),
                     {answer->hours, &answer->hours.values, nullptr, -1, "hours of direct sun", "h"}, notes,
                     job.part(0.8, 1));
    };
}

}  // namespace atlas::app
