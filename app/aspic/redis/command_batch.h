#pragma once
// Commands for one round trip, and the texts that they refer to. A RedisConnection::Command does
// not own its texts. A value; one thread.

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/redis/redis_connection.h>

namespace aspic {

class CommandBatch {
public:
    CommandBatch() = default;
    CommandBatch(const CommandBatch&) = delete;  // the commands refer to its own texts
    CommandBatch& operator=(const CommandBatch&) = delete;

    void add(std::vector<std::string> words)
    {
        RedisConnection::Command& command = commands_.emplace_back();
        for (std::string& word : words)
            command.emplace_back(texts_.emplace_back(std::move(word)));
    }
    /// A text that commands of `add_words` may refer to.
    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
    /// REQUIRES: the words are literals, or texts of `keep`.
    void add_words(RedisConnection::Command words) { commands_.push_back(std::move(words)); }
    std::size_t size() const { return commands_.size(); }
    const std::vector<RedisConnection::Command>& commands() const { return commands_; }

private:
    std::deque<std::string> texts_;  // its elements stay where they are
    std::vector<RedisConnection::Command> commands_;
};

}  // namespace aspic
