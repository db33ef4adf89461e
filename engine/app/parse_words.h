#pragma once
// What is wrong with a command line, in the reader's language.

#include <string>

#include "ui/translations.h"

namespace atlas::app {

/// The sentence of a CLI::ParseError in the language of `texts`; one that is not known stays as CLI11 says
/// it. Names of options, values and file types are left alone. Pure.
std::string parseWords(const std::string& sentence, const ui::Translations& texts);

}  // namespace atlas::app
