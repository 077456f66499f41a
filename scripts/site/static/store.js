// The reader's work: kept in this browser, in the form of the course's own work file.
window.theatresWork = (() => {
  const STORE = "two-theatres-work";
  const memory = { course: "two-theatres", version: 1, entries: {} };
  let lasting = true;

  function all() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE));
      return kept?.course === "two-theatres" && kept.entries ? kept : memory;
    } catch {
      return memory;
    }
  }

  function keep(work) {
    memory.entries = work.entries;
    try {
      localStorage.setItem(STORE, JSON.stringify(work));
    } catch {
      lasting = false;
    }
  }

  function put(key, value) {
    const work = all();
    delete work.entries[key];
    if (value !== null) work.entries[key] = { value, at: new Date().toISOString() };
    keep(work);
  }

  const get = (key) => all().entries[key]?.value ?? null;
  return { all, keep, put, get, lasts: () => lasting };
})();
