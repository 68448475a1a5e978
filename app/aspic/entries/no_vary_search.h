#pragma once
// The No-Vary-Search field: tells browsers which query parameters do not change the page, so that
// they may use a page that they have for another query
// (https://wicg.github.io/nav-speculation/no-vary-search.html). Pure functions.
//
// Why this is correct: a view makes its page from the inputs that it reads, and each read
// is recorded, even if the parameter is absent. Take two queries that agree on all parameters that
// the view read for the first one. For the second query, its first read has the same value, so it
// goes on in the same way, and its next read is the same one, and so on: it reads the same
// parameters, and makes the same page. The field names exactly these parameters.
//
// A browser compares more than a view reads: all values of a parameter, where the view reads the
// first value. It compares less in one case only: bytes that are not UTF-8 are all the same to it.
// So there is no field if a value that was read is not ASCII. The order of different parameters
// never changes what a view reads, which is what `key-order` says.
// A query with more parameters than --max-parameters fails here, but a browser may answer it from
// its copy.

#include <optional>
#include <string>

#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>

namespace aspic {

/// Returns the value of the field for a page that was made from these inputs of the request:
/// `params, except=("q")`. Returns nullopt if the whole query was read, or if a browser would read
/// a name or value in another way.
std::optional<std::string> no_vary_search(const Inputs& reads, const Request& request);

}  // namespace aspic
