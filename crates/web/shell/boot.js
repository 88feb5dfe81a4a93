// Starts the client, and carries the quick exit: leaving must work before anything else does, and when all else has failed.
const LEFT = "left";
const root = document.documentElement;

// A plain name and icon, where the person chose them: before anything of ours is seen.
try {
  if (localStorage.getItem("name") === "notes") {
    document.title = "Notes";
    document.querySelector("link[rel=manifest]").href = "/notes.webmanifest";
    document.querySelector("link[rel=icon]").href = "/icon-neutral.svg";
    document.querySelector("link[rel=apple-touch-icon]").href = "/icons/neutral-180.png";
  }
} catch {}

function leave() {
  root.hidden = true;
  document.title = "";
  try { sessionStorage.setItem(LEFT, "1"); localStorage.setItem("lock", "1"); } catch {}
  location.replace("/away.html");
}

// The back button may bring an older page of ours back. Whoever presses it must not see it.
function cameBack() {
  try {
    if (sessionStorage.getItem(LEFT) !== "1") return false;
    if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") return true;
    sessionStorage.removeItem(LEFT);
  } catch {}
  return false;
}

let escapes = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") { escapes = []; return; }
  const now = performance.now();
  escapes = [...escapes.filter((at) => now - at < 2000), now];
  if (escapes.length >= 3) {
    // What Escape does by itself stops every load, the one that leads away as well.
    event.preventDefault();
    leave();
  }
}, true);
addEventListener("click", (event) => {
  if (event.target.closest?.(".leave")) { event.preventDefault(); leave(); }
}, true);
addEventListener("pageshow", (event) => {
  try { if (event.persisted && sessionStorage.getItem(LEFT) === "1") leave(); } catch {}
});

if (cameBack()) {
  leave();
} else {
  // Where somebody lives, the rest of the program is needed at once: it comes beside the first part, not after it.
  const early = new Map();
  try {
    if (localStorage.getItem("home")) for (const file of {{inside}}) {
      early.set(file, file.endsWith(".wasm") ? WebAssembly.compileStreaming(fetch(file)) : fetch(file).then((it) => it.ok ? it.arrayBuffer() : Promise.reject(it)));
    }
  } catch {}
  for (const it of early.values()) it.catch(() => {});
  try {
    const { default: init, expect } = await import("{{glue}}");
    expect(early);
    await init({ module_or_path: "{{wasm}}" });
  } catch (problem) {
    // Words of ours cannot be had without the program; these stand in the page itself.
    document.getElementById("stuck").hidden = false;
    throw problem;
  }
}
