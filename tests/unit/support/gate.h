#pragma once
// Views that wait until the test lets them go.

#include <condition_variable>
#include <mutex>

namespace support {

class Gate {
public:
    void wait()
    {
        std::unique_lock lock{mutex_};
        ++waiting_;
        opened_.wait(lock, [this] { return is_open_; });
        --waiting_;
    }
    void open()
    {
        const std::lock_guard lock{mutex_};
        is_open_ = true;
        opened_.notify_all();
    }
    int waiting()
    {
        const std::lock_guard lock{mutex_};
        return waiting_;
    }

private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool is_open_ = false;
    int waiting_ = 0;
};

}  // namespace support
