// SPDX-License-Identifier: MIT
// Does in Node what templates/site/copies.js does in a browser: cases come as JSON, results go out as JSON.
"use strict";

const { createHash } = require("crypto");
const { readFileSync } = require("fs");
const copies = require(process.argv[2]);

async function logoOf(base64) {
  const bytes = new Uint8Array(Buffer.from(base64, "base64"));
  const kept = copies.keptLogo(bytes);
  const pixels = kept ? null : await copies.pixelsOf(bytes);
  return kept || (pixels && copies.packedLogo(pixels));
}

function copyOf(tables, logos, asked) {
  try {
    const words = { ...asked.words, logo: asked.logo === null ? null : logos[asked.logo] };
    return createHash("sha256").update(copies.stamp(tables[asked.table], words)).digest("hex");
  } catch (error) {
    if (!(error instanceof copies.TooLong)) throw error;
    return [error.text, error.most];
  }
}

async function main() {
  const asked = JSON.parse(readFileSync(0, "utf8"));
  const logos = [];
  for (const one of asked.logos) logos.push(await logoOf(one));
  const told = {
    logos: logos.map((one) => one && { ...one, data: Buffer.from(one.data).toString("base64") }),
    copies: asked.copies.map((one) => copyOf(asked.tables, logos, one)),
    addresses: asked.addresses.map((one) => copies.readAddress(one, asked.hosts)),
    numbers: (asked.numbers || []).map(copies.isCheap),
    rows: asked.rows.map((one) => copies.readWords(asked.tables[0], asked.hosts, one)),
  };
  process.stdout.write(JSON.stringify(told));
}

main();
