// Loads parts of the program when they are first needed. Stands at the end of the loader, whose `wasm` is the first part.
const PARTS = {{parts}};
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

const compiled = (file) => once(coming, file, () => WebAssembly.compileStreaming(fetch(file)));
const place = (file) => once(placed, file, async () => WebAssembly.instantiate(await compiled(file), { __wasm_split: wasm }));

// Begins to fetch a part before anything asks for it.
export function expect(part) {
  for (const file of PARTS[part]) compiled(file).catch(() => {});
}

// Whoever comes in sets a passphrase in a moment, in a worker. Where somebody lives, all of it is kept already.
function bringSlow() {
  if (localStorage.getItem("home")) return;
  for (const file of PARTS.slow) fetch(file).then((it) => it.arrayBuffer()).catch(() => {});
}

async function load(part, tell, whom) {
  let came = false;
  try {
    expect(part);
    for (const file of PARTS[part]) await place(file);
    came = true;
    if (part === "inside") bringSlow();
  } catch {}
  wasm.__indirect_function_table.get(tell)(whom, came);
}
