"use strict";
// Turns the drawn figures into interactive ones. Nothing is fetched and nothing is evaluated:
// expressions are interpreted (ast), which the page's policy needs.
(() => {
  const { charts, datasets, config } = JSON.parse(document.getElementById("specs").textContent);
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "status");
  document.body.append(tip);

  const lines = (value) =>
    typeof value === "object" ? Object.entries(value).map(([key, text]) => `${key}: ${text}`) : [String(value)];

  function tooltip(handler, event, item, value) {
    tip.hidden = value == null || value === "";
    if (tip.hidden) return;
    tip.replaceChildren(
      ...lines(value).map((text) => {
        const line = document.createElement("div");
        line.textContent = text;
        return line;
      }),
    );
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8))}px`;
    tip.style.top = `${event.clientY + 18 + box.height > innerHeight ? event.clientY - box.height - 12 : event.clientY + 18}px`;
  }

  async function enliven(plot) {
    if (plot.dataset.live || !plot.offsetParent) return;
    plot.dataset.live = "drawing";
    const drawn = plot.innerHTML;
    const stage = document.createElement("div");
    const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
    try {
      const kind = plot.dataset.kind;
      const spec = { ...charts[plot.dataset.figure][kind], config: config[kind], datasets };
      await vegaEmbed(stage, spec, {
        mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip, loader,
      });
      const svg = stage.querySelector("svg");
      svg.removeAttribute("width");
      svg.removeAttribute("height");
      plot.replaceChildren(stage);
      plot.dataset.live = "yes";
    } catch (error) {
      plot.innerHTML = drawn;
      plot.dataset.live = "no";
      console.error(error);
    }
  }
  const refuse = () => Promise.reject(new Error("this page loads nothing"));

  const all = () => document.querySelectorAll(".plot").forEach(enliven);
  matchMedia("(max-width: 640px)").addEventListener("change", all);
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  all();
})();
