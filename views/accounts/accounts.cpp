#include "accounts/accounts.h"

#include <optional>
#include <utility>

#include "accounts/account_names.h"
#include "accounts/account_table.h"
#include "accounts/password_rules.h"
#include "accounts/passwords.h"
#include "base/text.h"

namespace manual {

namespace {

using std::chrono::seconds;

// A household or a company has an IPv6 network of 48 bits. For one account it counts as one
// network.
constexpr unsigned bits_of_account_network = 48;

Refusal too_early(std::string_view what, seconds wait)
{
    return {std::string{what} + " Try again in " + in_words(wait) + ".", wait};
}

// The subjects that one attempt to sign in counts for.
class SignInAttempt {
public:
    SignInAttempt(std::string_view key, const Origin& from, std::int64_t known_account)
        : device_(known_account != 0
                      ? "device " + from.device.id + " of " + std::to_string(known_account)
                      : ""),
          account_("account " + std::string{key}),
          network_("address " + network_of(from.address)),
          account_and_network_(account_ + " from " +
                               network_of(from.address, bits_of_account_network))
    {
    }

    // Returns zero if the attempt may be made. It is then counted as a failure.
    seconds begin(Database& database, Accounts::Time now) const
    {
        Attempts attempts{database};
        if (!device_.empty()) return attempts.begin({{device_, attempts_by_device}}, now);
        const bool under_attack = attempts.failures(account_, now) >= most_failures_of_account;
        return attempts.begin(
            {{network_, attempts_by_network},
             {account_, attempts_by_account},
             {account_and_network_,
              under_attack ? attempts_on_account_under_attack : attempts_by_account_and_network}},
            now);
    }

    // Takes the attempt back, because the password was not checked.
    void take_back(Database& database) const
    {
        Attempts attempts{database};
        Transaction transaction{database, Attempts::counting};
        if (device_.empty()) {
            for (const std::string& subject : {network_, account_, account_and_network_})
                attempts.take_back(subject);
        } else {
            attempts.take_back(device_);
        }
        transaction.commit();
    }

    // The password was right. Failures of others on the account, and from the network, still count.
    void succeed(Database& database) const
    {
        Attempts attempts{database};
        Transaction transaction{database, Attempts::counting};
        attempts.forget(device_.empty() ? account_and_network_ : device_);
        if (device_.empty()) {
            attempts.take_back(network_);
            attempts.take_back(account_);
        }
        transaction.commit();
    }

private:
    std::string device_;  // empty for a stranger
    std::string account_;
    std::string network_;
    std::string account_and_network_;
};

}  // namespace

Accounts::Accounts(const std::filesystem::path& file, const std::string& cookie_prefix)
    : database_(file),
      device_cookies_((prepare_accounts(*database_.borrow()), database_), cookie_prefix)
{
}

std::variant<User, Refusal> Accounts::sign_up(std::string_view typed, std::string_view password,
                                              const Origin& from, Time now)
{
    if (auto objection = objection_to_name(typed)) return Refusal{*objection};
    if (auto objection = objection_to_password(password, typed)) return Refusal{*objection};
    const std::string name = composed_name(typed);
    const Refusal taken{"The name " + name + " is taken, or looks like a name that is taken."};
    {
        const auto database = database_.borrow();
        if (is_name_taken(*database, name)) return taken;
        const std::string subject = "sign-up from " + network_of(from.address);
        const seconds wait = Attempts{*database}.begin({{subject, sign_ups_by_network}}, now);
        if (wait.count() > 0)
            return too_early("Too many people have signed up from your network.", wait);
    }
    const std::string hash = hash_password(password);
    const auto id = add_user(*database_.borrow(), name, hash, now);
    if (!id) return taken;
    return User{*id, name};
}

std::variant<User, Refusal> Accounts::sign_in(std::string_view name, std::string_view password,
                                              const Origin& from, Time now)
{
    name = cut(name, longest_name * 4);
    std::optional<UserRow> user;
    std::optional<SignInAttempt> attempt;
    {
        const auto database = database_.borrow();
        user = find_user(*database, name);
        const bool known = user && from.device.knows(user->id, now);
        attempt.emplace(name_key(name), from, known ? user->id : 0);
        const seconds wait = attempt->begin(*database, now);
        if (wait.count() > 0) return too_early("Too many failed attempts.", wait);
    }
    password = password.substr(0, longest_password + 1);
    bool right = false;
    try {
        right = user && is_password(password, user->hash);
        if (!user) check_nothing(password);
    } catch (const HashingBusy&) {
        attempt->take_back(*database_.borrow());
        throw;
    }
    if (!right) return Refusal{"Wrong name or password."};
    attempt->succeed(*database_.borrow());
    return User{user->id, user->name};
}

}  // namespace manual
