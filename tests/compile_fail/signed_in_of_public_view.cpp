// signed_in: this view takes a PublicRequest&, so it cannot see who is asking. Take a Request&
// instead.
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

inline constexpr Path<"/sign-in"> sign_in_path;

#ifdef WRONG
Page diary(PublicRequest& request);
#else
Page diary(Request& request);
#endif

Route route()
{
    return view<"/diary">(signed_in<sign_in_path>(diary));
}
