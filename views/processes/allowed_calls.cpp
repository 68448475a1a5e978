#include "processes/allowed_calls.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <system_error>
#include <vector>

#include "base/file_descriptor.h"

namespace manual {

namespace {

// A call that the processor does not have (arm64 has no open) is skipped by the library.
constexpr int harmless[] = {
    // read and write what is open
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    SCMP_SYS(close),
    SCMP_SYS(fadvise64),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    // look at files
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),
    SCMP_SYS(fchdir),
    // memory
    SCMP_SYS(brk),
    SCMP_SYS(mmap),
    SCMP_SYS(mmap2),
    SCMP_SYS(mprotect),
    SCMP_SYS(mremap),
    SCMP_SYS(munmap),
    SCMP_SYS(madvise),
    // this process alone
    SCMP_SYS(arch_prctl),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(futex),
    SCMP_SYS(getegid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(getrandom),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rseq),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sched_yield),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(uname),
    // time
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(nanosleep),
    SCMP_SYS(time),
};

// No formatter needs these. A program that tries one has been taken over by its input.
constexpr int hostile[] = {
    // the network
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendmmsg),
    // other programs and processes
    SCMP_SYS(execve),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(clone),
    SCMP_SYS(clone3),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(rt_sigqueueinfo),
    // files
    SCMP_SYS(creat),
    SCMP_SYS(truncate),
    SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(rmdir),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(link),
    SCMP_SYS(linkat),
    SCMP_SYS(symlink),
    SCMP_SYS(symlinkat),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(fchown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
    SCMP_SYS(fsetxattr),
    // the system
    SCMP_SYS(bpf),
    SCMP_SYS(chroot),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(keyctl),
    SCMP_SYS(mount),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(pivot_root),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(userfaultfd),
};

void require(int error, const char* what)
{
    if (error < 0) throw std::system_error{-error, std::generic_category(), what};
}

// What an argument of a system call must be.
scmp_arg_cmp where(unsigned argument, scmp_compare how, std::uint64_t a, std::uint64_t b = 0)
{
    return {argument, how, a, b};
}

class Filter {
public:
    Filter() : context_{seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), seccomp_release}
    {
        if (!context_) throw std::system_error{ENOMEM, std::generic_category(), "seccomp_init"};
    }

    void add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions = {})
    {
        require(
            seccomp_rule_add_array(context_.get(), action, call,
                                   static_cast<unsigned>(conditions.size()), conditions.begin()),
            "seccomp_rule_add");
    }

    std::vector<sock_filter> program() const
    {
        const FileDescriptor file{memfd_create("filter", MFD_CLOEXEC)};
        if (!file) require(-errno, "memfd_create");
        require(seccomp_export_bpf(context_.get(), file.get()), "seccomp_export_bpf");
        struct stat size {};
        if (fstat(file.get(), &size) != 0) require(-errno, "fstat");
        const auto bytes = static_cast<std::size_t>(size.st_size);
        std::vector<sock_filter> filter(bytes / sizeof(sock_filter));
        if (pread(file.get(), filter.data(), bytes, 0) != size.st_size) require(-EIO, "pread");
        return filter;
    }

private:
    std::unique_ptr<void, decltype(&seccomp_release)> context_;
};

// The flags are the argument with this number.
void allow_to_open_for_reading(Filter& filter, int call, unsigned flags)
{
    constexpr std::uint64_t writing = O_ACCMODE | O_CREAT | O_TRUNC;
    filter.add(SCMP_ACT_ALLOW, call, {where(flags, SCMP_CMP_MASKED_EQ, writing, O_RDONLY)});
    filter.add(SCMP_ACT_KILL_PROCESS, call,
               {where(flags, SCMP_CMP_MASKED_EQ, O_ACCMODE, O_WRONLY)});
    filter.add(SCMP_ACT_KILL_PROCESS, call, {where(flags, SCMP_CMP_MASKED_EQ, O_ACCMODE, O_RDWR)});
    filter.add(SCMP_ACT_KILL_PROCESS, call, {where(flags, SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT)});
}

std::vector<sock_filter> make_filter()
{
    Filter filter;
    for (const int call : harmless)
        filter.add(SCMP_ACT_ALLOW, call);
    for (const int call : hostile)
        filter.add(SCMP_ACT_KILL_PROCESS, call);
    allow_to_open_for_reading(filter, SCMP_SYS(open), 1);
    allow_to_open_for_reading(filter, SCMP_SYS(openat), 2);
    filter.add(SCMP_ACT_ALLOW, SCMP_SYS(execveat),
               {where(0, SCMP_CMP_EQ, program_descriptor), where(4, SCMP_CMP_EQ, AT_EMPTY_PATH)});
    filter.add(SCMP_ACT_KILL_PROCESS, SCMP_SYS(execveat),
               {where(0, SCMP_CMP_NE, program_descriptor)});
    // Limits may be read, and not set.
    filter.add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {where(2, SCMP_CMP_EQ, 0)});
    return filter.program();
}

}  // namespace

bool can_restrict_calls()
{
    static const bool can = [] {
        const std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
        return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
    }();
    return can;
}

std::span<const sock_filter> allowed_calls()
{
    static const std::vector<sock_filter> filter = make_filter();
    return filter;
}

}  // namespace manual
