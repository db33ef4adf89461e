// The surface through scattered heights, against surfaces known in closed form.

#include "district/spline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

namespace atlas::district {
namespace {

using Surface = std::function<double(double column, double row)>;

SplineProblem scattered(const Surface& surface, int side, int samples) {
    SplineProblem problem;
    problem.width = problem.height = side;
    problem.cell = 10;
    problem.fixed.assign(static_cast<std::size_t>(side) * side, std::numeric_limits<float>::quiet_NaN());
    problem.stiffness.assign(problem.fixed.size(), 1.0F);
    std::mt19937 random(7);
    std::uniform_real_distribution<double> place(0, side - 1);
    for (int i = 0; i < samples; ++i) {
        const double column = place(random);
        const double row = place(random);
        problem.samples.push_back({column, row, surface(column, row), 1});
    }
    return problem;
}

double worstInside(const std::vector<double>& heights, const Surface& surface, int side, int rim) {
    double worst = 0;
    for (int row = rim; row < side - rim; ++row)
        for (int column = rim; column < side - rim; ++column)
            worst = std::max(worst, std::abs(heights[static_cast<std::size_t>(row) * side + column] -
                                             surface(column, row)));
    return worst;
}

TEST(Spline, APlaneIsReproduced) {
    const Surface plane = [](double c, double r) { return 200 + 0.8 * c - 0.35 * r; };
    SplineSettings settings;
    settings.smoothing = 0.5;
    settings.tensionLength = 1e5;
    settings.tolerance = 1e-9;
    settings.maxIterations = 4000;
    const auto heights = solveSpline(scattered(plane, 65, 400), settings);
    EXPECT_LT(worstInside(heights, plane, 65, 4), 0.3);
}

TEST(Spline, AHillIsFollowed) {
    const Surface hill = [](double c, double r) {
        return 180 + 90 * std::exp(-(std::pow(c - 30, 2) + std::pow(r - 36, 2)) / 260);
    };
    SplineSettings settings;
    settings.smoothing = 0.2;
    settings.tensionLength = 400;
    const auto heights = solveSpline(scattered(hill, 65, 900), settings);
    EXPECT_LT(worstInside(heights, hill, 65, 5), 3.0) << "of 90 m";
}

TEST(Spline, GivenCellsStayAsTheyAre) {
    SplineProblem problem = scattered([](double, double) { return 220.0; }, 33, 60);
    for (int row = 0; row < 33; ++row) problem.fixed[static_cast<std::size_t>(row) * 33 + 16] = 160;
    const auto heights = solveSpline(problem, {});
    for (int row = 0; row < 33; ++row)
        EXPECT_NEAR(heights[static_cast<std::size_t>(row) * 33 + 16], 160, 1e-9);
}

TEST(Spline, IsTheSameEveryTime) {
    const auto problem = scattered([](double c, double r) { return c * 0.3 + r * r * 0.01; }, 33, 120);
    EXPECT_EQ(solveSpline(problem, {}), solveSpline(problem, {}));
}

}  // namespace
}  // namespace atlas::district
