#pragma once
// Pages in Redis, one hash each: `aspic:VERSION:page:/man/1/ls:5fe0...`. VERSION is the site's
// build, so a new build never serves pages of an old one. Redis deletes a page when it expires.
//
// `look`, `lease_and_load` and `finish` are one round trip each. A page is stored in one
// transaction; if Redis refuses transactions, it is stored step by step (redis/README.md).

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/caching/store.h>
#include <aspic/redis/command_batch.h>
#include <aspic/redis/redis_pool.h>

namespace aspic {

class RedisStore : public Store {
public:
    RedisStore(RedisAddress address, std::chrono::milliseconds timeout, std::string version);

    Known look(std::string_view route, std::string_view path, Keys keys,
               const Codings& copies) override;
    LeaseAnswer lease(const LeaseTerms& terms) override;
    Leased lease_and_load(const LeaseTerms& terms, Keys keys) override;
    bool finish(const Finished& finished) override;
    std::string description() const override;

    /// Stored in place of a lease if the page must not be shared.
    static constexpr const char* uncacheable_note = "uncacheable";

    /// The name of the page's hash in Redis.
    std::string page_name(std::string_view path, std::string_view key) const;

private:
    using Replies = std::span<const RedisReply>;
    void add_loads(CommandBatch& batch, std::string_view path, Keys keys,
                   const Codings& copies) const;
    /// What was read at `keys` of the path; taken from the replies to what `add_loads` added.
    Entries entries_of(Replies replies, std::string_view path, Keys keys, const Codings& copies);
    EntryPtr entry_of(redisReply& reply, std::string_view path, const std::string& key,
                      const Codings& copies);
    std::optional<std::vector<Inputs>> input_sets_of(const redisReply& reply) const;
    void end_lease(const LeaseTerms& terms, const redisReply& holder);
    enum class Kept : std::uint8_t { yes, no, needs_no_transaction };
    Kept judge(Replies page, bool by_transaction);
    void note_refusal(const char* why);
    void end_by_lifetime(const std::string& lease, const std::string& token, const redisReply& why);
    std::string lease_name(std::string_view path, std::string_view key) const;
    std::string inputs_name(std::string_view route) const;

    RedisPool pool_;
    std::atomic<bool> refuses_{false};  // so that a full Redis is logged once, not for each page
    std::atomic<bool> no_transactions_{false};  // Redis does not allow them
    std::string prefix_;
};

}  // namespace aspic
