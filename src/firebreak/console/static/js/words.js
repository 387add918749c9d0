// How do we say it? Sentences come from the server in the reader's language, as data-* of #words.
const table = document.getElementById("words")?.dataset ?? {};

export function sentence(name, values = {}) {
  return (table[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function duration(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days) return sentence("days", { days, hours });
  if (hours) return sentence(minutes ? "hours" : "wholeHours", { hours, minutes });
  if (minutes) return sentence("minutes", { minutes });
  return sentence("seconds", { seconds: Math.floor(seconds) });
}
