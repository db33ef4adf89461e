#include "app/failure.h"

#include <fmt/args.h>
#include <fmt/format.h>

namespace atlas::app {

std::string Failure::filled(const char* message, const std::vector<geodata::Sentence>& words,
                            const geodata::Tongue& tongue) {
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const geodata::Sentence& word : words) store.push_back(word.in(tongue));
    return fmt::vformat(message, store);
}

}  // namespace atlas::app
