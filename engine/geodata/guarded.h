#pragma once
// The loaders' promise never to throw, kept in one place.

#include <exception>
#include <new>
#include <string>

#include "geodata/gdal_open.h"
#include "geodata/gdal_session.h"
#include "geodata/report.h"

namespace atlas::geodata {

/// Runs `work(Loaded<T>&)` with GDAL at hand; what is thrown on the way becomes an error of the report. GDAL
/// and the standard library may throw on input made to break them; the promise is that we do not.
template <class T, class Work>
Loaded<T> guarded(const std::string& path, const Work& work) {
    Loaded<T> result;
    try {
        const GdalSession session;
        work(result);
    } catch (const std::bad_alloc&) {
        result.value.reset();
        result.report.add(makeError(path, said("there is not enough memory to hold it")));
    } catch (const std::exception& e) {
        result.value.reset();
        result.report.add(makeError(path, said("reading failed: {}", e.what())));
    }
    return result;
}

}  // namespace atlas::geodata
