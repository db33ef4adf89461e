#include "layers/search/typed_place.h"

#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace atlas::layers {

namespace {

// Every sign of degrees, minutes, seconds and directions becomes one ASCII letter.
std::string plainSigns(std::string_view text) {
    static const std::pair<std::string_view, char> kSigns[] = {
        {"°", 'd'},    {"º", 'd'},  {"度", 'd'}, {"′", 'm'},  {"’", 'm'},    {"'", 'm'},    {"分", 'm'},
        {"″", 's'},    {"”", 's'},  {"\"", 's'}, {"秒", 's'}, {"北纬", 'N'}, {"东经", 'E'}, {"南纬", 'S'},
        {"西经", 'W'}, {"，", ','}, {"、", ','}, {"；", ','}, {";", ','},    {"−", '-'},    {"N", 'N'},
        {"n", 'N'},    {"E", 'E'},  {"e", 'E'},  {"S", 'S'},  {"W", 'W'},    {"w", 'W'},    {"\u3000", ' '}};
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        bool found = false;
        for (const auto& [sign, letter] : kSigns) {
            if (!text.substr(at).starts_with(sign)) continue;
            plain += letter;
            at += sign.size();
            found = true;
            break;
        }
        if (!found) plain += text[at++];
    }
    return plain;
}

struct Angle {
    double value = 0;
    char direction = 0;  // N S E W
};

class Reader {
  public:
    explicit Reader(std::string text) : text_(std::move(text)) {}
    std::optional<Angle> angle() {
        Angle result;
        skip();
        result.direction = direction();
        const auto whole = number();
        if (!whole) return std::nullopt;
        result.value = std::abs(*whole);
        if (take('d')) {
            for (const auto& [sign, share] : {std::pair{'m', 60.0}, std::pair{'s', 3600.0}}) {
                const std::size_t before = at_;
                const auto more = number();
                if (!more) break;
                if (take(sign) || (sign == 's' && take('m') && take('m'))) {
                    if (*more < 0 || *more >= 60) return std::nullopt;
                    result.value += *more / share;
                } else {
                    at_ = before;
                    break;
                }
            }
        }
        if (*whole < 0) result.value = -result.value;
        if (result.direction == 0) result.direction = direction();
        if (result.direction == 'S' || result.direction == 'W') result.value = -result.value;
        return result;
    }
    void between() {
        skip();
        take(',');
        skip();
    }
    bool atEnd() {
        skip();
        return at_ == text_.size();
    }

  private:
    void skip() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }
    bool take(char letter) {
        skip();
        if (at_ == text_.size() || text_[at_] != letter) return false;
        ++at_;
        return true;
    }
    char direction() {
        for (const char letter : {'N', 'E', 'S', 'W'})
            if (take(letter)) return letter;
        return 0;
    }
    std::optional<double> number() {
        skip();
        double value = 0;
        const auto result =
            std::from_chars(text_.data() + at_, text_.data() + text_.size(), value, std::chars_format::fixed);
        if (result.ec != std::errc{} || !std::isfinite(value)) return std::nullopt;
        at_ = static_cast<std::size_t>(result.ptr - text_.data());
        return value;
    }
    std::string text_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<TypedPlace> typedPlace(std::string_view text) {
    Reader reader(plainSigns(text));
    const auto first = reader.angle();
    if (!first) return std::nullopt;
    reader.between();
    const auto second = reader.angle();
    if (!second || !reader.atEnd()) return std::nullopt;
    const auto isLatitude = [](const Angle& a) { return a.direction == 'N' || a.direction == 'S'; };
    const auto isLongitude = [](const Angle& a) { return a.direction == 'E' || a.direction == 'W'; };
    double x = first->value;
    double y = second->value;
    const bool told = first->direction != 0 || second->direction != 0;
    if (told && (isLatitude(*first) == isLatitude(*second) || isLongitude(*first) == isLongitude(*second)) &&
        first->direction != 0 && second->direction != 0)
        return std::nullopt;
    if (!told && std::abs(x) > 180 && std::abs(y) > 180) return TypedPlace{false, x, y};
    if (isLatitude(*first) || isLongitude(*second) || (!told && std::abs(y) > 90 && std::abs(x) <= 90))
        std::swap(x, y);
    if (std::abs(x) > 180 || std::abs(y) > 90) return std::nullopt;
    return TypedPlace{true, x, y};
}

}  // namespace atlas::layers
