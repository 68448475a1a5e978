#pragma once
// Entries for tests of the code that stores, judges and sends them.

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/entries/entry.h>

namespace support {

inline constexpr aspic::Time noon{std::chrono::seconds{1'800'000'000}};

/// Makes the entry ready to be sent, with these bodies and the JSON form of an error.
inline void prepare(aspic::Entry& entry, const aspic::Bodies& bodies, std::string_view problem = {})
{
    take_bodies(entry, bodies, problem);
    prepare_fields(entry);
}

inline const aspic::Representation& plain(const aspic::Entry& entry)
{
    return entry.representations[aspic::ContentCoding::identity];
}

/// The head of an answer with this copy, but for what each answer has for itself.
inline std::string head_of(const aspic::Entry& entry, const aspic::Representation& one)
{
    return aspic::to_text(entry.head_of(one));
}

inline std::string head_of_304(const aspic::Entry& entry, const aspic::Representation& one)
{
    return aspic::to_text(entry.head_of_304(one));
}

/// Prepares an entry with this body, without coded copies and holes.
inline void set_body(aspic::Entry& entry, std::string body, std::string_view problem = {})
{
    entry.holes.clear();
    entry.snapshot_key.clear();
    entry.dictionary.clear();
    prepare(entry, {std::move(body)}, problem);
}

/// An entry with something in every member.
inline std::shared_ptr<aspic::Entry> full_entry(const std::string& key = "6:/<name>,2:ls,")
{
    using std::chrono::seconds;
    auto entry = std::make_shared<aspic::Entry>();
    entry->key = key;
    entry->path = "/ls";
    entry->query = "q=a%3Db";
    entry->inputs = {{"query q", "a=b\n%&"}, {"header accept-language", ""}, {"query a=b", "c"}};
    entry->tags = {"manual:ls", "section:1"};
    entry->position = {1'800'000'000'123, 4};
    entry->status = 200;
    entry->fields.add("Content-Type", "text/html");
    entry->fields.add("Cache-Control", "max-age=60");
    entry->fields.add("X-Note", "a: b");
    entry->holes = {{0, 3, "/_a"}, {6, 2, "/_b c"}, {17, 0, ""}};
    entry->snapshot_key = "k9_-aB";
    entry->dictionary = "0123456789abcdef";
    entry->gzip_cuts = {0, 0, 1, 2, 3, 5, 7, 7};
    entry->rendered = noon;
    entry->modified = noon - seconds{100};
    entry->expires = noon + seconds{60};
    entry->stale_until = noon + seconds{90};
    entry->error_until = noon + seconds{120};
    entry->render_time = std::chrono::milliseconds{17};
    entry->for_authorized = true;
    prepare(*entry, {std::string{"<body>\0\r\n\xff</body>", 17}, "by gzip", "by br", "by dcz"});
    return entry;
}

inline aspic::EntryPtr entry_of_size(const std::string& key, std::size_t body_size)
{
    auto entry = full_entry(key);
    set_body(*entry, std::string(body_size, 'x'));
    return entry;
}

}  // namespace support
