#pragma once
// What one visitor's session says: values only. The sessions room seals it into a cookie and opens
// it again. Owned by the Request; one thread at a time.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

class Session {
public:
    bool signed_in() const { return !user_.empty(); }
    /// The site's own id of the visitor; empty for a guest.
    std::string_view user() const { return user_; }
    /// The name to greet the visitor with; empty for a guest.
    std::string_view name() const { return name_; }

    /// Starts a new session for this visitor: whatever the guest's session held is gone (no session
    /// fixation). Throws std::invalid_argument where `user` is empty.
    void sign_in(std::string_view user, std::string_view name);
    void sign_out();

    std::optional<std::string_view> get(std::string_view key) const;
    void set(std::string_view key, std::string_view value);
    void erase(std::string_view key);

    /// Something that a fragment shows has changed: open pages learn it by a new version in the
    /// live cookie.
    void changed() { live_changed_ = true; }

    /// For the sessions room: what is to be written back.
    bool must_be_stored() const { return modified_; }
    bool live_must_change() const { return live_changed_; }
    const std::map<std::string, std::string, std::less<>>& values() const { return values_; }
    static Session restore(std::string user, std::string name,
                           std::map<std::string, std::string, std::less<>> values);

private:
    std::string user_;
    std::string name_;
    std::map<std::string, std::string, std::less<>> values_;
    bool modified_ = false;
    bool live_changed_ = false;
};

}  // namespace aspic
