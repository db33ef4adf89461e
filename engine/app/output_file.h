#pragma once
// Files that appear whole or not at all.

#include <filesystem>
#include <string>
#include <string_view>

namespace atlas::app {

/// A file being written beside its place: work on temporary(), then commit() renames it into place. Destroyed
/// before, it leaves nothing behind and an older file of that name untouched. One thread.
class OutputFile {
  public:
    /// Throws WorkError when `target` is a folder, or its folder is missing or cannot be written.
    /// `extension` (with the dot) of the temporary file, "" = the target's: GDAL's drivers insist on theirs.
    explicit OutputFile(std::filesystem::path target, std::string_view extension = {});
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// In the same folder, so that renaming never copies.
    const std::filesystem::path& temporary() const { return temporary_; }
    /// Throws WorkError when nothing was written or it cannot be renamed.
    void commit();
    /// All of `bytes` into the temporary file. Throws WorkError (a full disk).
    void write(std::string_view bytes);

  private:
    std::filesystem::path target_;
    std::filesystem::path temporary_;
};

/// The end of a file's name, in small letters and with the dot; "" where it has none.
std::string extensionOf(const std::string& path);

/// Where a person is asked to write `name` to: the working folder, or the home where there is none. Any
/// thread.
std::string usualPath(const char* name);

/// A cell of a CSV file, quoted where it must be (RFC 4180). Any thread.
std::string csvCell(const std::string& text);

/// Throws WorkError when standard output does not take it all.
void writeStandardOutput(std::string_view bytes);

}  // namespace atlas::app
