#pragma once
// Files that a person drops on the window: read on a worker thread, put on the stage when they are ready.

#include <functional>
#include <future>
#include <string>
#include <vector>

#include "app/view/map_view.h"
#include "app/view/notices.h"
#include "app/view/session.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class AddedFiles {
  public:
    /// `letters`: makes the characters of a text drawable in panels.
    AddedFiles(MapView& view, std::function<void(const std::string&)> letters, const ui::Translations& texts,
               Notices& notices)
        : view_(view), letters_(std::move(letters)), texts_(texts), notices_(notices) {}
    /// Waits for what is being read.
    ~AddedFiles();
    AddedFiles(const AddedFiles&) = delete;
    AddedFiles& operator=(const AddedFiles&) = delete;

    void read(const std::string& source);
    bool busy() const { return !reading_.empty(); }
    /// Takes over what is ready: layers on the stage, names in the session, notices for what failed. Before
    /// Interface::begin(). Where to fly to see the newest; nullopt when nothing came.
    std::optional<layers::Place> update(Session& session);

  private:
    using Result = geodata::Loaded<std::vector<std::unique_ptr<AddedLayer>>>;
    struct Reading {
        std::string source;
        std::future<Result> result;
    };
    std::optional<layers::Place> take(const std::string& source, Result result, Session& session);

    MapView& view_;
    std::function<void(const std::string&)> letters_;
    const ui::Translations& texts_;
    Notices& notices_;
    std::vector<Reading> reading_;
};

}  // namespace atlas::app
