// The URLs of the site, each written once. home_path() is a link to the page.
#pragma once

#include <aspic/aspic.h>

inline constexpr aspic::Path<"/"> home_path;
inline constexpr aspic::Path<"/notes"> notes_path;
inline constexpr aspic::Path<"/notes/write"> write_path;
inline constexpr aspic::Path<"/account/sign-up"> sign_up_path;
inline constexpr aspic::Path<"/account/sign-in"> sign_in_path;
inline constexpr aspic::Path<"/account/sign-out"> sign_out_path;
inline constexpr aspic::Path<"/_navigation"> navigation_path;
inline constexpr aspic::Path<"/_messages"> messages_path;
