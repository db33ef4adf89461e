#pragma once
// Text of unknown or declared encoding to UTF-8. Chinese data comes in GBK and GB18030 with nothing that says
// so.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atlas::geodata {

/// The name iconv should get: GB2312, GBK, CP936 and their kin become GB18030, which contains them and is
/// what their writers meant; UTF8 becomes UTF-8. Anything else as it is, trimmed.
std::string canonicalEncoding(std::string_view name);
bool encodingKnown(const std::string& name);

/// CutOff: valid, with at least one whole character beyond ASCII, but for an incomplete last one.
enum class Utf8Check { Ascii, Valid, CutOff, Invalid };

Utf8Check checkUtf8(std::string_view text);

/// Bytes in `encoding` as UTF-8. What cannot be read becomes U+FFFD and sets *damaged.
std::string toUtf8(std::string_view bytes, const std::string& encoding, bool* damaged = nullptr);
/// UTF-8 in another encoding; nullopt when it has characters that the encoding lacks.
std::optional<std::string> fromUtf8(std::string_view text, const std::string& encoding);
/// UTF-8 with every broken sequence replaced by U+FFFD; an incomplete last character is cut off.
std::string repairUtf8(std::string_view text);

/// Guesses the encoding of a layer from its texts, UTF-8 or GB18030, by which explains more of them: single
/// words of either are now and then valid in the other, and fixed-width fields cut characters in half.
class EncodingVote {
  public:
    void see(std::string_view text);
    bool saysGb18030() const { return invalid_ > 0 && invalid_ >= valid_; }
    bool sawDamage() const { return invalid_ + cutOff_ > 0; }

  private:
    std::size_t valid_ = 0;
    std::size_t cutOff_ = 0;
    std::size_t invalid_ = 0;
};

}  // namespace atlas::geodata
