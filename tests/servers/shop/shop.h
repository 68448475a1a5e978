#pragma once
// The views of the shop. A basket is a value of the visitor's session: the number of things in it.

#include <aspic/aspic.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace shop {

// items.cpp
aspic::Page items(aspic::PublicRequest& request);
aspic::Page item(aspic::PublicRequest& request, int number);

// editing.cpp
aspic::Page edit(aspic::Request& request, int number);
aspic::Result set_price(aspic::Request& request, int number);
aspic::Result set_cover(aspic::Request& request, int number);
aspic::File cover(aspic::Request& request, int number);

// basket.cpp
int count_in_basket(const aspic::Session& session);
void put_into_basket(aspic::Session& session, int count);
aspic::Page basket(aspic::Request& request);
aspic::Response put_one(aspic::Request& request);
aspic::Response empty_basket(aspic::Request& request);
aspic::Fragment corner(aspic::Request& request);

// ordering.cpp
void write_mails_to(const std::filesystem::path& file);
aspic::Response place_order(aspic::Request& request);
aspic::Page last_order(aspic::Request& request);
aspic::Stream exported_orders(aspic::Request& request);

// payments.cpp
/// Throws std::runtime_error if the file has not enough bytes.
void read_payment_key(const std::filesystem::path& file);
aspic::Json take_payment(aspic::Request& request);

// api.cpp
aspic::Json items_as_json(aspic::PublicRequest& request);
aspic::Json put_as_json(aspic::Request& request);

// account.cpp
aspic::Page sign_in_form(aspic::Request& request);
aspic::Fragment sign_in_link(aspic::Request& request);
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
