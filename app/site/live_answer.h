#pragma once
// The answer of /_live: all fragments of a page at once. Any thread.

#include "http/request.h"
#include "http/response.h"
#include "site/fragments.h"

namespace aspic {

/// Answers /_live?page=PATH&fragment=PATH&have=HASH&fragment=PATH&have=...: `page` is the path of the page
/// that they stand in, `have` the hash of what the browser shows of the fragment before it, or empty.
/// An element (see hole_element.h) for each fragment that could be made: whole, or `unchanged`; 204 where
/// all are unchanged. A slow fragment that is asked for beside quick ones is only named, as `later`.
///
/// Throws BadRequest where there is no fragment, more than 16, or one that no view answers.
Response live_answer(const Request& request, const Fragments& fragments);

}  // namespace aspic
