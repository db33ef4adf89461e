#pragma once
// Text for a terminal: columns that line up though a Chinese character is two cells wide.

#include <string>
#include <string_view>
#include <vector>

namespace atlas::app {

/// Terminal cells that UTF-8 text takes: 2 for East Asian wide and full-width characters, 0 for combining
/// marks, else 1.
std::size_t displayWidth(std::string_view text);

/// Rows of cells, written with two blanks between columns and none at line ends. Control characters in a cell
/// become blanks: data must not steer a person's terminal.
class TextTable {
  public:
    enum class Align { Left, Right };

    void addColumn(std::string heading, Align align = Align::Left);
    void addRow(std::vector<std::string> cells);  ///< as many as columns
    std::string text() const;

  private:
    std::vector<Align> aligns_;
    std::vector<std::vector<std::string>> rows_{{}};  ///< the first holds the headings
};

}  // namespace atlas::app
