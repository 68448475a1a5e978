// What the admin changes: prices and covers.

#include <array>

#include "covers.h"
#include "paths.h"
#include "prices.h"
#include "shop.h"

namespace shop {

using namespace aspic;

namespace {

Page edit_page(int number, Form& form)
{
    if (form.error("price").empty()) form.set_value("price", std::to_string(price_of(number)));
    Page page{"edit.tpl"};
    page.status(form.ok() ? 200 : 422);
    page.set("TITLE", "Change item " + std::to_string(number));
    page.set("NUMBER", number);
    page.set("PRICE_URL", price_path(number));
    page.set("COVER_URL", cover_path(number));
    page.set("COVER_ERROR", form.error("cover"));
    page.show("COVER_WRONG", !form.error("cover").empty());
    show_form(form, page);
    return page;
}

// Shows the item to the admin who has changed it.
Response changed(Request& request, int number)
{
    const bool everywhere = purge(by_tag(tag("item", number))).complete();
    request.session().flash(everywhere ? "The item is changed."
                                       : "The item is changed. Others may see it a bit later.");
    return redirect(item_path(number));
}

std::string_view image_suffix_of(const UploadedFile& file)
{
    std::array<char, 8> start{};
    return image_suffix({start.data(), file.read(0, start)});
}

}  // namespace

Page edit(Request& /*request*/, int number)
{
    Form form;
    return edit_page(number, form);
}

Result set_price(Request& request, int number)
{
    Form form{request};
    const int price = form.field<int>("price", at_least(1), at_most(1'000'000));
    if (!form.ok()) return edit_page(number, form);
    set_price_of(number, price);
    return changed(request, number);
}

Result set_cover(Request& request, int number)
{
    price_of(number);  // 404 if there is no such item
    Form form{request};
    const UploadedFile* file = request.file("cover");
    const std::string_view suffix = file ? image_suffix_of(*file) : "";
    if (!file) form.add_error("cover", "Choose a picture.");
    if (suffix.empty()) form.add_error("cover", "This is no PNG, JPEG or GIF picture.");
    if (!form.ok()) return edit_page(number, form);
    file->save(cover_file(number, suffix));
    remove_other_covers(number, suffix);
    return changed(request, number);
}

File cover(Request& /*request*/, int number)
{
    const auto found = find_cover(number);
    if (!found) throw NotFound{"This item has no cover."};
    File file{found->file, found->type};
    file.header("Cache-Control", "public, max-age=31536000, immutable");
    return file;
}

}  // namespace shop
