#pragma once
// A sheet's parts as drawn.

#include "app/view/sheet/sheet_layout.h"

namespace atlas::app {

/// All but the map itself, whose box stays as it is. The pen's units are the layout's.
void drawSheet(const SheetContent& content, const SheetLayout& layout, SheetPen& pen);

/// Paper, as red, green, blue.
constexpr SheetPen::Color kPaper{0.984, 0.976, 0.957, 1};
constexpr SheetPen::Color kSheetInk{0.13, 0.13, 0.14, 1};
constexpr SheetPen::Color kSheetQuiet{0.40, 0.39, 0.37, 1};

}  // namespace atlas::app
