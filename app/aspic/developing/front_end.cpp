#include <aspic/developing/front_end.h>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <system_error>

#include <aspic/base/errno_text.h>
#include <aspic/base/syntax.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

struct Kind {
    const char* name;
    const char* program;
    const char* packages;
    int quit_signal;
};

const Kind& kind_of(FrontEndKind kind)
{
    static constexpr std::array<Kind, 3> kinds{
        Kind{"lighttpd", "lighttpd", "packages lighttpd and lighttpd-modules-lua", SIGINT},
        Kind{"apache", "apache2", "package apache2-bin", SIGWINCH},
        Kind{"nginx", "nginx", "packages nginx and libnginx-mod-http-brotli-static", SIGQUIT}};
    return kinds.at(static_cast<std::size_t>(kind));
}

std::string read_text(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) throw std::runtime_error{"cannot read " + file.string()};
    return text;
}

// As apache.conf says for a site with a prefix.
std::string with_mount(const std::string& text, const std::string& mount)
{
    static const std::regex place{"^Define STATIC_URL /static$",
                                  std::regex::ECMAScript | std::regex::multiline};
    return std::regex_replace(text, place, "Define STATIC_URL " + mount + "/static");
}

// As nginx.conf says for a site with a mirror.
std::string with_mirror(const std::string& text)
{
    constexpr const char* module = "/usr/lib/nginx/modules/ngx_http_lua_module.so";
    std::error_code unreadable;
    if (!fs::exists(module, unreadable)) {
        throw std::runtime_error{
            "there is no " + std::string{module} +
            ", which nginx needs for a mirror: install the Debian package libnginx-mod-http-lua, "
            "or leave --mirror out"};
    }
    static const std::regex lines{"^( *)# ((load_module|set|access_by_lua_file) .*;)$",
                                  std::regex::ECMAScript | std::regex::multiline};
    return std::regex_replace(text, lines, "$1$2");
}

// As nginx.conf says: nginx cannot read variables of the environment.
std::string with_values(std::string text, const std::vector<std::string>& variables)
{
    for (const std::string& variable : variables) {
        const std::size_t equals = variable.find('=');
        const std::string name = "${" + variable.substr(0, equals) + "}";
        const std::string_view value = std::string_view{variable}.substr(equals + 1);
        for (std::size_t at = 0; (at = text.find(name, at)) != text.npos; at += value.size())
            text.replace(at, name.size(), value);
    }
    return text;
}

// What the configurations name in FRONT_STATE: scripts, and the page for when the application does
// not answer.
std::vector<fs::path> companions(const fs::path& deploy)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{deploy}) {
        const std::string name = entry.path().filename();
        if (name == "down.html" || name.ends_with(".lua")) files.push_back(entry.path());
    }
    return files;
}

void give_to(const std::string& user, const fs::path& path)
{
    if (user.empty()) return;
    const passwd* const who = ::getpwnam(user.c_str());
    if (who == nullptr || ::chown(path.c_str(), who->pw_uid, who->pw_gid) != 0)
        throw std::runtime_error{"cannot give " + path.string() + " to the user " + user + ": " +
                                 (who == nullptr ? "there is no such user" : errno_text())};
}

}  // namespace

std::string name_of(FrontEndKind kind)
{
    return kind_of(kind).name;
}

fs::path find_program(const std::string& name)
{
    const char* const path = std::getenv("PATH");
    std::string places{path == nullptr ? "/usr/bin:/bin" : path};
    places += ":/usr/local/sbin:/usr/sbin:/sbin";
    std::string_view rest{places};
    while (!rest.empty()) {
        fs::path file = fs::path{syntax::take_until(rest, ':')} / name;
        std::error_code unreadable;
        if (fs::is_regular_file(file, unreadable) && ::access(file.c_str(), X_OK) == 0) return file;
    }
    return {};
}

fs::path deploy_directory(const std::string& chosen, const std::string& file)
{
    const std::vector<fs::path> places =
        chosen.empty() ? std::vector<fs::path>{fs::current_path() / "deploy",
                                               ASPIC_INSTALLED_DEPLOY, ASPIC_SOURCE_DEPLOY}
                       : std::vector<fs::path>{fs::absolute(chosen)};
    for (const fs::path& place : places) {
        std::error_code unreadable;
        if (fs::is_regular_file(place / file, unreadable)) return place;
    }
    throw std::runtime_error{"there is no " + file + " in " + places.front().string() +
                             ": name the directory of the supplied configurations (deploy/ in the "
                             "sources, share/aspic/deploy where the library is installed) with "
                             "--deploy"};
}

FrontEndProgram prepare_front_end(const FrontEndSettings& settings)
{
    const Kind& kind = kind_of(settings.kind);
    const fs::path program = find_program(kind.program);
    if (program.empty()) {
        throw std::runtime_error{std::string{kind.name} + " is not installed: install the Debian " +
                                 kind.packages + ", or choose another front end with --front"};
    }
    const fs::path own = settings.directory / "front";
    const fs::path configuration = settings.directory / "front.conf";
    fs::remove_all(own);
    fs::create_directory(own);
    fs::permissions(own, fs::perms::owner_all);
    for (const fs::path& file : companions(settings.deploy)) {
        fs::copy_file(file, own / file.filename());
        give_to(settings.user, own / file.filename());
    }
    give_to(settings.user, own);

    FrontEndProgram made;
    // Whatever the developer's own variables say.
    made.variables = {"PORT=" + std::to_string(settings.port),
                      "SITE_SOCKET=" + settings.site_socket.string(),
                      "SITE_STATIC=" + settings.static_files.string(),
                      "FRONT_STATE=" + own.string(),
                      "MOUNT=" + settings.mount,
                      "SITE_MIRROR=" + settings.mirror.string()};
    made.quit_signal = kind.quit_signal;
    std::string text = read_text(settings.deploy / (std::string{kind.name} + ".conf"));
    switch (settings.kind) {
        case FrontEndKind::lighttpd:
            made.arguments = {program, "-D", "-f", configuration};
            break;
        case FrontEndKind::apache:
            made.arguments = {program, "-DFOREGROUND", "-d", own, "-f", configuration};
            if (!settings.mirror.empty()) made.arguments.emplace_back("-DMIRROR");
            text = with_mount(text, settings.mount);
            break;
        case FrontEndKind::nginx:
            made.arguments = {program, "-e", "stderr", "-p", own, "-c", configuration};
            if (!settings.mirror.empty()) text = with_mirror(text);
            text = with_values(with_values(text, made.variables), {"ACCESS_LOG=/dev/null"});
            break;
    }
    std::ofstream{configuration, std::ios::binary} << text;
    return made;
}

}  // namespace aspic
