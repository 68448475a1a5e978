#pragma once
// What a process writes to its log when it crashes: the signal, the request that the thread was at,
// and the calls that led there. Then it dies of the signal, as it would have.

namespace aspic {

/// Once for each process, before it starts threads. In a program with a sanitizer it does nothing,
/// because the sanitizer reports more.
void report_crashes();

/// Gives the calling thread a second stack, on which it can report that its stack is full. It does
/// nothing unless report_crashes was called.
void report_full_stack_of_this_thread();

}  // namespace aspic
