#include "district/spline.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace atlas::district {
namespace {

using Values = std::vector<double>;

double dot(const Values& a, const Values& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

/// The four nodes round a sample and their bilinear shares.
struct Anchor {
    std::array<std::size_t, 4> nodes{};
    std::array<double, 4> shares{};
    double height = 0;
    double weight = 0;
};

/// The energy on one grid of the sequence: E(z) = ½ zᵀAz − bᵀz over the free nodes.
class Level {
  public:
    Level(const SplineProblem& problem, const SplineSettings& settings)
        : width_(problem.width),
          height_(problem.height),
          free_(problem.fixed.size()),
          stiffness_(problem.stiffness) {
        for (std::size_t i = 0; i < free_.size(); ++i) free_[i] = std::isnan(problem.fixed[i]) ? 1 : 0;
        bend_ = settings.smoothing / (problem.cell * problem.cell);
        stretch_ = settings.smoothing / (settings.tensionLength * settings.tensionLength);
        for (const HeightSample& sample : problem.samples) anchor(sample);
        scratch_.resize(free_.size());
        makeDiagonal();
    }

    /// Moves z towards the minimum; the fixed nodes keep their values.
    void minimise(Values& z, const SplineSettings& settings) {
        Values residual(z.size());
        Values product(z.size());
        apply(z, product);
        for (std::size_t i = 0; i < z.size(); ++i) residual[i] = -product[i];
        double scale = 0;
        for (const Anchor& a : anchors_)
            for (int k = 0; k < 4; ++k) residual[a.nodes[k]] += a.weight * a.shares[k] * a.height;
        for (const Anchor& a : anchors_) scale += a.weight * a.weight;
        for (std::size_t i = 0; i < z.size(); ++i) residual[i] *= free_[i];

        Values preconditioned(z.size());
        for (std::size_t i = 0; i < z.size(); ++i) preconditioned[i] = residual[i] * inverse_[i];
        Values direction = preconditioned;
        double energy = dot(residual, preconditioned);
        const double goal = settings.tolerance * settings.tolerance * scale;
        for (int iteration = 0; iteration < settings.maxIterations && dot(residual, residual) > goal;
             ++iteration) {
            apply(direction, product);
            for (std::size_t i = 0; i < z.size(); ++i) product[i] *= free_[i];
            const double step = energy / dot(direction, product);
            if (!std::isfinite(step)) return;
            for (std::size_t i = 0; i < z.size(); ++i) {
                z[i] += step * direction[i];
                residual[i] -= step * product[i];
                preconditioned[i] = residual[i] * inverse_[i];
            }
            const double next = dot(residual, preconditioned);
            const double turn = next / energy;
            energy = next;
            for (std::size_t i = 0; i < z.size(); ++i) direction[i] = preconditioned[i] + turn * direction[i];
        }
    }

  private:
    std::size_t at(int column, int row) const { return static_cast<std::size_t>(row) * width_ + column; }

    void anchor(const HeightSample& sample) {
        const int column = std::min(static_cast<int>(std::floor(sample.column)), width_ - 2);
        const int row = std::min(static_cast<int>(std::floor(sample.row)), height_ - 2);
        const double u = sample.column - column;
        const double v = sample.row - row;
        if (column < 0 || row < 0 || u > 1 || v > 1) return;
        anchors_.push_back(
            {{at(column, row), at(column + 1, row), at(column, row + 1), at(column + 1, row + 1)},
             {(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v},
             sample.height,
             sample.weight});
    }

    /// Stiffness of the twist of the four nodes right and below of a node.
    double twist(std::size_t i) const {
        return 2 * bend_ *
               std::min(std::min(stiffness_[i], stiffness_[i + 1]),
                        std::min(stiffness_[i + width_], stiffness_[i + width_ + 1]));
    }

    void apply(const Values& z, Values& out) {
        std::fill(out.begin(), out.end(), 0.0);
        const std::ptrdiff_t w = width_;
        for (int row = 0; row < height_; ++row) {
            const std::size_t first = at(0, row);
            const double* in = &z[first];
            double* to = &out[first];
            double* bent = scratch_.data();
            for (int c = 1; c + 1 < width_; ++c)
                bent[c] = bend_ * stiffness_[first + c] * (in[c - 1] - 2 * in[c] + in[c + 1]);
            bent[0] = bent[width_ - 1] = 0;
            for (int c = 1; c + 1 < width_; ++c) to[c] += bent[c - 1] - 2 * bent[c] + bent[c + 1];
            to[0] += bent[1];
            to[width_ - 1] += bent[width_ - 2];
            for (int c = 0; c + 1 < width_; ++c) {
                const double pull = stretch_ * (in[c] - in[c + 1]);
                to[c] += pull;
                to[c + 1] -= pull;
            }
            if (row + 1 < height_) {
                for (int c = 0; c < width_; ++c) {
                    const double pull = stretch_ * (in[c] - in[c + w]);
                    to[c] += pull;
                    to[c + w] -= pull;
                }
                for (int c = 0; c + 1 < width_; ++c)
                    bent[c] = twist(first + c) * (in[c] - in[c + 1] - in[c + w] + in[c + w + 1]);
                for (int c = 0; c + 1 < width_; ++c) {
                    to[c] += bent[c];
                    to[c + w] -= bent[c];
                }
                for (int c = 0; c + 1 < width_; ++c) {
                    to[c + 1] -= bent[c];
                    to[c + w + 1] += bent[c];
                }
            }
            if (row > 0 && row + 1 < height_) {
                for (int c = 0; c < width_; ++c) {
                    const double bow = bend_ * stiffness_[first + c] * (in[c - w] - 2 * in[c] + in[c + w]);
                    to[c - w] += bow;
                    to[c] -= 2 * bow;
                    to[c + w] += bow;
                }
            }
        }
        for (const Anchor& a : anchors_) {
            double height = 0;
            for (int k = 0; k < 4; ++k) height += a.shares[k] * z[a.nodes[k]];
            for (int k = 0; k < 4; ++k) out[a.nodes[k]] += a.weight * a.shares[k] * height;
        }
    }

    /// Jacobi preconditioner: what each node's own height adds to the energy.
    void makeDiagonal() {
        inverse_.assign(free_.size(), 0);
        for (int row = 0; row < height_; ++row)
            for (int c = 0; c < width_; ++c) {
                const std::size_t i = at(c, row);
                const auto add = [&](std::size_t node, double amount) { inverse_[node] += amount; };
                const double own = bend_ * stiffness_[i];
                if (c > 0 && c + 1 < width_) add(i - 1, own), add(i, 4 * own), add(i + 1, own);
                if (row > 0 && row + 1 < height_) add(i - width_, own), add(i, 4 * own), add(i + width_, own);
                if (c + 1 < width_) add(i, stretch_), add(i + 1, stretch_);
                if (row + 1 < height_) add(i, stretch_), add(i + width_, stretch_);
                if (c + 1 < width_ && row + 1 < height_)
                    for (const std::size_t node : {i, i + 1, i + width_, i + width_ + 1}) add(node, twist(i));
            }
        for (const Anchor& a : anchors_)
            for (int k = 0; k < 4; ++k) inverse_[a.nodes[k]] += a.weight * a.shares[k] * a.shares[k];
        for (std::size_t i = 0; i < inverse_.size(); ++i)
            inverse_[i] = free_[i] && inverse_[i] > 0 ? 1 / inverse_[i] : 0;
    }

    int width_;
    int height_;
    std::vector<std::uint8_t> free_;
    const std::vector<float>& stiffness_;
    double bend_ = 0;
    double stretch_ = 0;
    std::vector<Anchor> anchors_;
    Values inverse_;
    Values scratch_;
};

/// Every second node of a grid: node (c, r) of the coarse one is node (2c, 2r) of the fine one.
SplineProblem coarser(const SplineProblem& fine) {
    SplineProblem coarse;
    coarse.width = (fine.width + 1) / 2;
    coarse.height = (fine.height + 1) / 2;
    coarse.cell = fine.cell * 2;
    for (HeightSample sample : fine.samples) {
        sample.column /= 2;
        sample.row /= 2;
        coarse.samples.push_back(sample);
    }
    coarse.fixed.reserve(static_cast<std::size_t>(coarse.width) * coarse.height);
    for (int row = 0; row < coarse.height; ++row)
        for (int column = 0; column < coarse.width; ++column) {
            const std::size_t i = static_cast<std::size_t>(2 * row) * fine.width + 2 * column;
            coarse.fixed.push_back(fine.fixed[i]);
            coarse.stiffness.push_back(fine.stiffness[i]);
        }
    return coarse;
}

/// Catmull-Rom weights for a point half way between the two middle nodes, at the ends a line.
double between(double before, double left, double right, double after) {
    return (9 * (left + right) - before - after) / 16;
}

/// Coarse heights at the nodes of the fine grid.
Values refine(const Values& coarse, int coarseWidth, int coarseHeight, int width, int height) {
    Values rows(static_cast<std::size_t>(coarseHeight) * width);
    for (int row = 0; row < coarseHeight; ++row)
        for (int column = 0; column < width; ++column) {
            const auto get = [&](int c) {
                return coarse[static_cast<std::size_t>(row) * coarseWidth +
                              std::clamp(c, 0, coarseWidth - 1)];
            };
            const int c = column / 2;
            rows[static_cast<std::size_t>(row) * width + column] =
                column % 2 == 0 ? get(c) : between(get(c - 1), get(c), get(c + 1), get(c + 2));
        }
    Values fine(static_cast<std::size_t>(height) * width);
    for (int row = 0; row < height; ++row)
        for (int column = 0; column < width; ++column) {
            const auto get = [&](int r) {
                return rows[static_cast<std::size_t>(std::clamp(r, 0, coarseHeight - 1)) * width + column];
            };
            const int r = row / 2;
            fine[static_cast<std::size_t>(row) * width + column] =
                row % 2 == 0 ? get(r) : between(get(r - 1), get(r), get(r + 1), get(r + 2));
        }
    return fine;
}

}  // namespace

std::vector<double> solveSpline(const SplineProblem& problem, const SplineSettings& settings) {
    constexpr int kCoarsest = 24;
    Values z;
    if (std::min(problem.width, problem.height) <= kCoarsest) {
        double sum = 0;
        double weight = 0;
        for (const HeightSample& sample : problem.samples) {
            sum += sample.weight * sample.height;
            weight += sample.weight;
        }
        z.assign(problem.fixed.size(), weight > 0 ? sum / weight : 0);
    } else {
        const SplineProblem coarse = coarser(problem);
        z = refine(solveSpline(coarse, settings), coarse.width, coarse.height, problem.width, problem.height);
    }
    for (std::size_t i = 0; i < z.size(); ++i)
        if (!std::isnan(problem.fixed[i])) z[i] = problem.fixed[i];
    Level(problem, settings).minimise(z, settings);
    return z;
}

}  // namespace atlas::district
