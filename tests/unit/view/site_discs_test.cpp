// Discs of sites: what their area says.

#include <gtest/gtest.h>

#include <limits>

#include "layers/sites/sites_layer.h"

namespace atlas::layers {
namespace {

double area(double investment) {
    const double radius = siteRadius(investment);
    return radius * radius;
}

TEST(SiteDiscs, AreaIsProportionalAboveTheSmallest) {
    const double limit = smallestDiscInvestment();
    for (const double investment : {limit * 1.01, 28.0, 100.0, 150.0, 300.0, 5000.0})
        EXPECT_NEAR(area(investment) / area(limit), investment / limit, 1e-4 * investment / limit)
            << investment;
}

TEST(SiteDiscs, SmallOnesShareTheSmallest) {
    const float smallest = siteRadius(smallestDiscInvestment());
    for (const double investment : {-1.0, 0.0, 0.47, smallestDiscInvestment() * 0.99})
        EXPECT_FLOAT_EQ(siteRadius(investment), smallest) << investment;
    EXPECT_GT(siteRadius(std::numeric_limits<double>::quiet_NaN()), 0)
        << "what is not disclosed has a size of its own";
}

}  // namespace
}  // namespace atlas::layers
