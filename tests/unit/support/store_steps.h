#pragma once
// Single steps of a store, for tests.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/caching/store.h>

namespace support {

/// The entry with this whole key, or null.
inline aspic::EntryPtr load(aspic::Store& store, std::string_view path, const std::string& key)
{
    const auto entries = store.look("/<name>", path, {&key, 1}, aspic::all_codings).entries;
    return entries.empty() ? nullptr : entries.front();
}

/// Asks for the lease of this page.
inline aspic::LeaseAnswer lease(aspic::Store& store, std::string_view path, const std::string& key,
                                const std::string& token, std::chrono::milliseconds time)
{
    return store.lease({path, key, token, time});
}
inline void end_lease(aspic::Store& store, std::string_view path, const std::string& key,
                      const std::string& token)
{
    const aspic::LeaseTerms terms{path, key, token, {}};
    store.finish({.lease = &terms});
}
inline void note_uncacheable(aspic::Store& store, std::string_view path, const std::string& key,
                             std::chrono::milliseconds time)
{
    const std::string token;
    const aspic::LeaseTerms terms{path, key, token, {}};
    store.finish({.lease = &terms, .uncacheable_for = time});
}

inline std::optional<std::vector<aspic::Inputs>> input_sets(aspic::Store& store,
                                                            std::string_view route)
{
    return store.look(route, "/", {}, aspic::all_codings).input_sets;
}

inline void add_input_set(aspic::Store& store, std::string_view route, const aspic::Inputs& set)
{
    store.finish({.route = route, .input_set = &set});
}

}  // namespace support
