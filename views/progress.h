// Progress of a long step on stderr. On a terminal: a bar, drawn at most ten times a second.
// Elsewhere (a log, a pipe): a line now and then. Nothing at all for steps that end within half a
// second. One thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>

namespace manual {

class Progress {
public:
    Progress(std::string label, std::size_t total, std::FILE* out = stderr);
    ~Progress();  // ends the bar's line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void at(std::size_t done);

private:
    using Clock = std::chrono::steady_clock;

    void draw(std::size_t done);

    std::string label_;
    std::size_t total_;
    std::FILE* out_;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point next_;
};

}  // namespace manual
