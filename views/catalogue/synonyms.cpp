#include "catalogue/synonyms.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>

#include "base/text.h"
#include "catalogue/words.h"

namespace manual {

namespace {

// Each line is a group; the words of a group stand for one another. A word may be in several.
constexpr std::array groups{
    std::string_view{"remove delete erase unlink omit"},
    std::string_view{"directory folder dir"},
    std::string_view{"list show display print report view"},
    std::string_view{"find search locate look lookup match"},
    std::string_view{"change modify set alter update"},
    std::string_view{"edit editor modify"},
    std::string_view{"set select choose"},
    std::string_view{"replace substitute transform"},
    std::string_view{"create make new add build"},
    std::string_view{"copy clone"},
    std::string_view{"move rename"},
    std::string_view{"compress zip archive pack"},
    std::string_view{"decompress uncompress unzip extract expand unpack tar untar"},
    std::string_view{"usage use"},
    std::string_view{"disk filesystem"},
    std::string_view{"disk space"},
    std::string_view{"size length"},
    std::string_view{"kill terminate stop signal end"},
    std::string_view{"process task job"},
    std::string_view{"start run execute launch"},
    std::string_view{"command program"},
    std::string_view{"password passwd"},
    std::string_view{"user account login"},
    std::string_view{"root superuser user"},
    std::string_view{"download retrieve fetch transfer"},
    std::string_view{"network net"},
    std::string_view{"interface device nic"},
    std::string_view{"configuration config configure settings setup options"},
    std::string_view{"concatenate join merge combine cat"},
    std::string_view{"compare diff difference"},
    std::string_view{"files contents"},
    std::string_view{"first beginning head top"},
    std::string_view{"last end tail"},
    std::string_view{"free available space"},
    std::string_view{"switch substitute"},
    std::string_view{"text string lines"},
    std::string_view{"line newline"},
    std::string_view{"convert translate transform"},
    std::string_view{"wait pause delay sleep"},
    std::string_view{"owner ownership"},
    std::string_view{"permission mode access rights"},
    std::string_view{"log journal"},
    std::string_view{"memory ram"},
    std::string_view{"environment env"},
    std::string_view{"variable var"},
    std::string_view{"regex regexp regular"},
    std::string_view{"pattern regex"},
    std::string_view{"link symlink"},
    std::string_view{"symbolic symlink soft"},
    std::string_view{"host hostname"},
    std::string_view{"machine system computer"},
    std::string_view{"reboot restart"},
    std::string_view{"shutdown poweroff halt"},
    std::string_view{"schedule cron"},
    std::string_view{"unique uniq duplicate repeated"},
    std::string_view{"allocate alloc"},
    std::string_view{"encrypt encryption"},
    std::string_view{"checksum hash digest sum"},
    std::string_view{"random pseudorandom"},
    std::string_view{"error errno"},
    std::string_view{"install manager handling"},
    std::string_view{"upgrade update"},
    std::string_view{"repeat periodically repeatedly"},
    std::string_view{"format mkfs"},
    std::string_view{"library object"},
    std::string_view{"web http hypertext"},
    std::string_view{"message text"},
    std::string_view{"thread pthread"},
    std::string_view{"integer int number"},
    std::string_view{"gz gzip"},
    std::string_view{"tgz tar"},
    std::string_view{"bz2 bzip2"},
    std::string_view{"zst zstd"},
    std::string_view{"js node"},
    std::string_view{"kernel linux"},
    std::string_view{"package deb dpkg"},
    std::string_view{"parameter option"},
    std::string_view{"argument option"},
    std::string_view{"colour color"},
    std::string_view{"centre center"},
    std::string_view{"behaviour behavior"},
    std::string_view{"licence license"},
    std::string_view{"catalogue catalog"},
    std::string_view{"initialise initialize init"},
    std::string_view{"organise organize"},
    std::string_view{"normalise normalize"},
    std::string_view{"synchronise synchronize sync"},
    std::string_view{"serialise serialize"},
    std::string_view{"optimise optimize"},
    std::string_view{"analyse analyze"},
    std::string_view{"localise localize"},
    std::string_view{"localisation localization"},
    std::string_view{"customise customize"},
    std::string_view{"authorise authorize"},
    std::string_view{"recognise recognize"},
    std::string_view{"programme program"},
    std::string_view{"dialogue dialog"},
    std::string_view{"cancelled canceled"},
    std::string_view{"grey gray"},
};

using Stems = std::unordered_map<std::string, std::vector<std::string>>;

Stems stems_of_groups()
{
    Stems stems;
    for (const std::string_view group : groups) {
        std::vector<std::string> members;
        for (const std::string_view word : split(group, ' '))
            members.push_back(stem_of(word));
        for (const std::string& member : members) {
            std::copy_if(members.begin(), members.end(), std::back_inserter(stems[member]),
                         [&](const std::string& other) { return other != member; });
        }
    }
    return stems;
}

}  // namespace

const std::vector<std::string>& synonym_stems(const std::string& stem)
{
    static const Stems stems = stems_of_groups();
    static const std::vector<std::string> none;
    const auto found = stems.find(stem);
    return found == stems.end() ? none : found->second;
}

}  // namespace manual
