#include <aspic/developing/stand_in.h>

#include <fcgiapp.h>
#include <poll.h>

#include <cstdlib>
#include <fstream>
#include <string_view>

#include <aspic/rendering/browser_files.h>
#include <aspic/rendering/escape.h>
#include <aspic/site/dev_door.h>

namespace aspic {

namespace {

// The reason may have lines of the log, and of the site's source.
constexpr std::string_view for_others =
    "The site cannot answer at the moment. To see why, open it on its own machine as 127.0.0.1 or "
    "localhost.\n";

std::string_view parameter(const FCGX_Request& request, const char* name)
{
    const char* const value = FCGX_GetParam(name, request.envp);
    return value == nullptr ? "" : value;
}

void send_answer(const FCGX_Request& request, std::string_view status, std::string_view type,
                 std::string_view body)
{
    std::string answer = "Status: " + std::string{status} + "\r\nContent-Type: ";
    answer.append(type).append(
        "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'self'\r\nContent-Length: ");
    answer.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
    FCGX_PutStr(answer.data(), static_cast<int>(answer.size()), request.out);
}

void answer_request(const StandIn& stand_in, const FCGX_Request& request)
{
    std::ifstream file{stand_in.state, std::ios::binary};
    std::string seen;
    std::string json;
    std::getline(file, seen);
    std::getline(file, json);
    std::string_view path = parameter(request, "REQUEST_URI");
    path = path.substr(0, path.find('?'));
    const bool is_known =
        is_local(parameter(request, "REMOTE_ADDR"), parameter(request, "HTTP_HOST"));
    if (is_known && path == stand_in.mount + std::string{dev_path})
        return send_answer(request, "200 OK", "application/json", dev_json(json, ""));
    if (is_known && path == stand_in.mount + std::string{dev_script_path})
        return send_answer(request, "200 OK", "text/javascript; charset=utf-8", reload_script());
    constexpr std::string_view unavailable = "503 Service Unavailable";
    if (!is_known)
        return send_answer(request, unavailable, "text/plain; charset=utf-8", for_others);
    send_answer(request, unavailable, "text/html; charset=utf-8", stand_in.page(seen));
}

}  // namespace

std::string StandIn::page(const std::string& seen) const
{
    return "<!DOCTYPE html>\n<html lang=\"en\" data-aspic-dev=\"down\">\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
           escape_html(title) + "</title>\n<h1>" + escape_html(title) + "</h1>\n<pre>" +
           escape_html(text) +
           "</pre>\n<p>This page comes back by itself when that is mended.</p>\n" +
           dev_element(mount, seen, false) + "\n</html>\n";
}

void StandIn::run() const
{
    FCGX_Init();
    FCGX_Request request;
    FCGX_InitRequest(&request, listener, 0);
    for (;;) {
        // The socket does not block, and another process of the site may have taken the connection.
        pollfd waiting{listener, POLLIN, 0};
        ::poll(&waiting, 1, -1);
        if (FCGX_Accept_r(&request) != 0) continue;
        answer_request(*this, request);
        // One thread answers all connections, so none is kept.
        request.keepConnection = 0;
        FCGX_Finish_r(&request);
    }
}

}  // namespace aspic
