#pragma once
// One computation at a time on a worker thread: a newer one cancels the older, nothing waits for either.

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/job.h"

namespace atlas::app {

/// Drawing thread. What the work refers to must outlive this object.
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

}  // namespace atlas::app
