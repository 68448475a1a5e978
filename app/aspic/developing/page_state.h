#pragma once
// What the open pages of the site must know, in a file that the site reads (site/dev_door.h).
// One thread.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace aspic {

class PageState {
public:
    /// Writes the file. Throws std::runtime_error, which names it.
    explicit PageState(std::filesystem::path file);

    struct Problem {
        std::string title{};  // empty: there is none
        std::string text{};

        bool operator==(const Problem&) const = default;
    };
    const Problem& problem() const { return problem_; }
    /// Why the site cannot be made; the pages show it.
    void set_problem(Problem problem);
    /// What is going on; empty: nothing.
    void set_note(std::string note);
    /// The URLs of the style sheets, which pages put in place.
    void set_styles(std::vector<std::string> styles);
    /// The pages are to be loaded again.
    void reload();

    /// "5f1c...-3": another one after each reload, and after each start of dev.
    std::string seen() const;
    std::string to_json() const;
    const std::filesystem::path& file() const { return file_; }

private:
    void write() const;

    std::filesystem::path file_;
    std::string id_;
    std::uint64_t reloads_ = 0;
    Problem problem_{};
    std::string note_{};
    std::vector<std::string> styles_{};
};

}  // namespace aspic
