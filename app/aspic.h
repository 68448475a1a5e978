#pragma once
// Aspic: views in C++, pages from a cache, and holes for what belongs to one visitor. The one
// header a view author includes; a site's tests include site/test_client.h and site/leak_test.h too.
//
//     using namespace aspic;
//     using namespace std::chrono_literals;
//
//     inline constexpr Path<"/hello/<name>"> hello_path;
//
//     // Runs at most once an hour for each name.
//     Page hello(PublicRequest& request, std::string_view name)
//     {
//         Page page{"hello.tpl"};
//         page.set("TITLE", "Hello");
//         page.set("NAME", name);
//         return page;
//     }
//
//     Site site{view<hello_path>(cache_page<1h>(hello))};
//     int main(int argc, char** argv) { return run(argc, argv, site); }

#include "caching/cache_page.h"
#include "caching/public_request.h"
#include "caching/purge.h"
#include "commands/run.h"
#include "http/errors.h"
#include "http/percent.h"
#include "http/request.h"
#include "http/response.h"
#include "http/target.h"
#include "rendering/escape.h"
#include "rendering/page.h"
#include "reporting/log.h"
#include "reporting/progress_bar.h"
#include "routing/path.h"
#include "site/decorators.h"
#include "site/site.h"
#include "site/view.h"
