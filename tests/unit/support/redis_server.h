#pragma once
// A redis-server for one test, on a unix socket in a temporary directory, and functions to read it.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <aspic/redis/redis_connection.h>
#include "temporary_directory.h"
#include "waiting.h"

namespace support {

class RedisServer {
public:
    RedisServer()
    {
        // hiredis may write to a socket whose peer is gone.
        signal(SIGPIPE, SIG_IGN);
        start();
    }
    ~RedisServer() { kill(); }
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    aspic::RedisAddress address() const
    {
        return aspic::RedisAddress::parse("unix:" + socket()).value();
    }

    void start()
    {
        const std::string path = socket();
        const std::string directory = directory_.path().string();
        process_ = fork();
        if (process_ == 0) {
            execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", path.c_str(),
                   "--save", "", "--dir", directory.c_str(), "--logfile", "log", nullptr);
            _exit(127);
        }
        const bool answers = eventually([this] {
            const auto reply = aspic::RedisConnection{address(), timeout}.run({"PING"});
            return reply && reply->type == REDIS_REPLY_STATUS;
        });
        if (!answers) throw std::runtime_error{"redis-server does not answer: is it installed?"};
    }

    /// Kills the server as a crash does: nothing is closed in order.
    void kill()
    {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
        process_ = -1;
    }

    /// Returns what redis-cli would show, lists as lines.
    std::string ask(const aspic::RedisConnection::Command& command) const
    {
        const auto reply = aspic::RedisConnection{address(), timeout}.run(command);
        if (!reply) throw std::runtime_error{"redis-server does not answer"};
        return text_of(*reply);
    }

private:
    static std::string text_of(const redisReply& reply)
    {
        if (reply.type == REDIS_REPLY_INTEGER) return std::to_string(reply.integer);
        if (reply.type == REDIS_REPLY_NIL) return "(nil)";
        if (reply.type != REDIS_REPLY_ARRAY) return {reply.str, reply.len};
        std::string text;
        for (std::size_t i = 0; i < reply.elements; ++i)
            text += text_of(*reply.element[i]) + '\n';
        return text;
    }
    std::string socket() const { return (directory_ / "redis.sock").string(); }

    static constexpr std::chrono::milliseconds timeout{2000};
    TemporaryDirectory directory_;
    pid_t process_ = -1;
};

}  // namespace support
