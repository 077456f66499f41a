// Exercises in three steps without a kernel: worked, half worked, the reader's own.
(() => {
  const element = window.theatresElement;
  const { put, get } = window.theatresWork;

  const status = () => {
    const made = element("span", { className: "theatres-reply" });
    made.setAttribute("role", "status");
    return made;
  };

  const marked = (prompt) => (prompt.endsWith("?") ? prompt : `${prompt}:`);

  // A part that is asked: its input, and what a check says of it.
  function asked(part, said) {
    const key = `worked/${part.id}`;
    const choices = part.part === "choice" ? [said.choose, ...part.options.split("|")] : [];
    const input = choices.length
      ? element("select", {}, ...choices.map((one) => element("option", { value: one === said.choose ? "" : one }, one)))
      : element("input", { type: "text", inputMode: "decimal", placeholder: "a number" });
    const kept = get(key);
    if (typeof kept === "string" && (!choices.length || choices.includes(kept))) input.value = kept;
    const answer = () => input.value.trim() || null;
    input.addEventListener("input", () => put(key, answer()));
    const number = (text) => (text ? Number(text.replace(/%$/, "").replace(",", ".")) : NaN);
    const right = () => (choices.length
      ? answer() === part.answer
      : Math.abs(number(answer()) - Number(part.answer)) <= part.tolerance);
    const reply = status();
    let tries = 0;
    const check = () => {
      if (answer() === null) { reply.textContent = said.empty; return; }
      tries += 1;
      const told = right() ? [part.why] : tries >= said.tries ? [said.answer.replace("{answer}", part.answer), part.why] : [];
      reply.replaceChildren(element("strong", {}, right() ? said.right : said.wrong), ` ${told.join(" ")}`);
    };
    const line = element("p", {}, element("label", {}, `${marked(part.prompt)} `, input), " ", reply);
    return { line, answer, right, check };
  }

  function step({ label, parts }, said) {
    const lines = [], questions = [];
    for (const part of parts) {
      if (part.part === "text") lines.push(element("p", {}, part.prompt));
      else if (part.given) lines.push(element("p", {}, `${marked(part.prompt)} `, element("strong", {}, `${part.answer}.`), ` ${part.why}`));
      else {
        questions.push(asked(part, said));
        lines.push(questions.at(-1).line);
      }
    }
    if (questions.length) {
      const result = status();
      const check = () => {
        const tried = questions.some((question) => question.answer() !== null);
        questions.forEach((question) => question.check());
        const right = questions.filter((question) => question.right()).length;
        result.textContent = tried
          ? said.result.replace("{right}", right).replace("{asked}", questions.length)
          : said.untried;
      };
      const button = element("button", { type: "button", onclick: check }, "Check");
      lines.push(element("div", { className: "theatres-buttons" }, button, result));
    }
    return element("details", {}, element("summary", {}, label), ...lines);
  }

  for (const box of document.querySelectorAll(".theatres-worked")) {
    const { title, said, steps } = JSON.parse(box.querySelector("script").textContent);
    const folds = steps.map((one) => step(one, said));
    folds[0].open = true;
    box.replaceChildren(element("p", { className: "theatres-title" }, title), ...folds);
  }
})();
