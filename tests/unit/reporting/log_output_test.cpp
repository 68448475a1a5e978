// The log when nobody reads it.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include <aspic/base/file_descriptor.h>
#include <aspic/reporting/log.h>
#include <aspic/reporting/log_output.h>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

// A reader of standard error. It reads only when it is asked to.
class Reader {
public:
    explicit Reader(bool is_socket) : before_{::dup(STDERR_FILENO)}
    {
        std::array<int, 2> ends{};
        REQUIRE((is_socket ? ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data())
                           : ::pipe(ends.data())) == 0);
        from_ = FileDescriptor{ends[0]};
        const FileDescriptor to{ends[1]};
        ::fcntl(from_.get(), F_SETFL, O_NONBLOCK);
        ::dup2(to.get(), STDERR_FILENO);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() { ::dup2(before_.get(), STDERR_FILENO); }

    std::string read_all() const
    {
        std::string text;
        std::array<char, 4096> piece{};
        for (ssize_t got = 0; (got = ::read(from_.get(), piece.data(), piece.size())) > 0;)
            text.append(piece.data(), static_cast<std::size_t>(got));
        return text;
    }

private:
    FileDescriptor before_;
    FileDescriptor from_;
};

}  // namespace

TEST_CASE("a reader of the log that is stuck holds nobody, and is told what it has missed")
{
    for (const bool is_socket : {false, true}) {
        CAPTURE(is_socket);
        std::string text;
        {
            const Reader reader{is_socket};
            const std::string line(1000, 'x');
            constexpr int more_than_fit = 1000;
            for (int i = 0; i < more_than_fit; ++i)
                log(LogLevel::error, line);
            reader.read_all();
            log(LogLevel::error, "there is room again");
            text = reader.read_all();
        }
        CHECK(text.find("lines of the log were dropped, because nobody read them lines=") !=
              std::string::npos);
        CHECK(text.find("there is room again\n") != std::string::npos);
        CHECK(std::count(text.begin(), text.end(), '\n') == 2);
    }
}

TEST_CASE("a line waits for a reader that is slow, but not for long")
{
    const Reader reader{false};
    const std::string line(1000, 'x');
    while (write_to_log(line, 0ms)) {
    }
    const auto began = std::chrono::steady_clock::now();
    CHECK_FALSE(write_to_log(line, 50ms));
    CHECK(std::chrono::steady_clock::now() - began >= 50ms);
    reader.read_all();
    CHECK(write_to_log(line, 0ms));
}
