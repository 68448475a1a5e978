#pragma once
// The front end that `dev` starts, with the configuration that the library supplies. One thread.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace aspic {

enum class FrontEndKind : std::uint8_t { lighttpd, apache, nginx };

/// "lighttpd", "apache" or "nginx", as its configuration and its log are named.
std::string name_of(FrontEndKind kind);

/// What its configuration needs to know.
struct FrontEndSettings {
    FrontEndKind kind = FrontEndKind::lighttpd;
    std::filesystem::path deploy;     // the directory with its configuration
    std::filesystem::path directory;  // for its files; its user can read it
    std::filesystem::path site_socket;
    std::filesystem::path static_files;
    std::uint16_t port = 0;
    std::string mount;
    std::filesystem::path mirror;  // whose pages it sends by itself; empty: none
    std::string user;              // who it becomes; empty: this one
};

/// How it is started and ended.
struct FrontEndProgram {
    std::vector<std::string> arguments;
    std::vector<std::string> variables;  // NAME=VALUE
    int quit_signal = 0;                 // finishes the current answers
};

/// The directory of the supplied files: `chosen`, or "deploy" below the current directory, or the
/// one that came with the library. Throws std::runtime_error if it has no such `file`.
std::filesystem::path deploy_directory(const std::string& chosen, const std::string& file);

/// Copies its configuration to `directory`/front.conf, and makes `directory`/front for what it
/// writes. Throws std::runtime_error, which says what to do.
FrontEndProgram prepare_front_end(const FrontEndSettings& settings);

/// The file of this program on the PATH, or in the directories of system programs. Empty if there
/// is none.
std::filesystem::path find_program(const std::string& name);

}  // namespace aspic
