// Loads Python and cptkit from beside this page, then answers the forms. Nothing typed is sent anywhere.
import { loadPyodide } from "./pyodide.mjs";

const state = document.getElementById("state");

async function start() {
  const python = await loadPyodide({ indexURL: new URL(".", import.meta.url).href });
  state.textContent = "Loading cptkit…";
  const wheels = await (await fetch("wheels.json")).json();
  const archives = await Promise.all(wheels.map(async (name) => (await fetch(name)).arrayBuffer()));
  archives.forEach((archive) => python.unpackArchive(archive, "wheel"));
  python.runPython(await (await fetch("answers.py")).text());
  const answer = python.globals.get("answer");
  for (const form of document.forms) {
    form.querySelector("button").disabled = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const asked = form.querySelector("input, textarea").value;
      const output = form.querySelector("output");
      const text = document.createElement("pre");
      text.textContent = answer(form.dataset.ask, asked);
      output.replaceChildren(text);
    });
  }
  state.textContent = `Ready: cptkit ${python.runPython("import cptkit; cptkit.__version__")} in your browser.`;
  document.body.dataset.ready = "yes";
}

start().catch((error) => { state.textContent = `It does not run here: ${error}`; });
