#pragma once
// Pages in Redis, one hash each: `aspic:VERSION:page:/man/1/ls:5fe0...`. VERSION is the site's
// build, so a new build never serves what an old one rendered. Redis lets a page go when it
// expires.

#include "caching/redis_connection.h"
#include "caching/store.h"

namespace aspic {

class RedisStore : public Store {
public:
    RedisStore(RedisAddress address, std::chrono::milliseconds timeout, std::string version);

    EntryPtr load(std::string_view path, const std::string& key) override;
    bool save(EntryPtr entry, Time now) override;
    std::optional<Inputs> load_inputs(std::string_view route) override;
    void save_inputs(std::string_view route, const Inputs& inputs) override;
    std::string description() const override;

private:
    std::string page_name(std::string_view path, std::string_view key) const;
    std::string inputs_name(std::string_view route) const;

    RedisPool pool_;
    std::string prefix_;
};

}  // namespace aspic
