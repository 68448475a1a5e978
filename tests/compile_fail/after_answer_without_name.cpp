// after_answer: the job needs a name: after_answer<"welcome-mail">(job)
#include <aspic/aspic.h>

using namespace aspic;

Response sign_up(Request& /*request*/)
{
#ifdef WRONG
    after_answer([] {});
#else
    after_answer<"welcome-mail">([] {});
#endif
    return redirect("/");
}
