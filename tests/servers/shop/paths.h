#pragma once
// The addresses of the shop that views link or redirect to.

#include <aspic/routing/path.h>

namespace shop {

inline constexpr aspic::Path<"/item/<int:number>"> item_path;
inline constexpr aspic::Path<"/item/<int:number>/edit"> edit_path;
inline constexpr aspic::Path<"/item/<int:number>/price"> price_path;
inline constexpr aspic::Path<"/item/<int:number>/cover"> cover_path;
inline constexpr aspic::Path<"/basket"> basket_path;
inline constexpr aspic::Path<"/order"> order_path;
inline constexpr aspic::Path<"/sign-in"> sign_in_path;

}  // namespace shop
