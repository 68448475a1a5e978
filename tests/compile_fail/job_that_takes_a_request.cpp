// a job is a function that takes nothing, or a std::stop_token: [] { ... }
#include <aspic/aspic.h>

using namespace aspic;

Response sign_up(Request& /*request*/)
{
#ifdef WRONG
    after_answer<"welcome-mail">([](Request&) {});
#else
    after_answer<"welcome-mail">([] {});
#endif
    return redirect("/");
}
