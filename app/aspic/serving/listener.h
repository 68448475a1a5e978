#pragma once
// The listening socket: made by us (libfcgi's own helper knows only IPv4 and may end the process),
// or handed over by whoever started us. One thread makes it; any may accept on it.

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

    /// Throws std::invalid_argument with a sentence that names the text and the forms that are
    /// right.
    static ListenAddress parse(std::string_view text);
    std::string to_text() const;
};

class Listener {
public:
    /// Binds and listens; a unix socket is made with mode 0660. A socket file that nobody listens
    /// on any more is replaced. Throws std::runtime_error naming the address, what is in the way
    /// and the way out.
    explicit Listener(ListenAddress address);
    /// Removes the socket file that it made.
    ~Listener() { remove_file(); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// For a process that ends without destroying it.
    void remove_file();

    int descriptor() const { return socket_.get(); }
    const ListenAddress& address() const { return address_; }
    bool is_unix() const { return is_unix_; }

private:
    void listen_on_path();
    void listen_on_tcp();
    void take_over();

    ListenAddress address_;
    FileDescriptor socket_;
    bool is_unix_ = false;
    std::filesystem::path made_;  // the socket file, where it is ours to remove
};

/// True where the descriptor is a listening socket: a front end that starts us puts one on
/// descriptor 0.
bool is_listening_socket(int descriptor);

}  // namespace aspic
