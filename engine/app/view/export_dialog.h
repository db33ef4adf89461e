#pragma once
// Exporting the filtered sites from the window: format, fields, file; written on a worker, whole or not at
// all.

#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/failure.h"
#include "app/site_export.h"
#include "layers/sites/site_table.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class ExportDialog {
  public:
    ExportDialog(const layers::SiteTable& sites, const ui::Translations& texts, const ui::Fonts& fonts);
    ~ExportDialog();
    ExportDialog(const ExportDialog&) = delete;

    void open() { open_ = true; }
    bool isOpen() const { return open_; }
    bool busy() const { return writing_.valid(); }
    /// A window in the middle of the picture; nothing while closed. `rows`: what is exported, in this order.
    void draw(const std::vector<std::uint32_t>& rows, float scale);

  private:
    void drawFields();
    void followName();
    void start(const std::vector<std::uint32_t>& rows);
    void finish();
    const char* tr(const char* id) const { return texts_.tr(id); }

    const layers::SiteTable& sites_;
    const ui::Translations& texts_;
    const ui::Fonts& fonts_;
    bool open_ = false;
    int format_ = 0;
    bool bom_ = true;
    std::string path_, target_;  ///< as typed; being written or written last
    std::vector<std::pair<std::string, bool>> roles_;
    std::optional<Failure> failure_;
    std::optional<geodata::Sentence> written_;
    std::size_t rows_ = 0;  ///< being written
    std::atomic<std::size_t> done_{0};
    std::atomic<bool> cancel_{false};
    std::future<std::optional<Failure>> writing_;  ///< gives what went wrong
};

}  // namespace atlas::app
