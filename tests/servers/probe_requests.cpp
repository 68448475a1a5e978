// Views that read what a request brings:
//
//  POST /upload        up to 2 GiB: a line for each text and file of the form; with ?save, the
//                      first file is saved as "saved" in the data directory
//  POST /upload/small  the same, up to 64 KiB
//  POST /json          answers with the JSON that it reads
//  POST /priced        a form with errors: name, price, stock
//  POST /hook          from every site; ?set=V sets the session's value
//  POST /enter         sets the session's value to "mine"; /value shows it

#include "probe_requests.h"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

using namespace aspic;

namespace requests {

namespace {

std::filesystem::path saved_in;

/// FNV-1a, which the tests compute too.
std::string checksum(const UploadedFile& file)
{
    constexpr std::size_t stride = 4099;
    std::array<char, 65536> piece{};
    std::uint64_t sum = 0xcbf29ce484222325;
    for (std::size_t at = 0; at < file.size();) {
        const std::size_t got = file.read(at, piece);
        // One byte of each 4 KB: a sum of a gigabyte must not take long.
        for (std::size_t i = (stride - at % stride) % stride; i < got; i += stride)
            sum = (sum ^ static_cast<unsigned char>(piece.at(i))) * 0x100000001b3;
        at += got;
    }
    return std::to_string(sum);
}

}  // namespace

void save_in(std::filesystem::path directory)
{
    saved_in = std::move(directory);
}

Response upload(Request& request)
{
    std::string said;
    for (const auto& [name, value] : request.form())
        said.append("text ").append(name).append("=").append(value).append("\n");
    for (const UploadedFile& file : request.files()) {
        said.append("file ").append(file.field()).append(" [").append(file.name());
        said.append("] ").append(file.content_type()).append(" ");
        said.append(std::to_string(file.size())).append(" ").append(checksum(file)).append("\n");
    }
    if (request.query("save") && !request.files().empty())
        request.files().front().save(saved_in / "saved");
    return text(said);
}

Response json(Request& request)
{
    return text(request.json().dump());
}

Page priced(Request& request)
{
    Form form{request};
    const auto name = form.field<std::string>("name", length_at_most(10));
    const auto price = form.field<int>("price", at_least(1));
    const auto stock = form.optional_field<int>("stock", at_most(100));
    Page page{"priced.tpl"};
    page.status(form.ok() ? 200 : 422);
    page.set("RESULT", form.ok() ? name + " costs " + std::to_string(price) + ", " +
                                       std::to_string(stock.value_or(0)) + " left"
                                 : "");
    show_form(form, page);
    return page;
}

Response hook(Request& request)
{
    if (const auto value = request.query("set")) request.session().set("value", *value);
    return text("session: " + std::string{request.session().get("value").value_or("none")} +
                ", cookie: " + (request.header("Cookie") ? "there" : "none"));
}

Response enter(Request& request)
{
    request.session().sign_in("7", "Ana");
    request.session().set("value", "mine");
    return text("entered");
}

Response value(Request& request)
{
    return text(std::string{request.session().get("value").value_or("none")});
}

}  // namespace requests
