#pragma once
// The captured texts of a path, in order. They point into the segments that were matched, which
// must outlive them; only the text of a <path:name> is their own. A value of one thread.

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/routing/pattern.h>

namespace aspic {

class Captures {
public:
    void push(std::string_view text) { texts_[size_++] = text; }
    /// Copies share the text.
    void push_own(std::string text)
    {
        own_ = std::make_shared<const std::string>(std::move(text));
        push(*own_);
    }
    void pop() { --size_; }
    std::size_t size() const { return size_; }
    std::string_view operator[](std::size_t index) const { return texts_[index]; }
    const std::string_view* begin() const { return texts_.data(); }
    const std::string_view* end() const { return texts_.data() + size_; }

private:
    std::array<std::string_view, Pattern::most_segments> texts_{};
    std::size_t size_ = 0;
    std::shared_ptr<const std::string> own_;
};

}  // namespace aspic
