#include "catalogue/explained_names.h"

#include <array>
#include <string>

#include "base/name_set.h"
#include "base/text.h"

namespace manual {

namespace {

constexpr std::string_view signals =
    "abrt alrm bus chld cont fpe hup ill int io kill pipe poll prof pwr quit rtmax rtmin segv "
    "stkflt stop sys term trap tstp ttin ttou urg usr1 usr2 vtalrm winch xcpu xfsz";

constexpr std::string_view errors =
    "e2big eacces eaddrinuse eaddrnotavail eafnosupport eagain ealready ebadf ebadmsg ebusy "
    "ecanceled echild econnaborted econnrefused econnreset edeadlk edestaddrreq edom edquot "
    "eexist efault efbig ehostdown ehostunreach eilseq einprogress eintr einval eio eisconn "
    "eisdir eloop emfile emlink emsgsize enametoolong enetdown enetreset enetunreach enfile "
    "enobufs enodev enoent enoexec enolck enomem enoprotoopt enospc enosys enotblk enotconn "
    "enotdir enotempty enotrecoverable enotsock enotsup enotty enxio eopnotsupp eoverflow "
    "eownerdead eperm epipe eproto eprotonosupport eprototype erange erofs espipe esrch estale "
    "etimedout etxtbsy ewouldblock exdev";

constexpr std::string_view builtin_commands =
    ". : [ alias bg bind break builtin case cd command compgen complete continue declare dirs "
    "disown echo enable eval exec exit export fc fg getopts hash help history if jobs kill let "
    "local logout popd printf pushd pwd read readonly return set shift shopt source suspend test "
    "times trap type typeset ulimit umask unalias unset until wait while";

struct ConstantFamily {
    std::string_view beginning;
    ExplainingPage page;
};

// The first one that fits counts.
constexpr std::array families{
    ConstantFamily{"AF_", {"address_families", "7"}},
    ConstantFamily{"CAP_", {"capabilities", "7"}},
    ConstantFamily{"CLOCK_", {"clock_gettime", "2"}},
    ConstantFamily{"CLONE_", {"clone", "2"}},
    ConstantFamily{"EPOLL", {"epoll_ctl", "2"}},
    ConstantFamily{"FD_CLOEXEC", {"fcntl", "2"}},
    ConstantFamily{"FUTEX_", {"futex", "2"}},
    ConstantFamily{"F_", {"fcntl", "2"}},
    ConstantFamily{"INADDR_", {"ip", "7"}},
    ConstantFamily{"IN_", {"inotify", "7"}},
    ConstantFamily{"IPV6_", {"ipv6", "7"}},
    ConstantFamily{"IP_", {"ip", "7"}},
    ConstantFamily{"LC_", {"locale", "7"}},
    ConstantFamily{"LD_", {"ld.so", "8"}},
    ConstantFamily{"MADV_", {"madvise", "2"}},
    ConstantFamily{"MAP_", {"mmap", "2"}},
    ConstantFamily{"MSG_", {"send", "2"}},
    ConstantFamily{"MS_", {"mount", "2"}},
    ConstantFamily{"O_", {"open", "2"}},
    ConstantFamily{"POLL", {"poll", "2"}},
    ConstantFamily{"PROT_", {"mmap", "2"}},
    ConstantFamily{"PR_", {"prctl", "2"}},
    ConstantFamily{"PTRACE_", {"ptrace", "2"}},
    ConstantFamily{"RLIMIT_", {"getrlimit", "2"}},
    ConstantFamily{"RTLD_", {"dlopen", "3"}},
    ConstantFamily{"SA_", {"sigaction", "2"}},
    ConstantFamily{"SCHED_", {"sched", "7"}},
    ConstantFamily{"SEEK_", {"lseek", "2"}},
    ConstantFamily{"SOCK_", {"socket", "2"}},
    ConstantFamily{"SO_", {"socket", "7"}},
    ConstantFamily{"S_I", {"inode", "7"}},
    ConstantFamily{"TCP_", {"tcp", "7"}},
    ConstantFamily{"UDP_", {"udp", "7"}},
};

}  // namespace

ExplainingPage page_that_explains(std::string_view name)
{
    static const NameSet signal_names = names_in(signals);
    static const NameSet error_names = names_in(errors);
    static const NameSet builtin_names = names_in(builtin_commands);
    const std::string key = lower_case(name);
    if (key.starts_with("sig") && signal_names.contains(std::string_view{key}.substr(3)))
        return {"signal", "7"};
    if (error_names.contains(key)) return {"errno", "3"};
    if (builtin_names.contains(key)) return {"bash-builtins", "7"};
    const std::string_view constant = name.starts_with('$') ? name.substr(1) : name;
    for (const ConstantFamily& family : families) {
        if (constant.starts_with(family.beginning)) return family.page;
    }
    if (name.size() > 1 && name[0] == '$' && is_ascii_capital(name[1])) return {"environ", "7"};
    return {};
}

}  // namespace manual
