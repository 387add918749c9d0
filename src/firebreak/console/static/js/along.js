// What else is being written on this page? data-along="ID" sends what stands in that form along, so that it is not lost.
document.addEventListener("formdata", (event) => {
  const other = document.getElementById(event.target.dataset?.along ?? "");
  if (!(other instanceof HTMLFormElement)) return;
  for (const [name, value] of new FormData(other)) {
    if (!event.formData.has(name)) event.formData.set(name, value);
  }
});
