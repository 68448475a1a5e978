#pragma once
// The answer of /_live: all fragments of a page at once. Any thread.

#include <cstddef>
#include <string_view>

#include <aspic/http/request.h>
#include <aspic/http/response.h>
#include <aspic/site/debug_pages.h>
#include <aspic/site/fragments.h>

namespace aspic {

inline constexpr std::size_t most_live_fragments = 16;  // in one request

/// Answers /_live?page=PATH&fragment=PATH&have=HASH&fragment=PATH&have=...: `page` is the address
/// of the page that contains the fragments: path and query. `have` is the hash of what the browser
/// shows of the fragment named before it, or empty. The answer has an element (see hole_element.h)
/// for each fragment that could be made: whole, or `unchanged`. It is 204 if all are unchanged. If
/// quick fragments are requested too, slow ones are only named, as `later`.
///
/// `&view=shown` says that the visitor now sees a new view of the page: only then do fragments show
/// messages (Session::flash). `&view=early` says the same, but the page may not use the answer. An
/// element is `passing` if the browser must not keep it, because it shows messages, or because
/// messages wait for it; in the second case it is also `waiting`, and the script of a new view asks
/// for it again with `view=shown`. What the fragments change in the session is then in the session
/// of `request`.
///
/// `mount` is the prefix that `page` has in browsers, but not in views. `debug_pages`, if it is not
/// null, explains a fragment that fails, in its place; otherwise it is left out. Throws BadRequest
/// if there is no fragment, more than most_live_fragments, or one that no view answers.
Response live_answer(Request& request, const Fragments& fragments, std::string_view mount,
                     const DebugPages* debug_pages = nullptr);

}  // namespace aspic
