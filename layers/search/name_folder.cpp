#include "layers/search/name_folder.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "layers/search/readings.h"

namespace atlas::layers {

namespace {

constexpr std::size_t kMostWays = 4;  // in which a name is read

bool isHan(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_HAN && U_SUCCESS(status);
}

void append(std::string& to, UChar32 c) {
    icu::UnicodeString(c).toUTF8String(to);
}

}  // namespace

struct NameFolder::Impl {
    std::unique_ptr<icu::Transliterator> simplify, read;
    const icu::Normalizer2* decompose = nullptr;
    struct Character {
        std::string text;    // simplified or small, without accents; "" for blanks and signs
        std::string pinyin;  // of a Han character
        std::span<const std::string_view> readings;  // where there are several
    };
    std::unordered_map<UChar32, Character> known;

    // Letters and digits of a text, without accents, small.
    std::string plain(const icu::UnicodeString& text) const {
        std::string result;
        UErrorCode status = U_ZERO_ERROR;
        const icu::UnicodeString parts = decompose ? decompose->normalize(text, status) : text;
        for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
            const UChar32 c = u_tolower(parts.char32At(i));
            if (u_isalnum(c)) append(result, c);
        }
        return result;
    }

    const Character& of(UChar32 c) {
        const auto [found, fresh] = known.try_emplace(c);
        Character& character = found->second;
        if (!fresh) return character;
        icu::UnicodeString text(c);
        if (!isHan(c)) {
            // Full-width letters are letters.
            UErrorCode status = U_ZERO_ERROR;
            const auto* compatible = icu::Normalizer2::getNFKCInstance(status);
            if (U_SUCCESS(status)) text = compatible->normalize(text, status);
            character.text = plain(text);
            return character;
        }
        if (simplify) simplify->transliterate(text);
        text.toUTF8String(character.text);
        character.readings = otherReadings(static_cast<char32_t>(text.char32At(0)));
        if (read) {
            read->transliterate(text);
            character.pinyin = plain(text);
            if (character.pinyin.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos)
                character.pinyin.clear();  // a character that has no reading stays as it is
        }
        if (character.pinyin.empty()) character.readings = {};
        return character;
    }
};

NameFolder::NameFolder() : impl_(std::make_unique<Impl>()) {
    UErrorCode status = U_ZERO_ERROR;
    const auto make = [&](const char* id) {
        status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(
            icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
        if (U_FAILURE(status)) made.reset();
        return made;
    };
    impl_->simplify = make("Hant-Hans");
    impl_->read = make("Han-Latin");
    status = U_ZERO_ERROR;
    impl_->decompose = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) impl_->decompose = nullptr;
}

NameFolder::~NameFolder() = default;

bool NameFolder::complete() const {
    return impl_->simplify && impl_->read && impl_->decompose != nullptr;
}

FoldedName NameFolder::fold(std::string_view utf8) {
    FoldedName name;
    bool han = false;
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
    std::vector<const Impl::Character*> sounds;
    std::size_t ways = 1;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const Impl::Character& character = impl_->of(text.char32At(i));
        name.text += character.text;
        han = han || !character.pinyin.empty();
        const std::string& sound = character.pinyin.empty() ? character.text : character.pinyin;
        if (sound.empty() || static_cast<unsigned char>(sound[0]) >= 0x80U) continue;
        sounds.push_back(&character);
        ways *= std::max<std::size_t>(1, character.readings.size());
    }
    if (!han) return name;
    std::set<std::string> initials;
    for (std::size_t way = 0; way < std::min(ways, kMostWays); ++way) {
        if (way > 0) name.pinyin += FoldedName::kOr;
        std::string first;
        std::size_t left = way;  // its digits say which reading each character has
        for (const Impl::Character* character : sounds) {
            std::string_view sound = character->pinyin.empty() ? character->text : character->pinyin;
            if (!character->readings.empty()) {
                // The commonest first.
                const auto& readings = character->readings;
                const auto usual = std::find(readings.begin(), readings.end(), sound) - readings.begin();
                const std::size_t digit = left % readings.size();
                left /= readings.size();
                sound = readings[(static_cast<std::size_t>(usual) + digit) % readings.size()];
            }
            if (name.pinyin.size() < 64) name.starts |= std::uint64_t{1} << name.pinyin.size();
            name.pinyin += sound;
            first += sound[0];
        }
        if (!initials.insert(first).second) continue;
        if (!name.initials.empty()) name.initials += FoldedName::kOr;
        name.initials += first;
    }
    return name;
}

std::string NameFolder::foldQuery(std::string_view utf8) {
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
    std::string folded;
    bool han = false;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        han = han || isHan(text.char32At(i));
        folded += impl_->of(text.char32At(i)).text;
    }
    if (han) return folded;
    std::string without;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const bool tone = i > 0 && folded[i] >= '1' && folded[i] <= '5' && folded[i - 1] >= 'a' &&
                          folded[i - 1] <= 'z' &&
                          (i + 1 == folded.size() || folded[i + 1] < '0' || folded[i + 1] > '9');
        if (!tone) without += folded[i];
    }
    return without;
}

}  // namespace atlas::layers
