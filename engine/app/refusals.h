#pragma once
// Why an analysis gives no answer, in the person's language.

#include <string>

#include "analysis/refusal.h"
#include "app/failure.h"
#include "ui/translations.h"

namespace atlas::app {

/// "" when nothing was refused. Pure.
std::string said(const ui::Translations& texts, const analysis::Refusal& refusal);

/// The same to be thrown where the person's language is not at hand. `refusal`: something was refused.
WorkError refused(const analysis::Refusal& refusal);

}  // namespace atlas::app
