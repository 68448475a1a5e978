#pragma once
// Shows a form in a page: what the visitor typed, and the errors. A pure function.

#include <aspic/http/form.h>
#include <aspic/rendering/values.h>

namespace aspic {

/// For each field that was read or set, such as "price": {{PRICE}} is its value as typed,
/// {{PRICE_ERROR}} its error, and the section {{#PRICE_WRONG}} is shown if it has one. In a name,
/// "-" and other characters become "_". What is set later wins: a field "title" replaces the
/// {{TITLE}} of the base template, if the view has set it before.
///
///     <input name="price" value="{{PRICE}}" {{#PRICE_WRONG}}aria-invalid="true"{{/PRICE_WRONG}}>
///     {{#PRICE_WRONG}}<p class="error">{{PRICE_ERROR}}</p>{{/PRICE_WRONG}}
void show_form(const Form& form, Values& values);

}  // namespace aspic
