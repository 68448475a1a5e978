// The notes. Any thread may use them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"

struct Note {
    std::string author;
    std::string text;
    std::string day;  // "2026-11-29", UTC
};

class Notes {
public:
    // `database` must outlive this object.
    explicit Notes(Database& database);

    void add(std::string_view author, std::string_view text);
    std::int64_t count() const;
    // The newest first.
    std::vector<Note> newest(std::int64_t most, std::int64_t offset = 0) const;

private:
    Database& database_;
};
