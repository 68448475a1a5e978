#pragma once
// What the views of the conformance site answer: scripts that the test has written.
//
// The script of <id> is a directory with a file for each answer: "1" for the first rendering, "2"
// for the second, and so on; the last one repeats. "change" is the answer to an unsafe method. An
// answer is text:
//
//     200                     the status
//     :takes 1500             the view takes so many milliseconds
//     :reads query a          it reads this input (query NAME, header NAME, host, scheme)
//     :fails                  it throws an exception
//     :error                  it throws an HttpError with the status
//     Expires: {now+60}       a field; {now}, {now+N} and {now-N} become dates
//                             an empty line
//     ...                     the body
//
// Any thread.

#include <aspic/aspic.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace conformance {

struct ScriptedAnswer {
    aspic::Response response;
    std::chrono::milliseconds takes{0};
    std::vector<std::string> reads;  // "query a"
    bool fails = false;
    bool is_error = false;
};

/// The time as the site's cache sees it, and a way to let it pass.
struct Clock {
    std::function<std::chrono::sys_seconds()> now;
    std::function<void(std::chrono::milliseconds)> pass;
};

class Scripts {
public:
    Scripts(std::filesystem::path directory, Clock clock);

    /// The next answer for this page. It has a field Rendering, with the number of times that the
    /// page was asked for.
    ScriptedAnswer next(std::string_view id);
    /// The answer to an unsafe method.
    ScriptedAnswer change(std::string_view id) const;

    void pass(std::chrono::milliseconds time) const { clock_.pass(time); }
    /// Forgets which answers were given.
    void start_again();

private:
    ScriptedAnswer read(const std::filesystem::path& file) const;

    std::filesystem::path directory_;
    Clock clock_;
    std::mutex mutex_;
    std::map<std::string, int, std::less<>> renderings_;
};

}  // namespace conformance
