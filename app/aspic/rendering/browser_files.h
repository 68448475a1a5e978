#pragma once
// The scripts and the style that holes need in a browser, compiled into the program. Their sources
// are in app/browser/. Any thread.

#include <span>
#include <string_view>

namespace aspic {

struct BrowserFile {
    std::string_view name;  // below /static/: "aspic/head.js"
    std::string_view content;
};

/// aspic/head.js, aspic/deferred.js, aspic/holes.css, aspic/xray.js and aspic/status.js.
std::span<const BrowserFile> browser_files();

/// The script of the command `dev`, which the site itself answers (site/dev_door.h). No static
/// file: in production nothing of it exists.
std::string_view reload_script();

}  // namespace aspic
