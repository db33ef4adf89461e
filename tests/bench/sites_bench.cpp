// What a million sites cost a frame: drawn on the bundled map, filtered, and scrolled in the panel's table.
// Each against the same work with the bundled sites, in the same run.
//   bench_sites [--small]     (--small: a run that only shows that it works)

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>

#include "app/view/map_view.h"
#include "app/view/picture.h"
#include "layers/sites/results_table.h"
#include "million_sites.h"
#include "surface/egl_context.h"
#include "surface/frame_renderer.h"
#include "surface/frame_target.h"

namespace {

using namespace atlas;

struct Times {
    double median = 0, worst = 0;  ///< milliseconds
};

Times milliseconds(int rounds, const std::function<void(int)>& work) {
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work(round);
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.back()};
}

app::District loadedDistrict() {
    auto catalog = layers::loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
    auto district = catalog ? app::loadDistrict(std::move(*catalog)) : geodata::Loaded<app::District>();
    if (!district) {
        fmt::print(stderr, "{}\n", district.report.text());
        std::exit(1);
    }
    return std::move(*district);
}

// The made-up sites under the name of the bundled ones.
void exchange(app::District& district, bench::MillionSites& data) {
    for (auto& loaded : district.layers) {
        if (loaded.entry->kind != "sites") continue;
        loaded.table = std::move(data.table);
        auto& entry = *std::find_if(district.catalog.layers.begin(), district.catalog.layers.end(),
                                    [&](const auto& candidate) { return &candidate == loaded.entry; });
        entry.fields = data.entry.fields;
        entry.near.clear();
        entry.inside.clear();
        auto& industries = std::get<geodata::TextValues>(loaded.table->columns[1].values).values;
        const auto& terms = district.catalog.vocabularies.at("industry");
        for (std::size_t i = 0; i < industries.size() && i < terms.size(); ++i)
            industries[i] = terms[i].value;
    }
}

struct Costs {
    Times still, moving, events, passes, answers;
    std::size_t symbols = 0, bytes = 0;
};

class Bench {
  public:
    explicit Bench(const app::District& district)
        : district_(district),
          view_(district, terrain::makeGroundGrid(district.ground), ATLAS_SHARE_DIR "/shaders"),
          renderer_(view_.stage().root()),
          target_(surface::FrameTarget::create({viewport_.width, viewport_.height}, 1)),
          session_(app::openingSession(district.catalog, "zh")) {
        const auto start = std::chrono::steady_clock::now();
        view_.apply(session_);
        frame(true);
        fmt::print("{} sites: the first picture after {:.2f} s\n", view_.sites()->rows(),
                   std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }

    Costs measure(int rounds) {
        Costs costs;
        for (int i = 0; i < 60; ++i) frame(false);  // what was to load has loaded
        costs.still = milliseconds(rounds, [&](int) { frame(false); });
        costs.symbols = view_.sites()->cost().symbols;
        const layers::GeoCamera camera = session_.camera;
        costs.moving = milliseconds(rounds, [&](int round) {
            session_.camera = camera;
            session_.camera.heading += 0.5 * round;
            session_.camera.longitude += 0.00005 * round;
            view_.apply(session_);
            frame(false);
        });
        session_.camera = camera;
        const auto pulled = [&](int round) {
            session_.filter.investment = {0.5 + 0.05 * (round % 40), 60.0};
        };
        costs.events = milliseconds(rounds, [&](int round) {
            pulled(round);
            view_.apply(session_);
            frame(false);
            costs.bytes = std::max(costs.bytes, view_.sites()->cost().bytes);
        });
        costs.answers = milliseconds(rounds, [&](int round) {
            pulled(round);
            view_.apply(session_);
        });
        session_.filter = {};
        view_.apply(session_);
        return costs;
    }

    app::MapView& view() { return view_; }
    void save(const char* file) {
        surface::writePng(app::drawPicture(view_, renderer_, {view_.poseOf(session_.camera), viewport_, 1}),
                          file);
    }

  private:
    void frame(bool final) {
        const scene::Pose pose = view_.poseOf(session_.camera);
        view_.prepare(pose, viewport_, 1.0 / 60, final, {});
        view_.draw(renderer_, pose, viewport_,
                   {0, 0, static_cast<float>(viewport_.width), static_cast<float>(viewport_.height)},
                   target_->framebuffer());
        surface::FrameTarget::finish();
    }

    const app::District& district_;
    scene::Viewport viewport_;
    app::MapView view_;
    surface::FrameRenderer renderer_;
    std::unique_ptr<surface::FrameTarget> target_;
    app::Session session_;
};

// ImGui without a window or a card: what a frame of the table costs the processor.
bool scroll(app::MapView& view, const app::District& district, bool small) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(1280, 720);
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    ui::Fonts fonts;
    fonts.small = fonts.body = fonts.title = io.Fonts->Fonts[0];
    const ui::Translations texts(std::filesystem::path(ATLAS_SHARE_DIR) / "locale");
    const layers::SitesPanelContext context{*view.sites(), district.catalog, texts, fonts};
    layers::ResultsTable table(context);
    layers::SiteFilter filter;
    const auto frame = [&](float wheel) {
        io.DeltaTime = 1.0F / 60;
        io.MousePos = ImVec2(200, 400);
        io.MouseWheel = wheel;
        ImGui::NewFrame();
        ImGui::SetNextWindowPos(ImVec2(0, 0));
        ImGui::SetNextWindowSize(ImVec2(360, 720));
        ImGui::Begin("panel");
        layers::SitesPanelResult result;
        table.draw(filter, std::nullopt, result);
        ImGui::End();
        ImGui::Render();
    };

