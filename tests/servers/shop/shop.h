#pragma once
// The views of the shop. Its items are in memory; a basket is a value of the visitor's session:
// the number of things in it.

#include <aspic/aspic.h>

#include <string>
#include <string_view>

namespace shop {

// items.cpp
aspic::Page items(aspic::PublicRequest& request);
aspic::Page item(aspic::PublicRequest& request, int number);
aspic::Response set_price(aspic::Request& request);

// basket.cpp
std::string count_in_basket(const aspic::Session& session);
aspic::Page basket(aspic::Request& request);
aspic::Response put_into_basket(aspic::Request& request);
aspic::Response empty_basket(aspic::Request& request);
aspic::Fragment corner(aspic::Request& request);

// account.cpp
aspic::Page sign_in_form(aspic::Request& request);
aspic::Response sign_in(aspic::Request& request);
aspic::Response sign_out(aspic::Request& request);

// messages.cpp
aspic::Fragment messages(aspic::Request& request);
aspic::Page quiet(aspic::PublicRequest& request);
aspic::Response messages_of_view(aspic::Request& request);
aspic::Response say(aspic::Request& request);

// writing.cpp
aspic::Page with_hole(aspic::PublicRequest& request, std::string_view fragment);
aspic::Page own_with_hole(aspic::Request& request, std::string_view fragment);
aspic::Fragment count_view(aspic::Request& request);
aspic::Fragment sign_in_by_fragment(aspic::Request& request);
aspic::Response views_counted(aspic::Request& request);
aspic::Response keep_much(aspic::Request& request);

}  // namespace shop
