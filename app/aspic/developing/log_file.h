#pragma once
// The log of one program that `dev` runs: the program writes it, dev shows what is new, or the last
// lines. One thread.

#include <cstddef>
#include <filesystem>
#include <string>

#include <aspic/base/file_descriptor.h>

namespace aspic {

class LogFile {
public:
    /// Makes an empty file. Throws std::runtime_error, which names it.
    explicit LogFile(std::filesystem::path path);

    const std::filesystem::path& path() const { return path_; }
    /// For the output of the program.
    int descriptor() const { return file_.get(); }

    /// A program starts now: the last lines are only its own.
    void begin();
    /// At most so many lines since begin(), without the last line break.
    std::string last_lines(std::size_t count) const;
    /// Writes to standard error what is new since the last call.
    void show_new();

private:
    std::filesystem::path path_;
    FileDescriptor file_;
    std::size_t begun_ = 0;  // bytes
    std::size_t shown_ = 0;
};

}  // namespace aspic
