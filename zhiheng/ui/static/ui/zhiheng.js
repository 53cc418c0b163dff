// The line of a flaw, found in the editor.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  const editor = document.querySelector("textarea.source");
  if (!link || !editor) return;
  event.preventDefault();
  const lines = editor.value.split("\n");
  const line = Number(link.dataset.line) - 1;
  const start = lines.slice(0, line).join("\n").length + (line ? 1 : 0);
  editor.focus();
  editor.setSelectionRange(start, start + (lines[line] || "").length);
  editor.scrollTop = Math.max(0, line - 4) * (editor.scrollHeight / lines.length);
});

// An answer about a form that was changed since is out of date: it is dropped, and what was changed asks again.
const sent = new WeakMap();
const said = (form) => new URLSearchParams(new FormData(form)).toString();
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest("form.editor");
  if (form) sent.set(event.detail.xhr, said(form));
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = document.querySelector("form.editor");
  const before = sent.get(event.detail.xhr);
  if (!form || before === undefined || before === said(form)) return;
  event.detail.shouldSwap = false;
  event.detail.requestConfig.elt.dispatchEvent(new Event("input"));
});

// What a stream tells of a job takes the place of what the page said.
for (const place of document.querySelectorAll("[data-stream]")) {
  const source = new EventSource(place.dataset.stream);
  const show = (event) => { place.innerHTML = event.data; };
  source.addEventListener("state", show);
  source.addEventListener("over", (event) => { show(event); source.close(); });
}
