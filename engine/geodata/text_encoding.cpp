#include "geodata/text_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>

namespace atlas::geodata {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// An iconv conversion; closed when it goes.
class Converter {
  public:
    Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
    ~Converter() {
        if (good()) iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    bool good() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

    /// Converts all of `bytes`; where it cannot, calls bad(out) and goes on behind the byte.
    template <class Bad>
    std::string run(std::string_view bytes, Bad bad) const {
        std::string input(bytes);  // iconv wants its input mutable
        char* in = input.data();
        std::size_t left = input.size();
        std::string out;
        std::array<char, 512> buffer{};
        while (true) {
            char* to = buffer.data();
            std::size_t room = buffer.size();
            // The last call, without input, writes what a stateful encoding still holds back.
            const bool flush = left == 0;
            const std::size_t rc =
                flush ? iconv(handle_, nullptr, nullptr, &to, &room) : iconv(handle_, &in, &left, &to, &room);
            const int error = errno;
            out.append(buffer.data(), buffer.size() - room);
            if (rc == static_cast<std::size_t>(-1) && error != E2BIG) {
                bad(out);
                if (left == 0) break;
                ++in;
                --left;
                iconv(handle_, nullptr, nullptr, nullptr, nullptr);
            } else if (flush && rc != static_cast<std::size_t>(-1)) {
                break;
            }
        }
        return out;
    }

  private:
    iconv_t handle_;
};

/// Length of the valid UTF-8 character at the start of `s`; 0 invalid; -1 cut off by the end.
int characterLength(std::string_view s) {
    const auto lead = static_cast<unsigned char>(s[0]);
    if (lead < 0x80) return 1;
    int length = 0;
    // The second byte's bounds keep out overlong forms, surrogates and what lies beyond U+10FFFF.
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return 0;
    }
    for (int i = 1; i < length; ++i) {
        if (static_cast<std::size_t>(i) >= s.size()) return -1;
        const auto byte = static_cast<unsigned char>(s[static_cast<std::size_t>(i)]);
        if (byte < low || byte > high) return 0;
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

}  // namespace

std::string canonicalEncoding(std::string_view name) {
    std::string text(name);
    text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    std::string bare;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            bare += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    for (const std::string_view chinese :
         {"GB18030", "GBK", "GB2312", "EUCCN", "CP936", "936", "MS936", "WINDOWS936", "ANSI936"}) {
        if (bare == chinese) return "GB18030";
    }
    if (bare == "UTF8" || bare == "65001" || bare == "CP65001") return "UTF-8";
    return text;
}

bool encodingKnown(const std::string& name) {
    return !name.empty() && Converter("UTF-8", name.c_str()).good();
}

Utf8Check checkUtf8(std::string_view text) {
    bool ascii = true;
    for (std::size_t i = 0; i < text.size();) {
        const int length = characterLength(text.substr(i));
        if (length == 0) return Utf8Check::Invalid;
        if (length < 0) return ascii ? Utf8Check::Invalid : Utf8Check::CutOff;
        if (length > 1) ascii = false;
        i += static_cast<std::size_t>(length);
    }
    return ascii ? Utf8Check::Ascii : Utf8Check::Valid;
}

std::string toUtf8(std::string_view bytes, const std::string& encoding, bool* damaged) {
    const Converter converter("UTF-8", encoding.c_str());
    if (!converter.good()) {
        if (damaged != nullptr) *damaged = true;
        return repairUtf8(bytes);
    }
    return converter.run(bytes, [damaged](std::string& out) {
        out += kReplacement;
        if (damaged != nullptr) *damaged = true;
    });
}

std::optional<std::string> fromUtf8(std::string_view text, const std::string& encoding) {
    const Converter converter(encoding.c_str(), "UTF-8");
    bool whole = converter.good();
    std::string out = whole ? converter.run(text, [&whole](std::string&) { whole = false; }) : std::string();
    if (!whole) return std::nullopt;
    return out;
}

std::string repairUtf8(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const int length = characterLength(text.substr(i));
        if (length < 0) break;
        if (length == 0) {
            out += kReplacement;
            ++i;
        } else {
            out += text.substr(i, static_cast<std::size_t>(length));
            i += static_cast<std::size_t>(length);
        }
    }
    return out;
}

void EncodingVote::see(std::string_view text) {
    switch (checkUtf8(text)) {
        case Utf8Check::Ascii:
            break;
        case Utf8Check::Valid:
            ++valid_;
            break;
        case Utf8Check::CutOff:
            ++cutOff_;
            break;
        case Utf8Check::Invalid:
            ++invalid_;
            break;
    }
}

}  // namespace atlas::geodata
