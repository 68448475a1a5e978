#pragma once
// The style and the script of debug_page. Constants.

#include <string_view>

namespace aspic {

inline constexpr std::string_view debug_page_style = R"css(
:root {
    color-scheme: light dark;
    --paper: #fff; --ground: #f4f5f2; --ink: #1b1d1a; --soft: #5a5e57; --line: #d9dcd5;
    --red: #b0002a; --red-ground: #fdeef0; --blue: #0a5d86; --blue-ground: #eaf4f9;
    --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
    :root {
        --paper: #1a1c19; --ground: #121411; --ink: #eceee9; --soft: #a6aaa1; --line: #363a33;
        --red: #ff8fa0; --red-ground: #37161c; --blue: #7fcdf2; --blue-ground: #12293a;
    }
}
* { box-sizing: border-box; }
body {
    margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
    font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; -webkit-text-size-adjust: 100%;
}
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
.top {
    background: var(--paper); border-top: .375rem solid var(--red);
    border-bottom: 1px solid var(--line);
}
header { padding-top: 1.5rem; padding-bottom: 1.5rem; }
p { margin: 0; }
.asked { color: var(--soft); font-size: .9375rem; }
.asked b { color: var(--red); }
h1 {
    margin: .5rem 0; font-size: clamp(1.25rem, 1rem + 1.6vw, 1.875rem); line-height: 1.25;
    font-weight: 650;
}
.type, code, pre, dd, textarea, .where { font-family: var(--mono); }
.type { font-size: .875rem; color: var(--soft); }
h2 { margin: 0 0 .5rem; font-size: 1.0625rem; line-height: 1.35; }
main > section, main > details {
    margin: 1.25rem 0; background: var(--paper); border: 1px solid var(--line);
    border-radius: .5rem;
}
main > section { padding: 1rem 1.25rem; }
main > .todo {
    background: var(--blue-ground); border-color: transparent;
    border-left: .25rem solid var(--blue);
}
.todo h2 { color: var(--blue); }
.cause + .cause { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.text {
    margin: .375rem 0 0; font-size: .875rem; white-space: pre-wrap; max-height: 24rem;
    overflow: auto;
}
.where { font-size: .9375rem; }
.problem { margin-bottom: .75rem; }
.code {
    margin: 0 -1.25rem -1rem; padding: .5rem 0; overflow-x: auto; border-top: 1px solid var(--line);
    font-size: .8125rem; line-height: 1.6; tab-size: 4; overflow-wrap: normal;
}
.code .lines { display: inline-block; min-width: 100%; }
.line { display: block; padding: 0 1.25rem 0 0; color: inherit; background: none; }
.line::before {
    content: attr(data-number); display: inline-block; width: 4rem; margin-right: 1rem;
    padding-right: .75rem; text-align: right; color: var(--soft);
    border-right: 1px solid var(--line); user-select: none;
}
mark.line { background: var(--red-ground); font-weight: 600; }
mark.line::before { color: var(--red); border-right: 3px solid var(--red); }
summary { padding: .75rem 1.25rem; font-weight: 600; cursor: pointer; border-radius: .5rem; }
summary .count { color: var(--soft); font-weight: 400; }
summary:focus-visible, a:focus-visible, button:focus-visible, pre:focus-visible,
textarea:focus-visible {
    outline: 3px solid var(--blue); outline-offset: -3px;
}
details > .inside { padding: 0 1.25rem 1rem; }
.note { color: var(--soft); }
dl {
    display: grid; grid-template-columns: minmax(6rem, 16rem) minmax(0, 1fr); margin: 0;
    font-size: .875rem;
}
dt, dd { margin: 0; padding: .3125rem 0; border-top: 1px solid var(--line); }
dt { padding-right: 1rem; color: var(--soft); }
dd {
    white-space: pre-wrap; font-size: .8125rem; line-height: 1.6; max-height: 16rem; overflow: auto;
}
textarea {
    width: 100%; min-height: 16rem; padding: .75rem; font-size: .8125rem; color: inherit;
    background: var(--ground); border: 1px solid var(--line); border-radius: .25rem;
}
button {
    margin: 0 0 .75rem; padding: .5rem 1rem; font: inherit; color: var(--paper);
    background: var(--blue); border: 0; border-radius: .25rem; cursor: pointer;
}
footer { padding-bottom: 2.5rem; color: var(--soft); font-size: .875rem; }
@media (max-width: 36rem) {
    header, main, footer { padding-left: 1rem; padding-right: 1rem; }
    main > section { padding: 1rem; }
    summary { padding: .75rem 1rem; }
    details > .inside { padding: 0 1rem 1rem; }
    .code { margin: 0 -1rem -1rem; }
    .line::before { width: 2.75rem; margin-right: .625rem; padding-right: .5rem; }
    dl { grid-template-columns: minmax(0, 1fr); }
    dt { padding-bottom: 0; }
    dd { padding-top: 0; border-top: 0; }
}
)css";

inline constexpr std::string_view debug_page_script = R"js(
(() => {
    const button = document.getElementById("copy");
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById("as-text").value);
        button.textContent = "Copied";
    });
})();
)js";

}  // namespace aspic
