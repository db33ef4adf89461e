#pragma once
// What the tests of tours share: the bundled catalogue, and a folder for files that goes away.

#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "app/view/tour/tour.h"

namespace atlas::test {

class TourFixture : public testing::Test {
  protected:
    TourFixture() {
        auto loaded = layers::loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
        EXPECT_TRUE(loaded) << loaded.report.text();
        catalog_ = std::move(*loaded);
        char name[] = "/tmp/atlas-tours-XXXXXX";
        folder_ = ::mkdtemp(name);
    }
    ~TourFixture() override { std::filesystem::remove_all(folder_); }

    static std::string text(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// Later than anything written before, whatever the file system's clock can tell apart.
    static void write(const std::filesystem::path& file, const std::string& text) {
        const bool there = std::filesystem::exists(file);
        const auto before =
            there ? std::filesystem::last_write_time(file) : std::filesystem::file_time_type();
        std::ofstream(file) << text;
        if (there) std::filesystem::last_write_time(file, before + std::chrono::seconds(2));
    }

    layers::Catalog catalog_;
    std::filesystem::path folder_;
};

}  // namespace atlas::test
