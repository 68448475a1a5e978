#include <aspic/reporting/crash_report.h>

#include <execinfo.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <ctime>
#include <string_view>

#include <aspic/reporting/activity.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ASPIC_HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define ASPIC_HAS_SANITIZER 1
#endif
#endif
#ifndef ASPIC_HAS_SANITIZER
#define ASPIC_HAS_SANITIZER 0
#endif

namespace aspic {

namespace {

constexpr std::array<int, 6> crashes{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS};
constexpr std::size_t stack_bytes = std::size_t{64} << 10U;

std::atomic<bool> is_on{false};

// A line of the log, made without memory of the heap: a signal handler must not allocate.
class Line {
public:
    Line& operator<<(std::string_view text)
    {
        for (const char c : text) {
            if (size_ == text_.size() - 1) break;
            const auto byte = static_cast<unsigned char>(c);
            // Nothing can forge a line or a field.
            text_[size_++] = byte < 0x20 || byte == 0x7f || c == '"' || c == '\\' ? '?' : c;
        }
        return *this;
    }
    Line& operator<<(std::uint64_t number) { return write_number(number, 10, 1); }
    Line& hexadecimal(std::uint64_t number) { return *this << "0x", write_number(number, 16, 1); }
    Line& two_digits(int number) { return write_number(static_cast<std::uint64_t>(number), 10, 2); }
    Line& field(std::string_view name, std::string_view value)
    {
        *this << " " << name << "=";
        append('"');
        *this << value;
        append('"');
        return *this;
    }
    void write()
    {
        text_[size_] = '\n';
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text_.data(), size_ + 1);
    }

private:
    void append(char c)
    {
        if (size_ < text_.size() - 1) text_[size_++] = c;
    }
    Line& write_number(std::uint64_t number, std::uint64_t base, std::size_t least)
    {
        std::array<char, 24> digits{};
        std::size_t count = 0;
        do {
            digits[count++] = "0123456789abcdef"[number % base];
            number /= base;
        } while (number != 0 || count < least);
        while (count > 0)
            append(digits[--count]);
        return *this;
    }

    std::array<char, 1024> text_{};
    std::size_t size_ = 0;
};

struct Date {
    std::uint64_t year;
    int month;
    int day;
};

// The date of a day, counted from 1970-01-01 (Hinnant, "chrono-compatible low-level date
// algorithms", civil_from_days). gmtime_r may take a lock.
Date date_of(std::uint64_t days)
{
    const std::uint64_t z = days + 719'468;
    const std::uint64_t era = z / 146'097;
    const std::uint64_t day_of_era = z % 146'097;
    const std::uint64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::uint64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::uint64_t m = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<int>(day_of_year - (153 * m + 2) / 5 + 1);
    const auto month = static_cast<int>(m < 10 ? m + 3 : m - 9);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

void write_time(Line& line)
{
    std::timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const auto seconds = static_cast<std::uint64_t>(now.tv_sec);
    const Date date = date_of(seconds / 86'400);
    const auto of_day = static_cast<int>(seconds % 86'400);
    line << date.year << "-";
    line.two_digits(date.month) << "-";
    line.two_digits(date.day) << "T";
    line.two_digits(of_day / 3600) << ":";
    line.two_digits(of_day / 60 % 60) << ":";
    line.two_digits(of_day % 60) << "Z error ";
}

std::string_view name_of(int signal)
{
    switch (signal) {
        case SIGSEGV:
            return "SIGSEGV";
        case SIGBUS:
            return "SIGBUS";
        case SIGILL:
            return "SIGILL";
        case SIGFPE:
            return "SIGFPE";
        case SIGABRT:
            return "SIGABRT";
        case SIGSYS:
            return "SIGSYS";
        default:
            return "?";
    }
}

void report(int signal, siginfo_t* info, void*)
{
    Line line;
    write_time(line);
    line << "this process crashes"
         << " process=" << static_cast<std::uint64_t>(::getpid()) << " signal=" << name_of(signal);
    if (signal == SIGSEGV || signal == SIGBUS) {
        line << " address=";
        line.hexadecimal(reinterpret_cast<std::uintptr_t>(info->si_addr));
    }
    if (const ActivitySlot* slot = activity_of_this_thread(); slot != nullptr) {
        ActivitySlot::Names names{};
        if (slot->read_names(names)) {
            line.field("route", names.route.data());
            line.field("path", names.path.data());
            line.field("request", names.request_id.data());
        }
    }
    line.write();
    // backtrace was called once before, so it loads no library now (backtrace(3)).
    std::array<void*, 40> calls{};
    const int count = ::backtrace(calls.data(), static_cast<int>(calls.size()));
    ::backtrace_symbols_fd(calls.data(), count, STDERR_FILENO);
    ::raise(signal);  // SA_RESETHAND: the process dies of it
}

}  // namespace

void report_crashes()
{
    if (ASPIC_HAS_SANITIZER != 0) return;
    std::array<void*, 1> calls{};
    ::backtrace(calls.data(), 1);
    struct sigaction action {};
    action.sa_sigaction = report;
    // SA_RESETHAND is defined as an unsigned number.
    action.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NODEFER);
    for (const int signal : crashes)
        ::sigaction(signal, &action, nullptr);
    is_on.store(true);
}

void report_full_stack_of_this_thread()
{
    if (!is_on.load()) return;
    // Freed when the thread ends.
    struct Stack {
        void* memory = ::mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        Stack()
        {
            if (memory == MAP_FAILED) return;
            const stack_t stack{.ss_sp = memory, .ss_flags = 0, .ss_size = stack_bytes};
            ::sigaltstack(&stack, nullptr);
        }
        Stack(const Stack&) = delete;
        Stack& operator=(const Stack&) = delete;
        ~Stack()
        {
            if (memory == MAP_FAILED) return;
            const stack_t none{.ss_sp = nullptr, .ss_flags = SS_DISABLE, .ss_size = 0};
            ::sigaltstack(&none, nullptr);
            ::munmap(memory, stack_bytes);
        }
    };
    thread_local const Stack stack;
}

}  // namespace aspic
