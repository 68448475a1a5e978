#include <aspic/purging/purge_epoch.h>

#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>

namespace aspic {

std::string PurgeEpoch::to_text() const
{
    return name + (follows_a_loss ? " lost " : " fresh ") + std::to_string(milliseconds) + ' ' +
           run;
}

std::optional<PurgeEpoch> PurgeEpoch::parse(std::string_view text)
{
    PurgeEpoch epoch;
    epoch.name = syntax::take_until(text, ' ');
    const std::string_view kind = syntax::take_until(text, ' ');
    const std::string_view time = syntax::take_until(text, ' ');
    epoch.follows_a_loss = kind == "lost";
    epoch.run = text;
    const auto milliseconds = parse_number<std::uint64_t>(time);
    epoch.milliseconds = milliseconds.value_or(0);
    const bool is_whole = milliseconds && !epoch.name.empty() && !epoch.run.empty() &&
                          (kind == "lost" || kind == "fresh");
    if (!is_whole) return {};
    return epoch;
}

}  // namespace aspic
