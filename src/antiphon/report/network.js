"use strict";
// Moves the network of pairs through time, and opens a pair whose line was followed.
(() => {
  const part = document.getElementById("network");
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", open);
  part.querySelectorAll("a[data-pair]").forEach((line) => line.addEventListener("click", () => setTimeout(open)));
  open();

  const slider = document.getElementById("when");
  if (!slider) return;
  const before = document.getElementById("before");
  const play = document.getElementById("play");
  const said = document.getElementById("said");
  const bars = [...part.querySelectorAll(".bars [data-label]")];
  const pairs = [...part.querySelectorAll(".edges > details")];
  const lines = [...part.querySelectorAll("[data-pair]")];
  const dots = [...part.querySelectorAll("[data-dot]")];
  const times = pairs.map((pair) => pair.dataset.when.split(" ").filter(Boolean).map(Number));
  const everyone = new Set(dots.map((dot) => dot.dataset.dot)).size;
  const always = said.textContent;
  let timer = 0;

  function draw() {
    const at = Number(slider.value) - 1;
    const whole = at < 0;
    const now = (place) => (before.checked ? place <= at : place === at);
    const on = times.map((places) => whole || places.some(now));
    const alive = new Set();
    lines.forEach((line) => {
      line.classList.toggle("off", !on[line.dataset.pair]);
      if (on[line.dataset.pair]) line.dataset.ends.split(" ").forEach((end) => alive.add(end));
    });
    dots.forEach((dot) => dot.classList.toggle("off", !alive.has(dot.dataset.dot)));
    pairs.forEach((pair, k) => { pair.hidden = !on[k]; });
    bars.forEach((bar, k) => bar.classList.toggle("now", !whole && now(k)));
    const count = on.filter(Boolean).length;
    const label = whole ? "" : bars[at].dataset.label;
    said.textContent = whole
      ? always
      : `${before.checked ? "Until " : ""}${label}: ${count} of ${pairs.length} pairs, ${alive.size} of ${everyone} accounts act together.`;
    slider.setAttribute("aria-valuetext", whole ? "all the time" : label);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  }

  function step() {
    const next = Number(slider.value) + 1;
    if (next > Number(slider.max)) return stop();
    slider.value = next;
    draw();
  }

  slider.addEventListener("input", () => { stop(); draw(); });
  before.addEventListener("change", draw);
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (slider.value === slider.max) slider.value = 0;
    play.textContent = "Stop";
    timer = setInterval(step, 700);
    step();
  });
  bars.forEach((bar, k) => bar.addEventListener("click", () => { stop(); slider.value = k + 1; draw(); }));
  addEventListener("beforeprint", () => { stop(); slider.value = 0; draw(); });
  part.querySelector(".times").hidden = false;
  slider.value = 0;
  before.checked = false;
})();
