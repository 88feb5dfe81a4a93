// Loads parts of the program when they are first needed. Stands at the end of the loader, whose `wasm` is the first part.
const PARTS = {{parts}}, PACK = "{{pack}}";
const coming = new Map(), placed = new Map();

// What came stays; a failure is forgotten, so that it can be tried again.
function once(kept, file, begin) {
  if (!kept.has(file)) {
    const promise = begin();
    kept.set(file, promise);
    promise.catch(() => kept.delete(file));
  }
  return kept.get(file);
}

async function bytes(file) {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(answer.status);
  return answer.arrayBuffer();
}

// A piece is a file of its own, or lies between two bytes of the file of the small ones.
const compiled = (piece) => once(coming, String(piece), async () => {
  if (typeof piece === "string") return WebAssembly.compileStreaming(fetch(piece));
  const pack = await once(coming, PACK, () => bytes(PACK));
  return WebAssembly.compile(pack.slice(...piece));
});
const place = (piece) => once(placed, String(piece), async () => WebAssembly.instantiate(await compiled(piece), { __wasm_split: wasm }));

// What was begun before this was here; what fails of it is tried again when it is asked for.
export function expect(early) {
  for (const [file, promise] of early) once(coming, file, () => promise);
}

// Whoever comes in sets a passphrase in a moment, in a worker. Where somebody lives, all of it is kept already.
function bringSlow() {
  if (localStorage.getItem("home")) return;
  for (const piece of PARTS.slow) if (typeof piece === "string") bytes(piece).catch(() => {});
}

async function load(part, tell, whom) {
  let came = false;
  try {
    for (const piece of PARTS[part]) compiled(piece).catch(() => {});
    for (const piece of PARTS[part]) await place(piece);
    came = true;
    if (part === "inside") bringSlow();
  } catch {}
  wasm.__indirect_function_table.get(tell)(whom, came);
}
