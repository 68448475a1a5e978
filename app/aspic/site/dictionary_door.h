#pragma once
// The compression dictionary of the site's pages, for browsers (RFC 9842): where they load it, and
// which of their requests may be answered with it. Any thread.

#include <memory>
#include <string>
#include <string_view>

#include <aspic/entries/compression_dictionary.h>
#include <aspic/http/request.h>
#include <aspic/http/response.h>

namespace aspic {

inline constexpr std::string_view dictionaries_path = "/_dictionary/";
/// "/_dictionary/HASH", without the mount prefix. Another dictionary has another path.
std::string dictionary_path(const CompressionDictionary& dictionary);

class DictionaryDoor {
public:
    /// The dictionary is for all pages below `mount`.
    DictionaryDoor(std::shared_ptr<const CompressionDictionary> dictionary,
                   const std::string& mount);

    const std::string& path() const { return path_; }

    /// True if the client says that it has this very dictionary, and the request is not a script's
    /// from another site: the size of an answer must not tell that script more than it may read
    /// (section 9.3.3).
    bool may_be_used(const Request& request) const;

    /// Answers a GET of `path`. Browsers keep the dictionary, and offer it for documents only: so
    /// requests of other kinds do not become longer.
    Response answer(const Request& request) const;

private:
    const std::shared_ptr<const CompressionDictionary> dictionary_;
    const std::string path_;
    const std::string use_;     // the field Use-As-Dictionary
    const std::string brotli_;  // the copy of its content; empty: there is none
};

}  // namespace aspic
