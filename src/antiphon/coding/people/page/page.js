"use strict";
// One task at a time. An answer counts when the server has said that it is on the disk.
const by = (id) => document.getElementById(id);
const made = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });
let codes = {};
let tasks = [];
let at = 0;
let busy = false;
const given = []; // tasks answered here, in order, to be taken back

function say(text, bad = false) {
  by("status").textContent = text;
  by("status").className = bad ? "bad" : "";
}

function show() {
  const done = tasks.filter((task) => task.label).length;
  by("bar").max = tasks.length;
  by("bar").value = done;
  by("count").textContent = `${done} of ${tasks.length} coded`;
  if (!tasks.length) return say("There is nothing to code.", true);
  const task = tasks[at];
  const code = codes[task.code];
  by("place").textContent = `No. ${at + 1}`;
  by("question").textContent = code.question;
  by("target").hidden = !task.target;
  by("target").textContent = task.target ? `Toward: ${task.target}` : "";
  by("text").textContent = task.text;
  by("text").lang = task.lang;
  by("text").scrollTop = 0;
  by("labels").replaceChildren(...code.labels.map(([label, meaning], number) => {
    const button = made("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(task.label === label));
    button.append(made("kbd", number < 9 ? number + 1 : ""), made("span", label), made("small", meaning));
    button.addEventListener("click", () => answer(label));
    const line = made("li");
    line.append(button);
    return line;
  }));
  const shown = `${task.code} ${task.lang}`;
  if (by("book").dataset.shown !== shown) book(task.code, code, task.lang);
  by("book").dataset.shown = shown;
}

// Examples in the language of the text, where there are any.
const fitting = (listed, lang) => {
  const own = listed.filter((example) => example.lang === lang);
  return own.length ? own : listed;
};

function book(name, code, lang) {
  const parts = [made("h2", name), made("p", code.definition)];
  for (const [title, every] of [["Examples", code.examples], ["Not to be confused", code.counters]]) {
    if (!every.length) continue;
    const list = made("ul");
    for (const { label, text, why, target } of fitting(every, lang)) {
      const line = made("li");
      line.append(made("span", label + (target ? ` (toward ${target})` : "")), ": ", text);
      if (why) line.append(" ", made("small", why));
      list.append(line);
    }
    parts.push(made("h2", title), list);
  }
  by("book").replaceChildren(...parts);
}

async function send(task, label) {
  if (busy) return false;
  busy = true;
  try {
    const reply = await fetch("answer", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ item: task.item, code: task.code, label }),
    });
    if (!reply.ok) throw new Error(await reply.text());
    task.label = label;
    return true;
  } catch (error) {
    say(`Not saved: ${error.message}. Is antiphon still running?`, true);
    return false;
  } finally {
    busy = false;
  }
}

async function answer(label) {
  const task = tasks[at];
  const before = task.label;
  if (!(await send(task, label))) return;
  given.push({ place: at, before });
  say(`Saved: ${label}`);
  if (at < tasks.length - 1) at += 1;
  else say(tasks.every((other) => other.label) ? "Saved. All are coded." : "Saved. The last one; N leads to open ones.");
  show();
}

async function undo() {
  const last = given.at(-1);
  if (!last) return say("Nothing to take back.");
  if (!(await send(tasks[last.place], last.before))) return;
  given.pop();
  at = last.place;
  say("Taken back.");
  show();
}

function move(step) {
  at = Math.min(Math.max(at + step, 0), tasks.length - 1);
  say("");
  show();
}

function open() {
  const after = tasks.findIndex((task, place) => place > at && !task.label);
  const any = tasks.findIndex((task) => !task.label);
  if (any < 0) return say("All are coded.");
  at = after < 0 ? any : after;
  say("");
  show();
}

const KEYS = { ArrowLeft: () => move(-1), ArrowRight: () => move(1), Backspace: undo, u: undo, n: open };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !tasks.length) return;
  const labels = codes[tasks[at].code].labels;
  const number = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  const act = KEYS[event.key];
  if (number && number <= labels.length) answer(labels[number - 1][0]);
  else if (act) act();
  else return;
  event.preventDefault();
});
by("back").addEventListener("click", () => move(-1));
by("next").addEventListener("click", () => move(1));
by("open").addEventListener("click", open);
by("undo").addEventListener("click", undo);

(async () => {
  try {
    const state = await (await fetch("tasks.json")).json();
    ({ codes, tasks } = state);
    by("person").textContent = `coding as ${state.person}`;
    at = Math.max(tasks.findIndex((task) => !task.label), 0);
    show();
    document.body.dataset.ready = "yes";
  } catch (error) {
    say(`The tasks cannot be read: ${error.message}`, true);
  }
})();
