// Adds a control, which may need script, and changes no word.
const button = document.createElement("button");
button.textContent = "Print this page";
button.addEventListener("click", () => print());
document.querySelector("main").append(button);
