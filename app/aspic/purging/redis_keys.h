#pragma once
// The names of what all versions of a site share in Redis. Pages have names of their own: see
// redis_store.h.

namespace aspic {

namespace redis_keys {
inline constexpr const char* purges = "aspic:purges";  // stream: the log
inline constexpr const char* workers =
    "aspic:workers";  // hash: worker -> "position milliseconds blind-milliseconds"
inline constexpr const char* mark = "log";  // in that hash: the name of the epoch it belongs to
inline constexpr const char* stats = "aspic:stats";  // hash: worker -> what it tells of itself
inline constexpr const char* epoch = "aspic:epoch";  // string: which log this is
}  // namespace redis_keys

}  // namespace aspic
