// A button marked `data-theme-switch` turns the theme and keeps the choice for a year.
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-theme-switch]")) return;
  const dark = document.documentElement.classList.toggle("dark");
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${dark ? "dark" : "light"}; path=/; max-age=31536000; samesite=lax${secure}`;
});

// On narrow screens the menu lies over the page until it is opened.
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-menu-switch]")) document.getElementById("menu")?.toggle?.();
});
