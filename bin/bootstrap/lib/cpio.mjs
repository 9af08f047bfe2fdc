import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** A folder as a cpio archive in "newc" format (Linux Documentation/driver-api/early-userspace/buffer-format.rst), owned by root. */
export function packTree(tree) {
  const parts = [];
  let inode = 0;
  const add = (name, mode, data) => {
    inode += 1;
    const nameBytes = Buffer.from(`${name}\0`);
    const fields = [inode, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, nameBytes.length, 0];
    const header = `070701${fields.map((field) => field.toString(16).padStart(8, "0")).join("")}`;
    parts.push(pad4(Buffer.concat([Buffer.from(header), nameBytes])), pad4(data));
  };
  const walk = (dir) => {
    for (const entry of readdirSync(join(tree, dir)).sort()) {
      const name = dir === "" ? entry : `${dir}/${entry}`;
      const path = join(tree, name);
      const stat = lstatSync(path);
      if (stat.isSymbolicLink()) add(name, stat.mode, Buffer.from(readlinkSync(path)));
      else if (stat.isDirectory()) add(name, stat.mode, Buffer.alloc(0));
      else add(name, stat.mode, readFileSync(path));
      if (stat.isDirectory()) walk(name);
    }
  };
  walk("");
  add("TRAILER!!!", 0, Buffer.alloc(0));
  return Buffer.concat(parts);
}

const pad4 = (bytes) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
