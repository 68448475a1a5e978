#pragma once
// What is written to standard error while this lives, such as log lines. One at a time.

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "temporary_directory.h"

namespace support {

class CapturedLog {
public:
    CapturedLog() : before_{::dup(STDERR_FILENO)}
    {
        const int file = ::open((directory_ / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(file, STDERR_FILENO);
        ::close(file);
    }
    ~CapturedLog()
    {
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
    }
    CapturedLog(const CapturedLog&) = delete;
    CapturedLog& operator=(const CapturedLog&) = delete;

    std::string text() const { return contents(directory_ / "log"); }

private:
    TemporaryDirectory directory_;
    int before_;
};

}  // namespace support
