// Optimises each wasm file of a folder for size, as `wasm-opt -Oz` does: optimise-wasm.mjs BINARYEN FOLDER, where
// BINARYEN is the library's index.js. One process for all, for starting wasm-opt takes longer than most chunks do.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [library, folder] = process.argv.slice(2);

// Binaryen does not know a part of the name section that wasm-bindgen writes, and drops it, as it is meant to.
const warn = console.error;
console.error = console.warn = (...words) => {
  if (!words.join(" ").includes("unknown name subsection")) warn(...words);
};
const { default: binaryen } = await import(pathToFileURL(resolve(library)));

binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
for (const name of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) {
  const file = join(folder, name);
  const module = binaryen.readBinary(readFileSync(file));
  const { BulkMemory, NontrappingFPToInt } = binaryen.Features;
  module.setFeatures(module.getFeatures() | BulkMemory | NontrappingFPToInt);
  module.optimize();
  // Who made it and for which engines says nothing to a browser, and is as large as many a chunk.
  module.runPasses(["strip-producers", "strip-target-features"]);
  writeFileSync(file, module.emitBinary());
  module.dispose();
}
