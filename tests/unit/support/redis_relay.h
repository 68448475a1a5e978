#pragma once
// A socket that stands between a client and a redis-server of a test: it counts round trips, and
// loses what the test tells it to lose.

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <aspic/redis/redis_address.h>
#include "temporary_directory.h"

namespace support {

class RedisRelay {
public:
    explicit RedisRelay(const aspic::RedisAddress& server) : server_{server.socket}
    {
        listener_ = open_socket();
        const sockaddr_un name = name_of((directory_ / "relay.sock").string());
        if (::bind(listener_.fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 ||
            ::listen(listener_.fd, 64) != 0)
            throw std::runtime_error{"the relay cannot listen"};
        thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
    }
    RedisRelay(const RedisRelay&) = delete;
    RedisRelay& operator=(const RedisRelay&) = delete;
    ~RedisRelay() = default;

    aspic::RedisAddress address() const
    {
        return aspic::RedisAddress::parse("unix:" + (directory_ / "relay.sock").string()).value();
    }

    /// So many times a client has spoken since the server last answered it.
    int trips() const { return trips_; }

    /// Once a client sends this text, every connection ends before the server sees it, and there is
    /// none until `mend`.
    void cut_before(std::string text) { set(Loss::request, std::move(text)); }
    /// Once a client sends this text, the server carries it out, and the connection ends in place
    /// of the answer. Others are left alone, also new ones.
    void lose_answer_to(std::string text) { set(Loss::answer, std::move(text)); }
    /// Once a client sends this text, and before the server sees it, `hook` is called.
    void call_before(std::string text, std::function<void()> hook)
    {
        const std::lock_guard lock{mutex_};
        hook_ = std::move(hook);
        hook_text_ = std::move(text);
    }
    void cut()
    {
        const std::lock_guard lock{mutex_};
        is_cut_ = true;
    }
    void mend()
    {
        const std::lock_guard lock{mutex_};
        is_cut_ = false;
    }
    bool is_cut() const
    {
        const std::lock_guard lock{mutex_};
        return is_cut_;
    }

private:
    struct Socket {
        Socket() = default;
        explicit Socket(int descriptor) : fd{descriptor} {}
        Socket(Socket&& other) noexcept : fd{std::exchange(other.fd, -1)} {}
        Socket& operator=(Socket&& other) noexcept
        {
            std::swap(fd, other.fd);
            return *this;
        }
        ~Socket()
        {
            if (fd >= 0) ::close(fd);
        }
        int fd = -1;
    };
    struct Pair {
        Socket client;
        Socket server;
        bool has_spoken = false;  // the client, since the last answer
        bool loses_answer = false;
        bool has_ended = false;
    };
    enum class Loss : std::uint8_t { none, request, answer };

    static Socket open_socket() { return Socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)}; }
    static sockaddr_un name_of(const std::string& path)
    {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        path.copy(name.sun_path, sizeof name.sun_path - 1);
        return name;
    }
    static bool pass(std::string_view bytes, int to)
    {
        while (!bytes.empty()) {
            const auto sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    static std::string read_from(int descriptor)
    {
        std::array<char, 65'536> piece{};
        const auto got = ::recv(descriptor, piece.data(), piece.size(), 0);
        return {piece.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
    }

    void set(Loss loss, std::string text)
    {
        const std::lock_guard lock{mutex_};
        loss_ = loss;
        text_ = std::move(text);
    }
    Loss loss_of(std::string_view sent)
    {
        const std::lock_guard lock{mutex_};
        if (loss_ == Loss::none || sent.find(text_) == std::string_view::npos) return Loss::none;
        is_cut_ = is_cut_ || loss_ == Loss::request;
        return std::exchange(loss_, Loss::none);
    }
    void call_hook(std::string_view sent)
    {
        std::function<void()> hook;
        {
            const std::lock_guard lock{mutex_};
            if (!hook_ || sent.find(hook_text_) == std::string_view::npos) return;
            hook = std::exchange(hook_, nullptr);
        }
        hook();
    }
    void accept_one()
    {
        Pair pair{Socket{::accept4(listener_.fd, nullptr, nullptr, SOCK_CLOEXEC)}, open_socket()};
        const sockaddr_un name = name_of(server_);
        if (is_cut() ||
            ::connect(pair.server.fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
            return;
        pairs_.push_back(std::move(pair));
    }
    void from_client(Pair& pair)
    {
        const std::string bytes = read_from(pair.client.fd);
        const Loss loss = loss_of(bytes);
        call_hook(bytes);
        pair.loses_answer = pair.loses_answer || loss == Loss::answer;
        if (bytes.empty() || loss == Loss::request || !pass(bytes, pair.server.fd)) {
            pair.has_ended = true;
        } else if (!std::exchange(pair.has_spoken, true)) {
            ++trips_;
        }
    }
    void from_server(Pair& pair)
    {
        const std::string bytes = read_from(pair.server.fd);
        pair.has_spoken = false;
        if (bytes.empty() || pair.loses_answer || !pass(bytes, pair.client.fd))
            pair.has_ended = true;
    }
    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            std::vector<pollfd> ready{{listener_.fd, POLLIN, 0}};
            for (const Pair& pair : pairs_) {
                ready.push_back({pair.client.fd, POLLIN, 0});
                ready.push_back({pair.server.fd, POLLIN, 0});
            }
            constexpr int longest_wait = 20;  // milliseconds: until a cut or a stop is seen
            ::poll(ready.data(), ready.size(), longest_wait);
            for (std::size_t i = 0; i < pairs_.size(); ++i) {
                if (ready[2 * i + 2].revents != 0) from_server(pairs_[i]);
                if (ready[2 * i + 1].revents != 0) from_client(pairs_[i]);
            }
            if (is_cut()) pairs_.clear();
            std::erase_if(pairs_, [](const Pair& pair) { return pair.has_ended; });
            if (ready[0].revents != 0) accept_one();
        }
    }

    TemporaryDirectory directory_;
    std::string server_;
    Socket listener_;
    std::atomic<int> trips_ = 0;
    mutable std::mutex mutex_;  // guards what is below
    Loss loss_ = Loss::none;
    std::string text_;
    bool is_cut_ = false;
    std::function<void()> hook_;
    std::string hook_text_;

    std::vector<Pair> pairs_;  // the thread's alone
    std::jthread thread_;
};

}  // namespace support
