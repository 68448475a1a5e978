#pragma once
// Reads stored fields as Redis gives them: only those that are asked for.

#include <algorithm>

#include <aspic/entries/entry_codec.h>

namespace support {

inline aspic::EntryTexts texts_of(const aspic::EntryFields& fields,
                                  const aspic::Codings& copies = aspic::all_codings)
{
    aspic::EntryTexts texts;
    const auto names = aspic::field_names(copies);
    for (const auto& [name, value] : fields) {
        if (std::find(names.begin(), names.end(), name) != names.end()) texts.set(name, value);
    }
    return texts;
}

}  // namespace support
