#pragma once
// Names as they are looked for: simplified characters, pinyin without tones, initials, small letters.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace atlas::layers {

/// All in small letters without blanks, signs and accents. UTF-8 in `text`, ASCII in the others. Where a
/// character has several readings, `pinyin` and `initials` hold the name once for each, kOr between.
struct FoldedName {
    static constexpr char kOr = '|';
    std::string text;      ///< as written, traditional characters simplified
    std::string pinyin;    ///< Han characters read in Mandarin, other letters as they are; "" without any Han
    std::string initials;  ///< the first letter of each; "" without any Han
    /// Bit i: pinyin[i] begins a character. Of the first 64 letters.
    std::uint64_t starts = 0;
};

/// ICU's transliterators (CLDR: Hant-Hans, Han-Latin), asked once a character. They give the reading that is
/// commonest by itself, so 重庆 is zhongqing; readings.h adds what places are called: it is chongqing too.
/// One thread at a time.
class NameFolder {
  public:
    NameFolder();
    ~NameFolder();
    NameFolder(const NameFolder&) = delete;
    NameFolder& operator=(const NameFolder&) = delete;
    /// False where this machine's ICU lacks its data: names are then found as written only.
    bool complete() const;

    FoldedName fold(std::string_view utf8);
    /// What a person typed: as fold().text, with tone marks and the tone digits of pinyin ("yin4zhi4") taken
    /// away where it holds no Han characters.
    std::string foldQuery(std::string_view utf8);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace atlas::layers
