#include "scene/font_file.h"

#include <fontconfig/fontconfig.h>

#include <filesystem>
#include <memory>

namespace atlas::scene {

namespace {

struct Deleter {
    void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
};

// Debian's place: asking fontconfig first would read the caches of every font there is (tens of milliseconds
// at a cold start).
constexpr const char* kUsualPlace = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
constexpr int kSimplifiedChineseFace = 2;

}  // namespace

std::optional<FontFile> findChineseFont() {
    std::error_code error;
    if (std::filesystem::exists(kUsualPlace, error)) return FontFile{kUsualPlace, kSimplifiedChineseFace};
    const std::unique_ptr<FcConfig, Deleter> config(FcInitLoadConfigAndFonts());
    if (!config) return std::nullopt;
    const auto name =
        reinterpret_cast<const FcChar8*>("Noto Sans CJK SC,Noto Sans SC,Source Han Sans SC:lang=zh-cn");
    const std::unique_ptr<FcPattern, Deleter> wanted(FcNameParse(name));
    FcConfigSubstitute(config.get(), wanted.get(), FcMatchPattern);
    FcDefaultSubstitute(wanted.get());
    FcResult result = FcResultNoMatch;
    const std::unique_ptr<FcPattern, Deleter> match(FcFontMatch(config.get(), wanted.get(), &result));
    FcChar8* file = nullptr;
    int face = 0;
    if (!match || FcPatternGetString(match.get(), FC_FILE, 0, &file) != FcResultMatch) return std::nullopt;
    FcPatternGetInteger(match.get(), FC_INDEX, 0, &face);
    return FontFile{reinterpret_cast<const char*>(file), face & 0xFFFF};
}

}  // namespace atlas::scene
