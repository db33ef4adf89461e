#pragma once
// Owning handles for PROJ's C API. Internal to geodata's sources.

#include <proj.h>

#include <memory>
#include <string>

namespace atlas::geodata {

struct PjDeleter {
    void operator()(PJ* pj) const { proj_destroy(pj); }
};
using PjHandle = std::unique_ptr<PJ, PjDeleter>;

/// A PROJ context that is silent, offline, and remembers the last thing PROJ said. Neither copied nor moved:
/// PROJ keeps the address for its log callback.
class ProjContext {
  public:
    ProjContext();
    ~ProjContext();
    ProjContext(const ProjContext&) = delete;
    ProjContext& operator=(const ProjContext&) = delete;
    PJ_CONTEXT* get() const { return context_; }
    const std::string& lastMessage() const { return lastMessage_; }

  private:
    PJ_CONTEXT* context_ = nullptr;
    std::string lastMessage_;
};

/// The part of a CRS that says where easting and northing are: the horizontal part of a compound CRS, the
/// base of a bound one. The same handle if it is neither.
PjHandle horizontalPart(PJ_CONTEXT* context, PjHandle crs);

/// proj_create, with "+proj=…" strings read as CRS even without "+type=crs". Null if it is not a CRS.
PjHandle createCrs(PJ_CONTEXT* context, const std::string& definition);

}  // namespace atlas::geodata