    // The order comes from a worker.
    for (int i = 0; i < 10000 && (i < 3 || table.rows().empty() || table.busy()); ++i) frame(0);
    const Times times = milliseconds(400, [&](int round) { frame(round % 40 < 20 ? -7 : 11); });
    const Times changes = milliseconds(20, [&](int round) {
        filter.year = {2012 + round % 5, 2024};
        view.sites()->setFilter(filter);
        frame(0);
    });
    view.sites()->setFilter({});
    ImGui::DestroyContext();
    fmt::print("table: {} rows, scrolled: {:.3f} ms a frame, at most {:.3f} (limit 1 ms) {}\n",
               view.sites()->rows(), times.median, times.worst, times.median <= 1 ? "kept" : "BROKEN");
    fmt::print("table: a frame in which the filter changes: {:.1f} ms\n", changes.median);
    return small || times.median <= 1;
}

void say(const char* what, const Times& time, const Times& reference) {
    fmt::print("{:<52} {:8.2f} ms (worst {:8.2f})   bundled sites {:8.2f} ms   ratio {:5.2f}\n", what,
               time.median, time.worst, reference.median, time.median / reference.median);
}

}  // namespace

int main(int count, char** arguments) {
    const bool small = count > 1 && std::strcmp(arguments[1], "--small") == 0;
    std::string reason;
    const auto context = surface::EglContext::create(reason);
    if (!context) {
        fmt::print(stderr, "{}\n", reason);
        return 1;
    }
    const int rounds = small ? 3 : 41;
    Costs bundled;
    {
        const app::District district = loadedDistrict();
        Bench bench(district);
        bundled = bench.measure(rounds);
    }
    app::District district = loadedDistrict();
    bench::MillionSites data(small ? 20000 : 1000000);
    exchange(district, data);
    Bench bench(district);
    if (count > 2) bench.save(arguments[2]);
    const Costs many = bench.measure(rounds);
    fmt::print("1280x720, one sample, whole frames with the ground, names and all; {} symbols shown ({})\n",
               many.symbols, bundled.symbols);
    say("frame, camera still", many.still, bundled.still);
    say("frame, camera moving", many.moving, bundled.moving);
    say("frame with a filter event: the investment is pulled", many.events, bundled.events);
    say("of it: filter, charts and the map's bits", many.answers, bundled.answers);
    fmt::print("handed to the graphics card by an event: {} bytes at most, {:.3f} a site; no geometry\n",
               many.bytes,
               static_cast<double>(many.bytes) / static_cast<double>(bench.view().sites()->rows()));
    const bool good = scroll(bench.view(), district, small);
    return good && (small || many.events.median <= bundled.events.median + 16.7) ? 0 : 1;
}
