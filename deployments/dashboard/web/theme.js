// Runs before the first paint: the theme is the browser's own until somebody chose another on this device.
const kept = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
const dark = kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.classList.toggle("dark", dark);
