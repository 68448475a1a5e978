// The URLs of the site, each written once.
#pragma once

#include <aspic/aspic.h>

#include <string>
#include <string_view>

namespace manual {

inline constexpr aspic::Path<"/"> home_path;
inline constexpr aspic::Path<"/man"> all_sections_path;
inline constexpr aspic::Path<"/man/<section>"> section_path;
inline constexpr aspic::Path<"/man/<section>/<name>"> manual_path;
inline constexpr aspic::Path<"/<language>/man/<section>/<name>"> translated_path;
inline constexpr aspic::Path<"/package/<name>"> package_path;
inline constexpr aspic::Path<"/search"> search_path;
inline constexpr aspic::Path<"/suggest"> suggest_path;
inline constexpr aspic::Path<"/account/sign-up"> sign_up_path;
inline constexpr aspic::Path<"/account/sign-in"> sign_in_path;
inline constexpr aspic::Path<"/account/sign-out"> sign_out_path;
inline constexpr aspic::Path<"/man/<section>/<name>/notes"> add_note_path;
inline constexpr aspic::Path<"/man/<section>/<name>/read"> mark_read_path;
inline constexpr aspic::Path<"/notes/<int:id>"> change_note_path;
inline constexpr aspic::Path<"/notes/<int:id>/delete"> delete_note_path;
inline constexpr aspic::Path<"/_navigation"> navigation_path;
inline constexpr aspic::Path<"/_recent"> recent_path;
inline constexpr aspic::Path<"/_notes/<section>/<name>"> notes_path;
inline constexpr aspic::Path<"/robots.txt"> robots_path;
inline constexpr aspic::Path<"/opensearch.xml"> open_search_path;
inline constexpr aspic::Path<"/sitemap.xml"> sitemap_path;
inline constexpr aspic::Path<"/sitemap-<int:part>.xml"> sitemap_part_path;

// The index of those pages of a section whose names begin with `prefix`.
inline std::string section_below_path(std::string_view section, std::string_view prefix)
{
    return section_path(section) + "?below=" + aspic::percent_encode(prefix);
}

}  // namespace manual
