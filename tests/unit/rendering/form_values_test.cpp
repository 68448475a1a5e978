#include <aspic/rendering/form_values.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a form is shown with its values and errors")
{
    Form form;
    form.set_value("unit-price", "<a>");
    form.add_error("unit-price", "Enter a number.");
    form.set_value("name", "x");
    Values values;
    show_form(form, values);
    CHECK(values.find("UNIT_PRICE")->text == "<a>");
    CHECK(values.find("UNIT_PRICE_ERROR")->text == "Enter a number.");
    CHECK(values.find("UNIT_PRICE_WRONG")->shown);
    CHECK_FALSE(values.find("NAME_WRONG")->shown);
}
