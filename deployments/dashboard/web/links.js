// Links of mails and texts carry their token behind `#`, where no server and no log sees it: the form takes it from there.
for (const field of document.querySelectorAll("input[data-token-of-link]")) {
  const token = decodeURIComponent(location.hash.slice(1));
  if (!token) continue;
  field.value = token;
  const form = field.closest("form");
  form.removeAttribute("data-without-token");
  history.replaceState(null, "", location.pathname + location.search);
  if (form.hasAttribute("data-own-booking")) form.submit();
}
