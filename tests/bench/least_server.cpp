// The least that a FastCGI server with epoll can do: it reads a request without looking into it,
// and sends the same page in one piece. What it costs is the kernel's work, not a server's.
//
//     bench_least_server SOCKET THREADS

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "same_page.h"

namespace {

std::string record(int type, std::string_view content)
{
    const auto size = static_cast<unsigned>(content.size());
    std::string bytes{'\1',
                      static_cast<char>(type),
                      '\0',
                      '\1',
                      static_cast<char>(size >> 8U),
                      static_cast<char>(size & 0xffU),
                      '\0',
                      '\0'};
    return bytes.append(content);
}

// STDOUT, its end, and END_REQUEST (FastCGI specification, section 8).
std::string whole_answer()
{
    const std::string body = same_page();
    const std::string page =
        "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    return record(6, page) + record(6, "") + record(3, std::string(8, '\0'));
}

int listen_at(const std::string& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    const int listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listening, 1024) != 0) {
        std::cerr << "cannot listen at " << path << ": " << std::strerror(errno) << '\n';
        std::exit(1);
    }
    return listening;
}

// One thread. A connection stays with the thread that accepted it.
class Thread {
public:
    Thread(int listening, const std::string& answer) : listening_{listening}, answer_{answer}
    {
        watch(listening_, EPOLLIN | EPOLLEXCLUSIVE);
    }

    void answer_for_ever() const
    {
        epoll_event event{};
        for (;;) {
            if (::epoll_wait(epoll_, &event, 1, -1) != 1) continue;  // a signal
            if (event.data.fd != listening_) {
                serve(event.data.fd, true);
                continue;
            }
            const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK);
            if (connection >= 0) serve(connection, false);
        }
    }

private:
    void watch(int descriptor, unsigned events) const
    {
        epoll_event event{};
        event.events = events;
        event.data.fd = descriptor;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
    }

    void serve(int connection, bool is_watched) const
    {
        std::array<char, 16384> request;  // NOLINT: not initialized, because that costs time
        const ssize_t got = ::recv(connection, request.data(), request.size(), 0);
        if (got > 0) ::send(connection, answer_.data(), answer_.size(), MSG_NOSIGNAL);
        constexpr std::size_t flags = 10;  // of FCGI_BEGIN_REQUEST; bit 0: keep the connection
        const bool is_open = got > 0 ? (request[flags] & 1) != 0 : got < 0 && errno == EAGAIN;
        if (!is_open) {
            ::close(connection);
        } else if (!is_watched) {
            watch(connection, EPOLLIN | EPOLLET);
        }
    }

    const int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    const int listening_;
    const std::string& answer_;
};

}  // namespace

int main(int argc, char** argv)
{
    unsigned count = 0;
    if (argc == 3) std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), count);
    if (count == 0 || std::strlen(argv[1]) >= sizeof(sockaddr_un::sun_path)) {
        std::cerr << "usage: bench_least_server SOCKET THREADS\n";
        return 2;
    }
    const int listening = listen_at(argv[1]);
    const std::string answer = whole_answer();
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < count; ++i)
        threads.emplace_back([&] { Thread{listening, answer}.answer_for_ever(); });
    for (std::thread& thread : threads)
        thread.join();
}
