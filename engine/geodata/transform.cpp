#include <cmath>
#include <limits>
#include <utility>

#include "geodata/crs.h"
#include "geodata/offset_crs.h"
#include "geodata/operation_memo.h"
#include "geodata/proj_handle.h"

namespace atlas::geodata {
namespace {

constexpr double kFailed = std::numeric_limits<double>::quiet_NaN();

/// What the offset systems hang on: PROJ sees this in their place.
const char* projDefinition(const Crs& crs) {
    return crs.kind() == CrsKind::Proj ? crs.definition().c_str() : "EPSG:4326";
}

Point2 toWgs84(CrsKind kind, Point2 p) {
    if (kind == CrsKind::Bd09) p = gcj02FromBd09(p);
    return wgs84FromGcj02(p);
}

Point2 fromWgs84(CrsKind kind, Point2 p) {
    p = gcj02FromWgs84(p);
    return kind == CrsKind::Bd09 ? bd09FromGcj02(p) : p;
}

bool onGlobe(Point2 p) {
    return std::abs(p.y) <= 90.0 && std::abs(p.x) <= 540.0;
}

}  // namespace

struct Transform::Impl {
    ProjContext context;
    PjHandle operation;  ///< null: PROJ has nothing to do
    PJ_DIRECTION direction = PJ_FWD;
    CrsKind from = CrsKind::Proj;
    CrsKind to = CrsKind::Proj;
    bool identity = false;

    /// The offset step before or after PROJ, over all points; NaN where it cannot be.
    template <class Step>
    static void each(double* x, double* y, std::size_t count, std::size_t stride, Step step) {
        for (std::size_t i = 0; i < count * stride; i += stride) {
            const Point2 p{x[i], y[i]};
            const Point2 moved = onGlobe(p) ? step(p) : Point2{kFailed, kFailed};
            x[i] = moved.x;
            y[i] = moved.y;
        }
    }
};

Transform::Transform() : impl_(std::make_unique<Impl>()) {}
Transform::Transform(Transform&&) noexcept = default;
Transform& Transform::operator=(Transform&&) noexcept = default;
Transform::~Transform() = default;

Loaded<Transform> Transform::search(const Crs& from, const Crs& to) {
    Loaded<Transform> result;
    Transform transform;
    Impl& impl = *transform.impl_;
    impl.from = from.kind();
    impl.to = to.kind();

    PJ_CONTEXT* context = impl.context.get();
    const PjHandle source = createCrs(context, projDefinition(from));
    const PjHandle target = createCrs(context, projDefinition(to));
    PjHandle operation;
    if (source && target)
        operation.reset(
            proj_create_crs_to_crs_from_pj(context, source.get(), target.get(), nullptr, nullptr));
    if (operation) {
        // Easting first whatever the authority says, so that x is always x.
        operation.reset(proj_normalize_for_visualization(context, operation.get()));
    }
    if (!operation) {
        const std::string& proj = impl.context.lastMessage();
        Problem problem;
        problem.say(said(
            "coordinates cannot be brought from {} to {}: {}", from.name(), to.name(),
            proj.empty() ? said("PROJ knows no operation between the two") : said("PROJ says {}", proj)));
        result.report.add(std::move(problem));
        return result;
    }
    // GCJ-02 to BD-09 and GCJ-02 to WGS 84 need no PROJ at all.
    const auto both = Crs::parse(projDefinition(from));
    const auto other = Crs::parse(projDefinition(to));
    if (!(both && other && both->sameAs(*other))) impl.operation = std::move(operation);
    result.value = std::move(transform);
    return result;
}

Loaded<Transform> Transform::create(const Crs& from, const Crs& to) {
    Loaded<Transform> result;
    if (from.sameAs(to)) {
        Transform nothing;
        nothing.impl_->identity = true;
        result.value = std::move(nothing);
        return result;
    }
    {
        const std::lock_guard lock(from.memo_->mutex);
        const auto back = from.memo_->found.find(to.definition());
        if (back != from.memo_->found.end()) {
            result.value = back->second.inverse();
            return result;
        }
    }
    {
        const std::lock_guard lock(to.memo_->mutex);
        const auto known = to.memo_->found.find(from.definition());
        if (known != to.memo_->found.end()) {
            result.value = known->second.copy();
            return result;
        }
        result = search(from, to);
        if (!result) return result;
        to.memo_->found.emplace(from.definition(), result->copy());
    }
    // Either of the two may be the one that is kept.
    const std::lock_guard lock(from.memo_->mutex);
    from.memo_->found.emplace(to.definition(), result->inverse());
    return result;
}

Transform Transform::copy() const {
    Transform same;
    Impl& impl = *same.impl_;
    impl.from = impl_->from;
    impl.to = impl_->to;
    impl.identity = impl_->identity;
    impl.direction = impl_->direction;
    if (impl_->operation) impl.operation.reset(proj_clone(impl.context.get(), impl_->operation.get()));
    return same;
}

Transform Transform::inverse() const {
    Transform back = copy();
    Impl& impl = *back.impl_;
    std::swap(impl.from, impl.to);
    impl.direction = impl.direction == PJ_FWD ? PJ_INV : PJ_FWD;
    return back;
}

bool Transform::isIdentity() const {
    return impl_->identity;
}

std::size_t Transform::apply(double* x, double* y, std::size_t count, std::size_t stride) const {
    if (count == 0) return 0;
    const Impl& impl = *impl_;
    if (!impl.identity) {
        if (impl.from != CrsKind::Proj) {
            Impl::each(x, y, count, stride, [&](Point2 p) { return toWgs84(impl.from, p); });
        }
        if (impl.operation) {
            const std::size_t bytes = stride * sizeof(double);
            proj_errno_reset(impl.operation.get());
            proj_trans_generic(impl.operation.get(), impl.direction, x, bytes, count, y, bytes, count,
                               nullptr, 0, 0, nullptr, 0, 0);
        }
        if (impl.to != CrsKind::Proj) {
            Impl::each(x, y, count, stride, [&](Point2 p) { return fromWgs84(impl.to, p); });
        }
    }
    std::size_t failed = 0;
    for (std::size_t i = 0; i < count * stride; i += stride) {
        if (std::isfinite(x[i]) && std::isfinite(y[i])) continue;
        x[i] = kFailed;
        y[i] = kFailed;
        ++failed;
    }
    return failed;
}

}  // namespace atlas::geodata
