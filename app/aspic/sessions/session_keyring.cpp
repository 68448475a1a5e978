#include <aspic/sessions/session_keyring.h>

#include <sys/stat.h>

#include <exception>
#include <utility>

#include <aspic/reporting/log.h>

namespace aspic {

using namespace std::chrono_literals;

SessionKeyring::SessionKeyring(SessionKeys keys)
    : keys_{std::make_shared<const SessionKeys>(std::move(keys))}
{
}

SessionKeyring::SessionKeyring(std::filesystem::path file)
    : file_{std::move(file)},
      keys_{std::make_shared<const SessionKeys>(SessionKeys::load_or_create(file_))},
      looked_{Clock::now() - 1h}  // so that the first use checks the file
{
}

SessionKeyring::Stamp SessionKeyring::stamp_of_file() const
{
    struct stat status {};
    if (::stat(file_.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

SessionKeyring::Keys SessionKeyring::current()
{
    return look(1s);
}

SessionKeyring::Keys SessionKeyring::after_failure(const Keys& tried)
{
    Keys keys = look(100ms);
    return keys == tried ? tried : keys;
}

SessionKeyring::Keys SessionKeyring::look(Clock::duration pause)
{
    const std::lock_guard lock{mutex_};
    const auto now = Clock::now();
    if (file_.empty() || now - looked_ < pause) return keys_;
    looked_ = now;
    // Taken before the file is read, so that a change during the reading is seen the next time.
    const Stamp stamp = stamp_of_file();
    if (stamp == stamp_) return keys_;
    try {
        keys_ = std::make_shared<const SessionKeys>(SessionKeys::load(file_));
        if (std::exchange(stamp_, stamp) != Stamp{})
            log(LogLevel::info, "the session key file was read again",
                {{"file", file_.string()}, {"keys", std::to_string(keys_->size())}});
        is_failing_ = false;
    } catch (const std::exception& error) {
        if (!std::exchange(is_failing_, true))
            log(LogLevel::warning,
                "the session key file cannot be read again; the old keys stay in use",
                {{"why", error.what()}});
    }
    return keys_;
}

}  // namespace aspic
