// Self-checks without a kernel, and the file that the reader's work is saved in and brought back from.
(() => {
  const element = window.theatresElement;
  const boxes = [...document.querySelectorAll(".theatres-selfcheck")];
  if (!boxes.length && !document.querySelector(".theatres-work")) return;

  const UNKEPT = "This browser keeps nothing here: save your work as a file before you close the page.";
  const contents = (box) => JSON.parse(box.querySelector("script").textContent);
  const asked = boxes.map(contents);
  const said = asked[0]?.said ?? {};
  const { all, keep, put, get, lasts } = window.theatresWork;

  // Each kind of question: how it is asked, what answer stands, and how a kept one is put back.
  const KINDS = {
    choice(question, name) {
      const inputs = question.options.map((option) =>
        element("input", { type: "radio", name, value: option }));
      return {
        inputs,
        parts: inputs.map((input) => element("label", {}, input, ` ${input.value}`)),
        answer: () => inputs.find((input) => input.checked)?.value ?? null,
        recall: (kept) => inputs.forEach((input) => { input.checked = input.value === kept; }),
        right: (given) => given === question.right[0],
      };
    },
    several(question, name) {
      const inputs = question.options.map((option) =>
        element("input", { type: "checkbox", name, value: option }));
      const ticked = () => inputs.filter((input) => input.checked).map((input) => input.value);
      return {
        inputs,
        parts: inputs.map((input) => element("label", {}, input, ` ${input.value}`)),
        answer: () => (ticked().length ? question.kept.filter((o) => ticked().includes(o)) : null),
        recall: (kept) => inputs.forEach((input) => {
          input.checked = Array.isArray(kept) && kept.includes(input.value);
        }),
        right: (given) => [...given].sort().join("|") === [...question.right].sort().join("|"),
      };
    },
    number(question) {
      const input = element("input", { type: "text", inputMode: "decimal", ariaLabel: question.question });
      input.placeholder = "a number";
      const value = (text) => {
        const number = Number(text.trim().replace(/%$/, "").replace(",", "."));
        return text.trim() && Number.isFinite(number) ? number : null;
      };
      return {
        inputs: [input],
        parts: [element("label", {}, question.unit ? `${question.unit} ` : "", input)],
        answer: () => input.value || null,
        recall: (kept) => { input.value = typeof kept === "string" ? kept : ""; },
        malformed: (given) => value(given) === null,
        right: (given) => Math.abs(value(given) - question.answer) <= question.tolerance,
      };
    },
    order(question) {
      const choices = question.options.map((_, i) => {
        const list = element("select", {}, element("option", { value: said.nothing }, said.nothing),
          ...question.options.map((option) => element("option", { value: option }, option)));
        list.setAttribute("aria-label", `${i + 1}.`);
        return list;
      });
      return {
        inputs: choices,
        parts: choices.map((list, i) => element("label", {}, `${i + 1}. `, list)),
        answer: () => {
          const values = choices.map((list) => list.value);
          return values.some((v) => v !== said.nothing) ? values : null;
        },
        recall: (kept) => choices.forEach((list, i) => {
          if (Array.isArray(kept) && question.options.includes(kept[i])) list.value = kept[i];
        }),
        right: (given) => given.join("|") === question.right.join("|"),
      };
    },
    written(question) {
      const input = element("textarea", { rows: 4, ariaLabel: question.question });
      return {
        inputs: [input],
        parts: [input],
        answer: () => input.value || null,
        recall: (kept) => { input.value = typeof kept === "string" ? kept : ""; },
        right: () => true,
      };
    },
  };

  function reply(box, ...content) {
    const warned = lasts() ? [] : [element("p", {}, UNKEPT)];
    box.replaceChildren(...content, ...warned);
  }

  function explain(question, given, right) {
    const chosen = Array.isArray(given) ? given : [given];
    const words = chosen.filter((option) => question.feedback[option])
      .map((option) => element("li", {}, `${option.replace(/\.$/, "")}: ${question.feedback[option]}`));
    const parts = words.length ? [element("ul", {}, ...words)] : [];
    if (right) parts.push(element("p", {}, question.explanation));
    return parts;
  }

  function ask(question) {
    const kind = KINDS[question.kind](question, question.id);
    const key = question.key;
    const answered = element("div", { className: "theatres-reply" });
    answered.setAttribute("role", "status");
    kind.recall(get(key));
    kind.inputs.forEach((input) => input.addEventListener("input", () => put(key, kind.answer())));
    let tries = 0;
    const check = () => {
      const given = kind.answer();
      if (given === null) return reply(answered, said.empty);
      if (kind.malformed?.(given)) return reply(answered, said.malformed.replace("{given}", given));
      const right = kind.right(given);
      if (!question.again) put(`checked/${question.id}`, right);
      tries += 1;
      const open = right || tries >= said.tries;
      const verdict = question.kind === "written" ? said.kept : right ? said.right : said.wrong;
      reply(answered, element("strong", {}, verdict), ...explain(question, given, open));
    };
    const buttons = [
      element("button", { type: "button", onclick: check }, question.kind === "written" ? "Keep" : "Check"),
      element("button", { type: "button", onclick: () => reply(answered, element("em", {}, "Hint. "), question.hint) }, "Hint"),
    ];
    const legend = element("legend", {}, question.question);
    const before = question.earlier.map((id) => get(`answer/${id}`)).find((given) => given !== null);
    const told = !question.again && kind.answer() === null && before !== undefined
      ? [element("p", {}, element("em", {}, "You answered an earlier form of this: "), [before].flat().join("; "))]
      : [];
    return element("fieldset", { id: question.id }, legend, ...told,
      ...kind.parts, element("div", { className: "theatres-buttons" }, ...buttons), answered);
  }

  boxes.forEach((box, i) => {
    const title = element("p", { className: "theatres-title" }, asked[i].heading);
    box.replaceChildren(title, ...asked[i].questions.map(ask));
  });

  // As in the course: letters drawn once, so that no two students' files share a name.
  function fileName() {
    if (!/^[a-z]+$/.test(get("file/letters") ?? "")) {
      const drawn = crypto.getRandomValues(new Uint8Array(6));
      put("file/letters", [...drawn].map((n) => "bcdfghjkmnpqrstvwxz"[n % 19]).join(""));
    }
    const day = new Date().toISOString().slice(0, 10);
    return `two-theatres-work-${day}-${get("file/letters")}.json`;
  }

  // The whole work as one file, out and in: the same file as the course's own.
  for (const place of document.querySelectorAll(".theatres-work")) {
    const told = element("p", {});
    told.setAttribute("role", "status");
    const save = element("button", { type: "button" }, "Save my work as a file");
    save.addEventListener("click", () => {
      const download = fileName();
      const edition = JSON.parse(place.dataset.edition ?? "null"); // of the course and its tables
      const text = JSON.stringify({ ...all(), edition }, null, 1);
      const link = element("a", {
        href: URL.createObjectURL(new Blob([text], { type: "application/json" })),
        download,
      });
      link.click();
      URL.revokeObjectURL(link.href);
    });
    const bring = element("input", { type: "file", accept: ".json" });
    bring.addEventListener("change", async () => {
      try {
        const brought = JSON.parse(await bring.files[0].text());
        const sound = Object.values(brought.entries).every((entry) => "value" in entry);
        if (brought.course !== "two-theatres" || !sound) throw new Error();
        const work = all();
        let taken = 0;
        for (const [key, entry] of Object.entries(brought.entries)) {
          if (!work.entries[key] || (work.entries[key].at ?? "") < (entry.at ?? "")) {
            work.entries[key] = entry;
            taken += 1;
          }
        }
        keep(work);
        told.textContent = `${taken} of ${Object.keys(brought.entries).length} entries were brought back. Reload the page to see them in place.`;
      } catch {
        told.textContent = "Nothing was changed: this file is not work saved out of this course.";
      }
      bring.value = ""; // the same file may be chosen again
    });
    place.replaceChildren(save, element("label", {}, " Bring a saved file back: ", bring), told);
  }
})();
