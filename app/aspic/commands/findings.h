#pragma once
// What `check` has found. Values; one thread.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace aspic {

struct Finding {
    bool is_error = false;  // a server could not start or serve; otherwise it is a warning
    std::string text;
};

class Findings {
public:
    /// Something was looked at: "17 templates".
    void looked_at(std::string what) { looked_at_.push_back(std::move(what)); }
    void error(std::string text)
    {
        ++errors_;
        all_.push_back({true, std::move(text)});
    }
    void warning(std::string text) { all_.push_back({false, std::move(text)}); }

    const std::vector<Finding>& all() const { return all_; }
    const std::vector<std::string>& looked_at() const { return looked_at_; }
    std::size_t errors() const { return errors_; }
    std::size_t warnings() const { return all_.size() - errors_; }

private:
    std::vector<Finding> all_;
    std::vector<std::string> looked_at_;
    std::size_t errors_ = 0;
};

}  // namespace aspic
