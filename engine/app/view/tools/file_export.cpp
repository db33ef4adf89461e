#include "app/view/tools/file_export.h"

namespace atlas::app {

FileWriting textFile(std::string text) {
    return [text = std::move(text)](OutputFile& file, const analysis::Job&) { file.write(text); };
}

void FileExport::start(const std::string& path, FileWriting writing) {
    work_.start([path, writing = std::move(writing)](const analysis::Job& job) -> std::optional<Outcome> {
        try {
            // It lives no longer than the work: what was begun is gone as soon as that ends.
            OutputFile file(path);
            writing(file, job);
            if (job.cancelled()) return std::nullopt;
            file.commit();
        } catch (const WorkError& problem) {
            return Outcome{problem};
        } catch (const std::exception& problem) {
            return Outcome{WorkError(std::string(problem.what()))};
        }
        return Outcome{};
    });
}

}  // namespace atlas::app
