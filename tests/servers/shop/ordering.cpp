// What becomes of a basket: an order, and a mail about it.

#include <fstream>

#include "orders.h"
#include "paths.h"
#include "shop.h"

namespace shop {

using namespace aspic;

namespace {

std::filesystem::path mails;  // one line for each

std::string row_of(const Order& order)
{
    return std::to_string(order.number) + ',' + std::to_string(order.things) + ',' +
           std::string{state_text(order.state)} + "\r\n";
}

}  // namespace

void write_mails_to(const std::filesystem::path& file)
{
    mails = file;
}

Response place_order(Request& request)
{
    Session& session = request.session();
    const int things = count_in_basket(session);
    if (things == 0) {
        session.flash("Your basket is empty.", "error");
        return redirect(basket_path());
    }
    const auto number = orders().add(things);
    session.erase("basket");
    session.set("order", std::to_string(number));
    session.flash("Thank you for your order.");
    after_answer<"order-mail">([number, things] {
        std::ofstream{mails, std::ios::app} << "order " << number << " of " << things << '\n';
    });
    return redirect(order_path());
}

Page last_order(Request& request)
{
    const auto number = request.session().get("order");
    const auto found = number ? orders().find(std::stoll(std::string{*number})) : std::nullopt;
    if (!found) throw NotFound{"You have ordered nothing yet."};
    Page page{"order.tpl"};
    page.set("TITLE", "Your order");
    page.set("NUMBER", found->number);
    page.set("THINGS", found->things);
    page.set("STATE", state_text(found->state));
    return page;
}

Stream exported_orders(Request& /*request*/)
{
    constexpr std::size_t rows_at_once = 50;
    // RFC 4180
    return Stream{"text/csv; charset=utf-8; header=present",
                  [piece = std::string{"number,things,state\r\n"},
                   last = std::int64_t{0}]() mutable -> std::optional<std::string> {
                      for (const Order& order : orders().after(last, rows_at_once)) {
                          piece += row_of(order);
                          last = order.number;
                      }
                      if (piece.empty()) return std::nullopt;
                      return std::exchange(piece, {});
                  }};
}

}  // namespace shop
