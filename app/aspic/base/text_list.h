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
        if (size_ < usual) {
            inside_[size_] = text;
        } else {
            if (size_ == usual) outside_.assign(inside_.begin(), inside_.end());
            outside_.push_back(text);
        }
        ++size_;
    }
    /// REQUIRES: there are at least so many.
    void remove_first(std::size_t count)
    {
        const std::vector<std::string_view> rest(begin() + static_cast<std::ptrdiff_t>(count),
                                                 end());
        *this = {};
        for (const std::string_view text : rest)
            push_back(text);
    }

    std::span<const std::string_view> all() const { return {begin(), end()}; }
    std::span<std::string_view> all() { return {first(), size_}; }
    const std::string_view* begin() const
    {
        return is_outside() ? outside_.data() : inside_.data();
    }
    const std::string_view* end() const { return begin() + size_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    bool operator==(const TextList& other) const { return std::ranges::equal(all(), other.all()); }

private:
    bool is_outside() const { return size_ > usual; }
    std::string_view* first() { return is_outside() ? outside_.data() : inside_.data(); }

    std::array<std::string_view, usual> inside_{};
    std::vector<std::string_view> outside_;  // all of them, if they are more than usual
    std::size_t size_ = 0;
};

}  // namespace aspic
