// The scenario that is open: a built-in one, a file of the user's own, or that of a run.
import { get, getText, post } from "../api.js";
import { pack, unpack } from "../packed.js";

export class OpenScenario {
  list = null; // of the built-in ones
  described = null; // what the server says of the open one
  file = null; // its name and text, where it is none of the built-in ones
  packed = null; // the text as the address holds it

  get title() {
    return this.described.title || this.described.name;
  }

  // What names it in an address.
  get address() {
    const { file, packed } = this;
    return { s: file ? null : this.described.name, file: file?.name, toml: packed };
  }

  async readList() {
    this.list ??= await get("scenarios");
  }

  // Opens what an address names; false where that is open already, or nothing is named.
  async choose({ toml, file, run, s: name }) {
    if (toml) {
      const given = await unpack(file || "scenario.toml", toml);
      if (given.text === this.file?.text && given.name === this.file?.name) return false;
      await this.takeFile(given);
    } else if (run) {
      const text = await getText(`runs/${encodeURIComponent(run)}/scenario.toml`);
      await this.takeFile({ name: `${run}.toml`.slice(-100), text });
    } else if (name || !this.described) await this.take(name || "korea-2017");
    else return false;
    return true;
  }

  async take(name) {
    this.described = await get(`scenarios/${encodeURIComponent(name)}`);
    this.file = null;
    this.packed = null;
  }

  // A file that is none leaves what is open.
  async takeFile(file) {
    const described = await post("scenarios/check", file);
    const packed = await pack(file.text);
    Object.assign(this, { described, packed, file });
  }
}
