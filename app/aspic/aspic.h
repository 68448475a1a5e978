#pragma once
// Aspic: views in C++, pages from a cache, and holes for what belongs to one visitor. The one
// header that views include. Their tests include <aspic/test.h> too.
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

#include <aspic/base/bytes.h>
#include <aspic/commands/run.h>
#include <aspic/entries/forward_request.h>
#include <aspic/entries/public_request.h>
#include <aspic/http/errors.h>
#include <aspic/http/form.h>
#include <aspic/http/json_form.h>
#include <aspic/http/local_path.h>
#include <aspic/http/percent.h>
#include <aspic/http/request.h>
#include <aspic/http/response.h>
#include <aspic/http/site_url.h>
#include <aspic/http/target.h>
#include <aspic/http/uploaded_file.h>
#include <aspic/jobs/after_answer.h>
#include <aspic/purging/purge.h>
#include <aspic/rendering/escape.h>
#include <aspic/rendering/form_values.h>
#include <aspic/rendering/page.h>
#include <aspic/reporting/log.h>
#include <aspic/reporting/progress_bar.h>
#include <aspic/routing/path.h>
#include <aspic/site/cache_page.h>
#include <aspic/site/decorators.h>
#include <aspic/site/file.h>
#include <aspic/site/json.h>
#include <aspic/site/pagination.h>
#include <aspic/site/result.h>
#include <aspic/site/site.h>
#include <aspic/site/stream.h>
#include <aspic/site/view.h>
