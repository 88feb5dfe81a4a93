// The slow arithmetic of a passphrase, beside the page. The same WASM; thrown away afterwards, for its memory never shrinks.
import init from "{{glue}}";
await init({ module_or_path: "{{wasm}}" });
