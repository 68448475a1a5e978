#pragma once
// The status of the site for its operators: /_status (a page), /_status.json and /_metrics
// (Prometheus). For everyone else there are no such paths. Any thread.

#include <filesystem>
#include <string>
#include <vector>

#include <aspic/http/address_range.h>
#include <aspic/http/request.h>
#include <aspic/http/response.h>
#include <aspic/sessions/session_keeper.h>

namespace aspic {

/// Who may see the status. Without both, nobody may.
struct StatusAccess {
    std::vector<AddressRange> addresses{};
    std::string token{};  // of `Authorization: Bearer TOKEN` (RFC 6750); empty: none

    bool is_open() const { return !addresses.empty() || !token.empty(); }
};

class StatusDoor {
public:
    /// `sessions` must outlive it. `data`: the data directory of the processes.
    StatusDoor(const SessionKeeper& sessions, std::filesystem::path data, StatusAccess access);

    /// True if the path is one of the three, and this client may see it: by its address, by the
    /// token, or because it is a developer's browser (the command `developer`).
    bool admits(const Request& request) const;

    /// REQUIRES: admits(request). No cache may keep the answer.
    Response answer(const Request& request) const;

private:
    bool has_token(const Request& request) const;

    const SessionKeeper& sessions_;
    const std::filesystem::path data_;
    const StatusAccess access_;
};

}  // namespace aspic
