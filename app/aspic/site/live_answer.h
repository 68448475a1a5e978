#pragma once
// The answer of /_live: all fragments of a page at once. Any thread.

#include <cstddef>
#include <string_view>

#include <aspic/http/request.h>
#include <aspic/http/response.h>
#include <aspic/site/fragments.h>

namespace aspic {

inline constexpr std::size_t most_live_fragments = 16;  // in one question

/// Answers /_live?page=PATH&fragment=PATH&have=HASH&fragment=PATH&have=...: `page` is the path of the page
/// that they stand in, `have` the hash of what the browser shows of the fragment before it, or empty.
/// An element (see hole_element.h) for each fragment that could be made: whole, or `unchanged`; 204 where
/// all are unchanged. A slow fragment that is asked for beside quick ones is only named, as `later`.
///
/// `mount` is the prefix that `page` has for browsers, and not for views. Throws BadRequest where there is
/// no fragment, more than the most, or one that no view answers.
Response live_answer(const Request& request, const Fragments& fragments, std::string_view mount);

}  // namespace aspic
