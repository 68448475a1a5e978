#pragma once
// The listening socket. This program makes it (libfcgi's own helper knows only IPv4 and may exit),
// or gets it from the program that started it. One thread makes it; any thread may accept on it.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// "unix:/run/aspic.sock", "tcp:127.0.0.1:9000", "tcp:[::1]:9000" or "fd:0".
struct ListenAddress {
    enum class Kind { unix_socket, tcp, descriptor };
    Kind kind = Kind::unix_socket;
    std::string path;  // unix_socket
    std::string host;  // tcp
    std::string port;
    int descriptor = -1;

    /// Throws std::invalid_argument, which names the text and the valid forms.
    static ListenAddress parse(std::string_view text);
    std::string to_text() const;
};

class Listener {
public:
    /// Binds and listens. A unix socket has mode 0660. A socket file on which nobody listens any
    /// more is replaced. Throws std::runtime_error, which names the address, the problem and what
    /// to do.
    explicit Listener(ListenAddress address);
    /// A socket that listens already. `made_file`: the destructor removes the socket file.
    Listener(FileDescriptor socket, ListenAddress address, bool made_file);
    /// Removes the socket file if the constructor made it.
    ~Listener() { remove_file(); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// For a process that ends without calling the destructor.
    void remove_file();

    int descriptor() const { return socket_.get(); }
    const ListenAddress& address() const { return address_; }
    bool is_unix() const { return is_unix_; }
    bool made_file() const { return !made_.empty(); }

private:
    void listen_on_path();
    void listen_on_tcp();
    void take_over();
    void find_kind();

    ListenAddress address_;
    FileDescriptor socket_;
    bool is_unix_ = false;
    std::filesystem::path made_;  // the socket file, if we must remove it
};

/// True if the descriptor is a listening socket. A front end that starts this program passes one as
/// descriptor 0.
bool is_listening_socket(int descriptor);

}  // namespace aspic
