#include "geodata/proj_handle.h"

namespace atlas::geodata {

ProjContext::ProjContext() : context_(proj_context_create()) {
    proj_log_func(context_, this, [](void* self, int, const char* message) {
        if (message != nullptr) static_cast<ProjContext*>(self)->lastMessage_ = message;
    });
    // A grid that is fetched in the middle of a frame, or that is there on one machine and not on the next,
    // would move the map: positions come from what is installed.
    proj_context_set_enable_network(context_, 0);
}

ProjContext::~ProjContext() {
    proj_context_destroy(context_);
}

PjHandle horizontalPart(PJ_CONTEXT* context, PjHandle crs) {
    while (crs) {
        const PJ_TYPE type = proj_get_type(crs.get());
        if (type == PJ_TYPE_COMPOUND_CRS) {
            crs.reset(proj_crs_get_sub_crs(context, crs.get(), 0));
        } else if (type == PJ_TYPE_BOUND_CRS) {
            crs.reset(proj_get_source_crs(context, crs.get()));
        } else {
            break;
        }
    }
    return crs;
}

PjHandle createCrs(PJ_CONTEXT* context, const std::string& definition) {
    std::string text = definition;
    const bool projString = text.find("proj=") != std::string::npos && text.find('[') == std::string::npos &&
                            text.find('{') == std::string::npos;
    if (projString && text.find("type=crs") == std::string::npos) text += " +type=crs";
    PjHandle pj(proj_create(context, text.c_str()));
    if (pj && proj_is_crs(pj.get()) == 0) pj.reset();
    return pj;
}

}  // namespace atlas::geodata
