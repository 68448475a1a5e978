#pragma once
// A text of an entry. While the entry is made, each text owns its bytes. Entry::pack then puts the
// bytes of all its texts into one block of memory, which the entry owns: one allocation in place of
// a dozen, of exactly the size that is needed. Sixteen bytes. A value of one thread at a time;
// const members may be called by any number of threads.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace aspic {

class EntryText {
public:
    EntryText() = default;
    /// Copies the text. Throws std::length_error if it has 4 GiB or more.
    template <std::convertible_to<std::string_view> Text>
    requires(!std::same_as<Text, EntryText>) EntryText(
        const Text& text)  // NOLINT(google-explicit-constructor): assigned as a std::string
    {
        copy(text);
    }
    EntryText(const EntryText& other) { copy(other.view()); }
    EntryText(EntryText&& other) noexcept { swap(other); }
    EntryText& operator=(EntryText other) noexcept
    {
        swap(other);
        return *this;
    }
    ~EntryText()
    {
        if (is_owner_) delete[] data_;
    }

    /// Frees the text's own bytes, and shows those of `place`, which must live as long.
    void refer_to(std::string_view place)
    {
        *this = EntryText{};
        data_ = place.data();
        size_ = checked(place.size());
    }
    /// The bytes that it owns; 0 if it refers to others.
    std::size_t own_size() const { return is_owner_ ? size_ : 0; }

    std::string_view view() const { return {data_, size_}; }
    operator std::string_view() const { return view(); }  // NOLINT(google-explicit-constructor)
    /// A copy, as `str`.
    operator std::string() const { return str(); }  // NOLINT(google-explicit-constructor)
    std::string str() const { return std::string{view()}; }
    std::size_t find(std::string_view part) const { return view().find(part); }
    bool starts_with(std::string_view part) const { return view().starts_with(part); }
    void clear() { *this = EntryText{}; }
    const char* data() const { return data_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    friend std::string operator+(std::string a, const EntryText& b)
    {
        return std::move(a.append(b.view()));
    }
    friend bool operator==(const EntryText& a, const EntryText& b) { return a.view() == b.view(); }
    template <std::convertible_to<std::string_view> Text>
    requires(!std::same_as<Text, EntryText>) friend bool operator==(const EntryText& a,
                                                                    const Text& b)
    {
        return a.view() == std::string_view{b};
    }

private:
    static std::uint32_t checked(std::size_t size)
    {
        if (size > std::numeric_limits<std::uint32_t>::max())
            throw std::length_error{"a text of a stored page has 4 GiB or more"};
        return static_cast<std::uint32_t>(size);
    }
    void copy(std::string_view text)
    {
        if (text.empty()) return;
        size_ = checked(text.size());
        char* const bytes = new char[size_];
        std::copy(text.begin(), text.end(), bytes);
        data_ = bytes;
        is_owner_ = true;
    }
    void swap(EntryText& other) noexcept
    {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(is_owner_, other.is_owner_);
    }

    const char* data_ = nullptr;
    std::uint32_t size_ = 0;
    bool is_owner_ = false;
};

}  // namespace aspic
