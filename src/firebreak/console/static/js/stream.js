// How do we hear of changes? One event stream that resumes where it broke; without it we ask every ten seconds.
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const ASK_EVERY = 10_000;
const KINDS = ["tick", "pulse", "toast"];

export function listen({ stream, changes, heard: mark, tell }) {
  let last = mark ?? "";
  let source = null;
  let wait = FIRST_WAIT;
  let retry = 0;
  let asking = 0;

  function heard(event) {
    if (event.lastEventId) last = event.lastEventId;
    wait = FIRST_WAIT;
    clearInterval(asking);
    asking = 0;
    tell(event.type, JSON.parse(event.data));
  }

  async function ask() {
    const address = new URL(changes, location.href);
    if (last) address.searchParams.set("last_event_id", last);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const news = await answer.json();
      last = news.id ?? last;
      tell("pulse", news);
    } catch {
      // Still no line: the next question comes by itself.
    }
  }

  function close() {
    clearTimeout(retry);
    clearInterval(asking);
    asking = 0;
    source?.close();
    source = null;
  }

  function broken() {
    source.close();
    retry = setTimeout(open, wait * (0.5 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT);
    asking ||= setInterval(ask, ASK_EVERY);
  }

  function open() {
    source?.close();
    const address = new URL(stream, location.href);
    if (last) address.searchParams.set("last_event_id", last);
    source = new EventSource(address);
    for (const kind of KINDS) source.addEventListener(kind, heard);
    source.addEventListener("error", broken);
  }

  return { open, close, ask };
}
