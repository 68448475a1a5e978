#pragma once
// A list of texts that point elsewhere. The first ones are in the object itself, so a list that is
// as short as usual needs no allocation. A value of one thread at a time; const members may be
// called by any number of threads.

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace aspic {

template <std::size_t usual>
class TextList {
public:
    TextList() = default;
    TextList(std::initializer_list<std::string_view> texts)
    {
        for (const std::string_view text : texts)
            push_back(text);
    }

    void push_back(std::string_view text)
    {
        if (outside_.empty() && inside_count_ < usual) {
            inside_[inside_count_++] = text;
        } else {
            if (outside_.empty()) outside_.assign(inside_.begin(), inside_.end());
            outside_.push_back(text);
        }
    }
    /// REQUIRES: there are at least so many.
    void remove_first(std::size_t count)
    {
        const auto some = static_cast<std::ptrdiff_t>(count);
        if (outside_.empty()) {
            const auto end =
                std::shift_left(inside_.begin(), inside_.begin() + inside_count_, some);
            inside_count_ = static_cast<std::size_t>(end - inside_.begin());
        } else {
            outside_.erase(outside_.begin(), outside_.begin() + some);
            if (outside_.empty()) inside_count_ = 0;
        }
    }

    std::span<const std::string_view> all() const { return {begin(), end()}; }
    std::span<std::string_view> all()
    {
        return {outside_.empty() ? inside_.data() : outside_.data(), size()};
    }
    const std::string_view* begin() const
    {
        return outside_.empty() ? inside_.data() : outside_.data();
    }
    const std::string_view* end() const { return begin() + size(); }
    std::size_t size() const { return outside_.empty() ? inside_count_ : outside_.size(); }
    bool empty() const { return size() == 0; }
    bool operator==(const TextList& other) const { return std::ranges::equal(all(), other.all()); }

private:
    std::array<std::string_view, usual> inside_{};
    std::vector<std::string_view> outside_;  // all of them, if they are more than usual
    std::size_t inside_count_ = 0;
};

}  // namespace aspic
