#pragma once
// Why an analysis gives no answer, in the person's language.

#include <string>

#include "analysis/refusal.h"
#include "ui/translations.h"

namespace atlas::app {

/// "" when nothing was refused. Pure.
std::string said(const ui::Translations& texts, const analysis::Refusal& refusal);

}  // namespace atlas::app
