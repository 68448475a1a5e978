#pragma once
// The Redis keys that all versions of a site share. For the keys of pages, see redis_store.h.

namespace aspic {

namespace redis_keys {
inline constexpr const char* purges = "aspic:purges";  // stream: the log
// Hash: worker -> "position milliseconds blind-milliseconds".
inline constexpr const char* workers = "aspic:workers";
inline constexpr const char* mark = "log";           // field of `workers`: the name of its epoch
inline constexpr const char* stats = "aspic:stats";  // hash: worker -> what it tells of itself
inline constexpr const char* epoch = "aspic:epoch";  // string: which log this is
}  // namespace redis_keys

}  // namespace aspic
