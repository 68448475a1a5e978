// Says how many characters are left, for a field with data-longest.
for (const field of document.querySelectorAll("[data-longest]")) {
    const output = field.form.querySelector("output");
    const say = () => {
        const left = field.dataset.longest - [...field.value].length;
        output.textContent = left < 0 ? `${-left} too many.` : `${left} left.`;
    };
    field.addEventListener("input", say);
    say();
}
