#include "app/failure.h"

#include <fmt/args.h>
#include <fmt/format.h>

namespace atlas::app {

std::string Failure::filled(const char* message, const std::vector<std::string>& words) {
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const std::string& word : words) store.push_back(word);
    return fmt::vformat(message, store);
}

}  // namespace atlas::app
