// A stream that never opened is tried again as well, and the page says when it hears nothing.
const lost = (element, is) => element.closest("[data-stream]")?.toggleAttribute("data-lost", is);

for (const name of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(name, ({ target, detail }) => {
    if (!target.hasAttribute?.("hx-sse:connect")) return;
    if (detail?.ctx?.response?.status === 401) return location.reload();
    lost(target, true);
    if (!target._htmx?.sse) setTimeout(() => htmx.trigger(target, "retry"), 1000);
  });
}
document.addEventListener("htmx:sse:error", ({ target, detail }) => {
  if (detail?.status === 401) return location.reload();
  lost(target, true);
});
document.addEventListener("htmx:sse:after:connection", ({ target }) => lost(target, false));
document.addEventListener("htmx:sse:before:message", ({ target }) => lost(target, false));
