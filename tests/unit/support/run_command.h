#pragma once
// A command of a site's program, run in this process, and what it prints.

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <aspic/commands/run.h>

namespace support {

/// What a stream is given while this lives.
class Captured {
public:
    explicit Captured(std::ostream& stream) : stream_{stream}, before_{stream.rdbuf(text_.rdbuf())}
    {
    }
    ~Captured() { stream_.rdbuf(before_); }
    Captured(const Captured&) = delete;
    Captured& operator=(const Captured&) = delete;
    std::string text() const { return text_.str(); }

private:
    std::ostream& stream_;
    std::ostringstream text_;
    std::streambuf* before_;
};

struct CommandRun {
    int code;
    std::string out;
    std::string error;
};

inline CommandRun run_command(const aspic::Site& site, std::vector<std::string> words)
{
    words.insert(words.begin(), "/usr/bin/aspic-site");
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const Captured out{std::cout};
    const Captured error{std::cerr};
    const int code = aspic::run(static_cast<int>(words.size()), arguments.data(), site);
    return {code, out.text(), error.text()};
}

}  // namespace support
