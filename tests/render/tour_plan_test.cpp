// The bundled tours on the bundled map: where the camera is at every moment.

#include "app/view/tour/tour_plan.h"

#include <gmock/gmock.h>

#include <fstream>

#include "map_on_stage.h"

namespace atlas::test {
namespace {

class TourPlanTest : public MapTest {
  protected:
    static app::TourPlan plan(const app::Tour& tour) {
        map_->view().apply(map_->session());
        return {tour, map_->view(), map_->session(), map_->view().poseOf(map_->session().camera)};
    }
    static app::Tour bundled(std::size_t i) {
        auto tour = app::loadTour(map_->district().catalog.tours[i], map_->district().catalog);
        EXPECT_TRUE(tour) << tour.report.text();
        return std::move(*tour);
    }
};

TEST_F(TourPlanTest, TheBundledToursFlyInTheAirAndEndWhereTheyBegan) {
    for (std::size_t i = 0; i < map_->district().catalog.tours.size(); ++i) {
        const app::Tour tour = bundled(i);
        const app::TourPlan way = plan(tour);
        EXPECT_TRUE(way.report().empty()) << way.report().text();
        EXPECT_EQ(way.stays().size(), tour.stops.size());
        EXPECT_LT(way.seconds(), 300);
        const scene::Pose home = map_->view().poseOf(map_->session().camera);
        EXPECT_EQ(way.at(0).pose, home);
        const auto last = way.at(way.seconds());
        EXPECT_LT((last.pose.eye - home.eye).length(), 1e-6);
        EXPECT_NEAR(std::remainder(last.pose.heading - home.heading, 360), 0, 1e-9);
        EXPECT_EQ(last.session, map_->session());
        const double step = 1.0 / 15;
        scene::Pose before = way.at(0).pose;
        osg::Vec3d speed;
        for (double t = 0; t < way.seconds(); t += step) {
            const auto moment = way.at(t);
            const osg::Vec3d eye = moment.pose.eye;
            const double ground =
                std::max(map_->stage().surfaceHeight(eye.x(), eye.y()), moment.session.waterLevel);
            ASSERT_GT(eye.z(), ground + 0.8) << tour.id << " at " << t;
            EXPECT_FALSE(t > 0 && map_->view().bodyBetween(before.eye, eye))
                << tour.id << " meets a building at " << t << ", " << eye.z() - ground << " m up";
            const osg::Vec3d now = (eye - before.eye) / step;
            // What is felt is seen: from far up the same push moves the picture less.
            const double over = eye.z() - ground;
            EXPECT_LT((now - speed).length() / step, 30 + over * 3) << tour.id << " is pushed at " << t;
            EXPECT_LT(std::abs(std::remainder(moment.pose.heading - before.heading, 360)), 60 * step + 1e-9)
                << tour.id << " spins at " << t;
            speed = now;
            before = moment.pose;
        }
    }
}

TEST_F(TourPlanTest, TheSameSecondIsTheSamePicture) {
    const app::Tour tour = bundled(0);
    const app::TourPlan a = plan(tour);
    const app::TourPlan b = plan(tour);
    const double t = a.stays()[1].begin - 1;
    const auto picture = [&](const app::TourPlan& way) {
        const auto moment = way.at(t);
        map_->session() = moment.session;
        return map_->frame({"", map_->view().cameraOf(moment.pose), 1}, {160, 100, 1}).image.pixels;
    };
    const auto first = picture(a);
    map_->session() = a.at(0).session;
    map_->frame({"", map_->view().cameraOf(a.at(0).pose), 1}, {160, 100, 1});
    EXPECT_EQ(picture(b), first);
}

TEST_F(TourPlanTest, WhatTheMapDoesNotHaveIsLeftOut) {
    app::Tour tour = bundled(0);
    tour.stops.resize(2);
    tour.stops[0].show.select = "sites:NOPE";
    tour.stops[1].walk = app::TourWalk{"walkways:NOPE", 0, 1, 6, 2};
    const app::TourPlan way = plan(tour);
    ASSERT_EQ(way.stays().size(), 1U);
    EXPECT_THAT(way.report().text(), testing::HasSubstr("sites:NOPE"));
    EXPECT_THAT(way.report().text(), testing::HasSubstr("walkways:NOPE"));
    EXPECT_EQ(way.at(way.stays()[0].begin + 1).session.selected, "");
}

}  // namespace
}  // namespace atlas::test
