#pragma once
// Computations on a worker thread that the drawing thread never waits for: one at a time, or one that follows
// a question which keeps changing.

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/job.h"

namespace atlas::app {

/// One computation at a time: a newer one cancels the older. Drawing thread. What the work refers to must
/// outlive this object.
template <class Result>
class Background {
  public:
    using Work = std::function<std::optional<Result>(const analysis::Job&)>;

    Background() = default;
    ~Background() {
        cancel();
        for (auto& task : given_up_) task->future.wait();
    }
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    void start(Work work) {
        cancel();
        stopped_ = false;
        started_ = std::chrono::steady_clock::now();
        running_ = std::make_unique<Task>();
        Task* task = running_.get();
        task->future = std::async(std::launch::async, [task, work = std::move(work)] {
            analysis::Job job;
            job.cancel = &task->cancelled;
            job.progress = [task](double done) { task->done = done; };
            return work(job);
        });
    }
    void cancel() {
        if (running_) {
            running_->cancelled = true;
            given_up_.push_back(std::move(running_));
        }
        std::erase_if(given_up_, [](const auto& task) {
            return task->future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
        });
    }
    /// The person has had enough: true from stopped() until the next start.
    void stop() {
        cancel();
        stopped_ = true;
    }
    bool stopped() const { return stopped_; }
    /// What has come out since the last call. `wait`: blocks until it has.
    std::optional<Result> take(bool wait) {
        if (!running_) return std::nullopt;
        if (wait) running_->future.wait();
        if (running_->future.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
            return std::nullopt;
        std::optional<Result> result = running_->future.get();
        running_.reset();
        return result;
    }
    bool busy() const { return running_ != nullptr; }
    double progress() const { return running_ ? running_->done.load() : 1; }
    /// Since the running work began; 0: none runs.
    double seconds() const {
        return running_ ? std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count()
                        : 0;
    }

  private:
    struct Task {
        std::atomic<bool> cancelled = false;
        std::atomic<double> done = 0;
        std::future<std::optional<Result>> future;
    };
    std::unique_ptr<Task> running_;
    std::chrono::steady_clock::time_point started_;
    bool stopped_ = false;
    std::vector<std::unique_ptr<Task>> given_up_;
};

/// The answer to a question that a person changes by dragging: a coarse one at once, the whole one when the
/// question rests. A coarse answer that is being made is not given up for a newer question, which waits for
/// it: however fast the question changes, there is something new to see. As Background.
template <class Question, class Result>
class Following {
  public:
    /// `coarse`: less exact, in a few hundredths of a second.
    using Work = std::function<std::optional<Result>(bool coarse, const analysis::Job&)>;

    /// To be called in every frame; `makeWork()`, which gives a Work, only where the question is a new one.
    /// `wait`: the whole answer, without a coarse one before.
    template <class MakeWork>
    void ask(const Question& question, bool wait, const MakeWork& makeWork) {
        if (asked_ && *asked_ == question) return;
        asked_ = question;
        work_ = makeWork();
        if (wait)
            begin(false);
        else if (!(background_.busy() && coarse_))
            begin(true);
    }
    /// What has come out since the last call. `wait`: blocks until there is the whole answer.
    std::optional<Result> take(bool wait) {
        std::optional<Result> result;
        while (auto made = background_.take(wait)) {
            result = std::move(made);
            if (!(running_ == asked_))
                begin(!wait);
            else if (coarse_)
                begin(false);
            if (!wait) break;
        }
        return result;
    }
    /// The next question is a new one, whatever it is.
    void forget() {
        background_.cancel();
        asked_.reset();
    }
    void stop() { background_.stop(); }
    bool stopped() const { return background_.stopped(); }
    bool busy() const { return background_.busy(); }
    double progress() const { return background_.progress(); }
    double seconds() const { return background_.seconds(); }

  private:
    void begin(bool coarse) {
        running_ = asked_;
        coarse_ = coarse;
        background_.start([work = work_, coarse](const analysis::Job& job) { return work(coarse, job); });
    }

    std::optional<Question> asked_, running_;
    Work work_;
    bool coarse_ = false;
    Background<Result> background_;
};

}  // namespace atlas::app
