// SPDX-License-Identifier: MIT
// A school's own name on an edition: the reader's machine makes the copy. Nothing is sent, nothing is stored.
// The same bytes as from leaflets/copies/: what decides a byte is in whole numbers there and here, and changes in both.
(function () {
  "use strict";

  // -- Words in their places (setting.py): thousandths of a point, half points for sizes -----------------------------

  const LARGEST = 24;
  const SMALLEST = 18;
  const LEADING = 560;
  const ASCENT = 460;
  const DESCENT = 110;
  const FOOT = 700;
  const FOOT_LINE = 250;
  const PAD = 5669;
  const GAP = 5669;
  const APART = 750;
  const LEAST_MODULE = 1134;
  const ROOMY = [32, 1701];
  const SMALL = [20, 1276];
  const REGULAR = 1;
  const BOLD = 2;
  const COMBINING = /^[\u0300\u0301\u0304]$/;

  class TooLong extends Error {
    constructor(text, most) {
      super(`text ${text} may have ${most} characters`);
      this.text = text;
      this.most = most;
    }
  }

  function divide(one, other) {
    return Math.floor(one / other);
  }

  function lettersOf(text) {
    const letters = [];
    const all = Array.from(text);
    for (let at = 0; at < all.length; at += 1) {
      letters.push(COMBINING.test(all[at + 1] || "") ? all[at] + all[(at += 1)] : all[at]);
    }
    return letters;
  }

  function weightOf(text) {
    return text === 0 ? BOLD : REGULAR;
  }

  // Words of a text on one line: which text (0 is the name), and how wide they are for a size of 1 pt.
  function partOf(table, text, words) {
    const weight = weightOf(text);
    return { text, words, units: lettersOf(words).reduce((sum, letter) => sum + table.letters[letter][weight], 0) };
  }

  function wide(line, size) {
    return line.reduce((sum, part) => sum + divide(part.units * size, 2), 0) + (line.length - 1) * APART * size;
  }

  function setWords(table, slot, words) {
    const parts = [words.name, ...words.lines].map((text, at) => partOf(table, at, text));
    const last = parts[parts.length - 1];
    for (const [shared, foot] of [[false, 0], [false, 1], [true, 0]]) {
      for (let size = LARGEST; size >= SMALLEST && (!foot || words.addressed); size -= 1) {
        const below = foot * FOOT * size;
        // Without a line at the foot a code must have room; above one it may lack it.
        if (foot && words.code && slot.code && !findSymbol(slot.height - below, utf8(words.code).length)) continue;
        for (const sizes of [ROOMY, SMALL]) {
          const pictures = placePictures(slot, words, sizes, below);
          const room = pictures.right - pictures.left;
          const lines = linesOf(table, foot ? parts.slice(0, -1) : parts, size, room, shared);
          const tall = (lines.length - 1) * LEADING * size + (ASCENT + DESCENT) * size;
          if (tall > slot.height - below || lines.some((line) => wide(line, size) > room)) continue;
          if (foot && wide([last], size) > slot.width - 2 * PAD) continue;
          const top = below + divide(slot.height - below + tall, 2) - ASCENT * size;
          const pieces = placeLines(slot, lines, size, pictures.left, top);
          if (foot) pieces.push(...placeLines(slot, [[last]], size, PAD, FOOT_LINE * size));
          return { size, pieces, ...pictures };
        }
      }
    }
    const least = placePictures(slot, words, SMALL, 0);
    const room = least.right - least.left;
    throw tooLong(table, parts, room, words.addressed ? slot.width - 2 * PAD : room);
  }

  function linesOf(table, parts, size, room, shared) {
    const lines = [];
    let line = [];
    for (const whole of parts) {
      const broken = brokenText(table, whole, size, room);
      const part = broken.pop();
      const joins = shared && !broken.length && line.length && line[0].text && wide([...line, part], size) <= room;
      if (line.length && !joins) {
        lines.push(line);
        line = [];
      }
      lines.push(...broken.map((one) => [one]));
      line.push(part);
    }
    return [...lines, line];
  }

  // In one line, or if that is too long in two of the most even lengths.
  function brokenText(table, whole, size, room) {
    const { text, words } = whole;
    if (divide(whole.units * size, 2) <= room || words.indexOf(" ") < 0) return [whole];
    let best = null;
    for (let at = words.indexOf(" "); at >= 0; at = words.indexOf(" ", at + 1)) {
      const halves = [words.slice(0, at), words.slice(at + 1)].map((half) => partOf(table, text, half));
      const longer = Math.max(halves[0].units, halves[1].units);
      if (!best || longer < best.longer) best = { longer, halves };
    }
    return best.halves;
  }

  function placeLines(slot, lines, size, start, top) {
    return lines.flatMap((line, number) => {
      let x = slot.mirrored ? slot.width - start - wide(line, size) : start;
      return line.map(({ text, words, units }) => {
        const piece = { text, words, x, y: top - number * LEADING * size };
        x += divide(units * size, 2) + APART * size;
        return piece;
      });
    });
  }

  // Above a line at the foot that takes `below` of the slot's height.
  function placePictures(slot, words, [share, most], below) {
    const found = { left: PAD, right: slot.width - PAD, logo: null, code: null, symbol: null };
    const tall = slot.height - below;
    if (words.logo) {
      const least = divide((tall - PAD) * words.logo.width, words.logo.height);
      const width = Math.min(divide(slot.width * share, 100), least);
      const height = divide(width * words.logo.height, words.logo.width);
      found.logo = { x: PAD, y: below + divide(tall - height, 2), width, height };
      found.left = PAD + width + GAP;
    }
    if (words.code && slot.code) {
      const [symbol, module] = chooseSymbol(tall, utf8(words.code).length);
      const side = Math.min(module, most) * (symbol.modules + 2 * QUIET);
      found.symbol = symbol;
      found.right = slot.width - side;
      found.code = { x: found.right, y: below + divide(tall - side, 2), width: side, height: side };
    }
    for (const box of [found.logo, found.code]) {
      if (slot.mirrored && box) box.x = slot.width - box.x - box.width;
    }
    return found;
  }

  function findSymbol(height, length) {
    for (const level of "ML") {
      const symbol = SIZES.find((one) => one.level === level && one.room >= length);
      const module = symbol && divide(height, symbol.modules + 2 * QUIET);
      if (module >= LEAST_MODULE) return [symbol, module];
    }
    return null;
  }

  function chooseSymbol(height, length) {
    const found = findSymbol(height, length);
    if (found) return found;
    const fitting = SIZES.filter((one) => divide(height, one.modules + 2 * QUIET) >= LEAST_MODULE);
    throw new TooLong(-2, Math.max(0, ...fitting.map((one) => one.room)));
  }

  // Which text is too long by itself, or that all are together; the last may have the room of the foot.
  function tooLong(table, parts, room, last) {
    for (const { text, words, units } of parts) {
      const own = text === parts.length - 1 ? last : room;
      const lines = brokenText(table, { text, words, units }, SMALLEST, own);
      if (lines.some((line) => wide([line], SMALLEST) > own)) {
        const starts = Array.from(words, (_, end) => partOf(table, text, words.slice(0, end + 1)));
        const most = starts.filter((start) => wide([start], SMALLEST) <= own * lines.length).length;
        if (most < words.length) return new TooLong(text, most);
      }
    }
    return new TooLong(-1, 0);
  }

  // -- The code (symbol.py): QR, byte mode, mask 0 -------------------------------------------------------------------

  const QUIET = 4;
  const BLOCKS = {
    M: [[1, 16, 10], [1, 28, 16], [1, 44, 26], [2, 32, 18], [2, 43, 24], [4, 27, 16]],
    L: [[1, 19, 7], [1, 34, 10], [1, 55, 15], [1, 80, 20], [1, 108, 26], [2, 68, 18]],
  };
  const SIZES = [1, 2, 3, 4, 5, 6].flatMap((version) =>
    ["M", "L"].map((level) => {
      const [count, length] = BLOCKS[level][version - 1];
      return { version, level, modules: 17 + 4 * version, room: count * length - 2 };
    }),
  );

  // Rows of modules, 1 for dark.
  function drawSymbol(text, symbol) {
    const side = symbol.modules;
    const rows = fixedModules(symbol);
    const words = codewords(text, symbol);
    let at = 0;
    let upwards = true;
    for (const right of [...Array((side - 7) / 2).keys()].map((step) => side - 1 - 2 * step).concat(5, 3, 1)) {
      for (let step = 0; step < side; step += 1) {
        const row = upwards ? side - 1 - step : step;
        for (const column of [right, right - 1]) {
          if (rows[row][column] !== undefined) continue;
          const bit = at < 8 * words.length ? (words[at >> 3] >> (7 - (at & 7))) & 1 : 0;
          rows[row][column] = bit ^ ((row + column) % 2 === 0 ? 1 : 0);
          at += 1;
        }
      }
      upwards = !upwards;
    }
    return rows;
  }

  function codewords(text, symbol) {
    const [count, length, check] = BLOCKS[symbol.level][symbol.version - 1];
    const halves = [4, ...[text.length, ...text].flatMap((byte) => [byte >> 4, byte & 15]), 0];
    const data = [];
    for (let at = 0; at < halves.length; at += 2) data.push((halves[at] << 4) | halves[at + 1]);
    for (let at = 0; data.length < count * length; at += 1) data.push(at % 2 ? 0x11 : 0xec);
    const words = [];
    for (let block = 0; block < count; block += 1) {
      const own = data.slice(block * length, (block + 1) * length);
      [...own, ...correction(own, check)].forEach((word, index) => {
        words[index * count + block] = word;
      });
    }
    return words;
  }

  function times(one, other) {
    let product = 0;
    for (; other; other >>= 1) {
      if (other & 1) product ^= one;
      one = (one << 1) ^ (one & 0x80 ? 0x11d : 0);
    }
    return product;
  }

  function correction(words, count) {
    let generator = [1];
    for (let step = 0, root = 1; step < count; step += 1, root = times(root, 2)) {
      const longer = [...generator, 0];
      generator = longer.map((one, at) => one ^ (at ? times(longer[at - 1], root) : 0));
    }
    const rest = [...words, ...Array(count).fill(0)];
    for (let at = 0; at < words.length; at += 1) {
      const factor = rest[at];
      generator.forEach((part, step) => {
        rest[at + step] ^= times(part, factor);
      });
    }
    return rest.slice(words.length);
  }

  // Those that hold no data; the others are undefined.
  function fixedModules(symbol) {
    const side = symbol.modules;
    const rows = Array.from({ length: side }, () => Array(side));
    const set = (row, column, dark) => {
      rows[row][column] = dark ? 1 : 0;
    };
    for (const [row, column] of [[0, 0], [0, side - 7], [side - 7, 0]]) {
      for (let down = Math.max(-1, -row); down < 8 && row + down < side; down += 1) {
        for (let across = Math.max(-1, -column); across < 8 && column + across < side; across += 1) {
          const ring = Math.max(Math.abs(down - 3), Math.abs(across - 3));
          set(row + down, column + across, ring !== 2 && ring !== 4);
        }
      }
    }
    for (let at = 8; at < side - 8; at += 1) {
      set(6, at, at % 2 === 0);
      set(at, 6, at % 2 === 0);
    }
    for (let down = -2; symbol.version > 1 && down <= 2; down += 1) {
      for (let across = -2; across <= 2; across += 1) {
        set(side - 7 + down, side - 7 + across, Math.max(Math.abs(down), Math.abs(across)) !== 1);
      }
    }
    set(side - 8, 8, true);
    const level = symbol.level === "L" ? 1 << 13 : 0;
    let rest = level;
    for (let shift = 4; shift >= 0; shift -= 1) {
      if ((rest >> (shift + 10)) & 1) rest ^= 0b10100110111 << shift;
    }
    const format = (level | rest) ^ 0b101010000010010;
    const along = [0, 1, 2, 3, 4, 5, 7, 8];
    for (let at = 0; at < 15; at += 1) {
      const dark = (format >> at) & 1;
      if (at < 8) set(along[at], 8, dark);
      else set(8, [7, 5, 4, 3, 2, 1, 0][at - 8], dark);
      if (at < 8) set(8, side - 1 - at, dark);
      else set(side - 15 + at, 8, dark);
    }
    return rows;
  }

  // -- What follows the edition's bytes (stamp.py) -------------------------------------------------------------------

  function utf8(text) {
    return new TextEncoder().encode(text);
  }

  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  function hex(number, digits) {
    return (number >>> 0).toString(16).padStart(digits, "0");
  }

  function number(thousandths) {
    const all = String(Math.abs(thousandths)).padStart(4, "0");
    const rest = all.slice(-3).replace(/0+$/, "");
    return (thousandths < 0 ? "-" : "") + all.slice(0, -3) + (rest && `.${rest}`);
  }

  const CRC = Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
    return byte;
  });

  function fingerprint(data) {
    return [0, 1, 2, 3]
      .map((start) => {
        let sum = CRC[255 ^ start] ^ 0xffffff;
        for (let at = 0; at < data.length; at += 1) sum = CRC[(sum ^ data[at]) & 255] ^ (sum >>> 8);
        return hex(~sum, 8);
      })
      .join("");
  }

  function spoken(table, words) {
    return table.alt.split("{name}").join(words.name).split("{address}").join(words.code);
  }

  class Update {
    constructor(table) {
      this.table = table;
      this.parts = [];
      this.length = 0;
      this.offsets = {};
      this.size = table.size;
    }

    reserve() {
      this.size += 1;
      return this.size - 1;
    }

    add(...parts) {
      for (const part of parts.map((one) => (typeof one === "string" ? utf8(one) : one))) {
        this.parts.push(part);
        this.length += part.length;
      }
    }

    write(own, entries, data) {
      this.offsets[own] = this.table.length + this.length;
      this.add(`${own} 0 obj\n${entries}`);
      if (data) this.add("\nstream\n", data, "\nendstream");
      this.add("\nendobj\n");
    }

    close() {
      const table = this.table;
      const own = this.reserve();
      const begins = table.length + this.length;
      const offsets = { ...this.offsets, [own]: begins };
      const numbers = Object.keys(offsets).map(Number).sort((one, other) => one - other);
      const index = numbers.map((one) => `${one} 1`).join(" ");
      const rows = numbers.flatMap((one) => [1, ...[24, 16, 8, 0].map((shift) => (offsets[one] >>> shift) & 255), 0]);
      const ids = `[ <${table.id}> <${fingerprint(joined(this.parts))}> ]`;
      this.write(
        own,
        `<< /Type /XRef /Size ${this.size} /W [ 1 4 1 ] /Index [ ${index} ] ${table.trailer} /ID ${ids}` +
          ` /Prev ${table.startxref} /Length ${rows.length} >>`,
        Uint8Array.from(rows),
      );
      this.add(`startxref\n${begins}\n%%EOF\n`);
      return joined(this.parts);
    }
  }

  function stamp(table, words) {
    const update = new Update(table);
    const logo = words.logo ? update.reserve() : 0;
    for (const slot of table.slots) {
      const setting = setWords(table, slot, words);
      const pictures = logo ? ` /XObject << /Logo ${logo} 0 R >>` : "";
      const content = utf8(contentOf(table, slot, setting, words).join("\n"));
      const resources = `/Resources << /Font << ${slot.fonts} >>${pictures} >>`;
      update.write(slot.number, `<< ${slot.head} ${resources} /Length ${content.length} >>`, content);
      if (slot.tag) writeTags(update, slot, setting, words);
    }
    if (logo) {
      const { entries, data } = words.logo;
      update.write(logo, `<< /Type /XObject /Subtype /Image ${entries} /Length ${data.length} >>`, data);
    }
    return update.close();
  }

  function contentOf(table, slot, setting, words) {
    const lines = [slot.tag ? `/Artifact BMC ${slot.plate} EMC` : slot.plate, table.black];
    const texts = words.lines.length + 1;
    for (let text = 0; text < texts; text += 1) {
      const pieces = setting.pieces.filter((piece) => piece.text === text);
      if (slot.tag) lines.push(`/P << /MCID ${text} >> BDC`);
      lines.push(`BT ${text ? "/F400" : "/F700"} ${number(setting.size * 500)} Tf`);
      pieces.forEach((piece, at) => {
        // A line that goes on below ends with a space.
        const letters = lettersOf(at < pieces.length - 1 ? `${piece.words} ` : piece.words);
        const glyphs = letters.map((letter) => hex(table.letters[letter][0], 4)).join("");
        lines.push(`1 0 0 1 ${number(piece.x)} ${number(piece.y)} Tm <${glyphs}> Tj`);
      });
      lines.push(slot.tag ? "ET EMC" : "ET");
    }
    const drawn = [setting.logo && drawnLogo(setting.logo), setting.code && drawnCode(setting, words.code)];
    drawn.filter(Boolean).forEach((picture, at) => {
      lines.push(slot.tag ? `/Figure << /MCID ${texts + at} >> BDC ${picture} EMC` : picture);
    });
    return lines;
  }

  function drawnLogo(box) {
    return `q ${number(box.width)} 0 0 ${number(box.height)} ${number(box.x)} ${number(box.y)} cm /Logo Do Q`;
  }

  function drawnCode(setting, address) {
    const { code, symbol } = setting;
    const module = divide(code.width, symbol.modules + 2 * QUIET);
    const runs = runsOf(drawSymbol(utf8(address), symbol)).map(([x, y, width]) => `${x} ${y} ${width} 1 re`);
    const [x, y] = [code.x + QUIET * module, code.y + QUIET * module].map(number);
    return `q ${number(module)} 0 0 ${number(module)} ${x} ${y} cm ${runs.join(" ")} f Q`;
  }

  // The dark modules of each row, from the bottom left corner.
  function runsOf(rows) {
    const runs = [];
    rows.forEach((modules, row) => {
      for (let x = 0; x < rows.length; x += 1) {
        const start = x;
        while (x < rows.length && modules[x]) x += 1;
        if (x > start) runs.push([start, rows.length - 1 - row, x - start]);
      }
    });
    return runs;
  }

  function writeTags(update, slot, setting, words) {
    const { tag } = slot;
    const { table } = update;
    const own = [];
    const add = (kind, more) => {
      own.push(update.reserve());
      const kid = `<< /Type /MCR /Pg ${tag.page} /Stm ${slot.number} 0 R /MCID ${own.length - 1} >>`;
      const entries = `<< /Type /StructElem /S /${kind} /P ${tag.number} 0 R /Pg ${tag.page}${more} /K [ ${kid} ] >>`;
      update.write(own[own.length - 1], entries);
    };
    const until = words.lines.length - (words.addressed ? 1 : 0);
    for (let text = 0; text <= words.lines.length; text += 1) {
      const english = !text || !words.dated || text !== until || table.until_in_english;
      add("P", english ? " /Lang (en-GB)" : "");
    }
    for (const [box, said] of [[setting.logo, words.name], [setting.code, spoken(table, words)]]) {
      if (!box) continue;
      const [x, y] = [slot.place[1] + box.x, slot.place[2] + box.y];
      const corners = [x, y, x + box.width, y + box.height].map(number).join(" ");
      const alt = Array.from({ length: said.length }, (_, at) => hex(said.charCodeAt(at), 4)).join("");
      add("Figure", ` /Alt <feff${alt}> /A << /O /Layout /BBox [ ${corners} ] >>`);
    }
    const kids = own.map((one) => `${one} 0 R`).join(" ");
    update.write(tag.number, `<< ${tag.head} /K [ ${tag.kids} ${kids} ] >>`);
    update.write(tag.parents, `[ ${kids} ]`);
  }

  // -- Logos (logo.py) -----------------------------------------------------------------------------------------------

  // A PNG or JPEG of which a file can hold the data as it is; else null.
  function keptLogo(bytes) {
    const png = readPng(bytes);
    if (!png) return keptJpeg(bytes);
    if (png.interlaced || png.transparency || !(png.depth === 8 ? [0, 2, 3] : [0, 3]).includes(png.colour)) return null;
    const { width, height, depth, palette } = png;
    if (depth > 8) return null;
    const space = png.colour === 3 ? indexed(palette) : png.colour ? "/DeviceRGB" : "/DeviceGray";
    const parms = `/Predictor 15 /Colors ${png.colour === 2 ? 3 : 1} /BitsPerComponent ${depth} /Columns ${width}`;
    const filter = `/Filter /FlateDecode /DecodeParms << ${parms} >>`;
    return picture(width, height, `/ColorSpace ${space} /BitsPerComponent ${depth} ${filter}`, png.data);
  }

  function picture(width, height, more, data) {
    return { width, height, entries: `/Width ${width} /Height ${height} ${more}`, data };
  }

  function indexed(palette) {
    const colours = Array.from(palette, (byte) => hex(byte, 2)).join("");
    return `[ /Indexed /DeviceRGB ${palette.length / 3 - 1} <${colours}> ]`;
  }

  function readPng(bytes) {
    if ([137, 80, 78, 71, 13, 10, 26, 10].some((byte, at) => bytes[at] !== byte)) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const png = { transparency: null, palette: null };
    const data = [];
    for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
      const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
      const chunk = bytes.subarray(at + 8, at + 8 + view.getUint32(at));
      if (name === "IHDR") {
        png.width = view.getUint32(at + 8);
        png.height = view.getUint32(at + 12);
        [png.depth, png.colour, , , png.interlaced] = chunk.subarray(8);
      } else if (name === "PLTE") png.palette = chunk;
      else if (name === "tRNS") png.transparency = chunk;
      else if (name === "IDAT") data.push(chunk);
    }
    png.data = joined(data);
    return png;
  }

  // A baseline JPEG, without what it says of itself: where a picture was taken concerns nobody.
  function keptJpeg(bytes) {
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
    const kept = [bytes.subarray(0, 2)];
    let frame = null;
    for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
      const marker = bytes[at + 1];
      const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
      const segment = bytes.subarray(at + 4, end);
      if (marker === 0xe1 && isTurned(segment)) return null;
      if (marker === 0xc0) frame = segment;
      else if (marker > 0xc0 && marker < 0xd0 && marker !== 0xc4 && marker !== 0xcc) return null;
      let next = end;
      if (marker === 0xda) while (next < bytes.length && !ends(bytes, next)) next += 1;
      if ((marker >= 0xc0 && marker <= 0xe0) || marker === 0xee) kept.push(bytes.subarray(at, next));
      at = next;
      if (marker === 0xda && bytes[at + 1] === 0xd9) {
        kept.push(bytes.subarray(at, at + 2));
        return frame && jpegOf(frame, joined(kept));
      }
    }
    return null;
  }

  // A marker that is not within the pixels: not stuffing, nor a restart.
  function ends(bytes, at) {
    const marker = bytes[at + 1];
    return bytes[at] === 0xff && marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7);
  }

  function jpegOf(frame, data) {
    const count = frame[5];
    const isRgb = [82, 71, 66].every((letter, at) => frame[6 + 3 * at] === letter);
    if (frame[0] !== 8 || (count !== 1 && count !== 3) || isRgb) return null;
    const space = count === 1 ? "/DeviceGray" : "/DeviceRGB";
    const [width, height] = [frame[3] * 256 + frame[4], frame[1] * 256 + frame[2]];
    return width && height
      ? picture(width, height, `/ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode`, data)
      : null;
  }

  function isTurned(segment) {
    if (String.fromCharCode(...segment.subarray(0, 6)) !== "Exif\0\0" || segment.length < 16) return false;
    const view = new DataView(segment.buffer, segment.byteOffset + 6, segment.length - 6);
    const little = view.getUint8(0) === 0x49;
    const start = view.getUint32(4, little);
    for (let at = start + 2; at + 12 <= view.byteLength; at += 12) {
      if ((at - start - 2) / 12 >= view.getUint16(start, little)) return false;
      if (view.getUint16(at, little) === 0x112) return view.getUint16(at + 8, little) !== 1;
    }
    return false;
  }

  // The pixels of a PNG with transparency, on white; null for those that the browser must decode.
  async function pixelsOf(bytes) {
    const png = readPng(bytes);
    if (!png || png.interlaced || (png.depth !== 8 && !(png.colour === 3 && png.depth < 8))) return null;
    const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[png.colour];
    const stream = new Blob([png.data]).stream().pipeThrough(new DecompressionStream("deflate"));
    const raw = new Uint8Array(await new Response(stream).arrayBuffer());
    const rows = unfilter(png, raw, channels * png.depth);
    const out = new Uint8Array(png.width * png.height * 3);
    const over = (colour, alpha) => divide(colour * alpha + 255 * (255 - alpha) + 127, 255);
    for (let y = 0, at = 0; y < png.height; y += 1) {
      for (let x = 0; x < png.width; x += 1, at += 3) {
        const [red, green, blue, alpha] = pixelAt(png, rows[y], x, channels);
        out[at] = over(red, alpha);
        out[at + 1] = over(green, alpha);
        out[at + 2] = over(blue, alpha);
      }
    }
    return { width: png.width, height: png.height, rgb: out };
  }

  function unfilter(png, raw, bits) {
    const [stride, step] = [Math.ceil((png.width * bits) / 8), Math.max(1, bits >> 3)];
    const rows = [];
    let before = new Uint8Array(stride);
    for (let y = 0; y < png.height; y += 1) {
      const filter = raw[y * (stride + 1)];
      const row = raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
      for (let at = 0; at < stride; at += 1) {
        const left = at < step ? 0 : row[at - step];
        const corner = at < step ? 0 : before[at - step];
        if (filter === 1) row[at] += left;
        else if (filter === 2) row[at] += before[at];
        else if (filter === 3) row[at] += (left + before[at]) >> 1;
        else if (filter === 4) row[at] += paeth(left, before[at], corner);
      }
      rows.push(row);
      before = row;
    }
    return rows;
  }

  function paeth(left, above, corner) {
    const [one, two, three] = [above - corner, left - corner, left + above - 2 * corner].map(Math.abs);
    return one <= two && one <= three ? left : two <= three ? above : corner;
  }

  function pixelAt(png, row, x, channels) {
    const key = png.transparency;
    if (png.colour === 3) {
      const first = x * png.depth;
      const index = (row[first >> 3] >> (8 - png.depth - (first & 7))) & ((1 << png.depth) - 1);
      return [...png.palette.subarray(3 * index, 3 * index + 3), key && index < key.length ? key[index] : 255];
    }
    const own = row.subarray(x * channels, (x + 1) * channels);
    if (png.colour === 6) return own;
    if (png.colour === 4) return [own[0], own[0], own[0], own[1]];
    const isKey = key && own.every((value, at) => key[2 * at] === 0 && key[2 * at + 1] === value);
    return png.colour === 2 ? [...own, isKey ? 0 : 255] : [own[0], own[0], own[0], isKey ? 0 : 255];
  }

  // Pixels as a logo: numbers of colours if there are at most 256 of them, smallest first.
  function packedLogo(pixels) {
    const { width, height, rgb } = pixels;
    const colourAt = (at) => (rgb[at] << 16) | (rgb[at + 1] << 8) | rgb[at + 2];
    const colours = new Set();
    for (let at = 0; at < rgb.length && colours.size <= 256; at += 3) colours.add(colourAt(at));
    let [data, space] = [rgb, "/DeviceRGB"];
    if (colours.size <= 256) {
      const few = Array.from(colours).sort((one, other) => one - other);
      const places = new Map(few.map((colour, at) => [colour, at]));
      data = Uint8Array.from({ length: width * height }, (_, at) => places.get(colourAt(3 * at)));
      space = indexed(few.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255]));
    }
    const more = `/ColorSpace ${space} /BitsPerComponent 8 /Filter /RunLengthDecode`;
    return picture(width, height, more, runLengths(data));
  }

  // From the left: three or more equal bytes, at most 128, are a run; others are copied, at most 128 at once.
  function runLengths(data) {
    const out = [];
    const copy = (from, to) => {
      for (let at = from; at < to; at += 128) {
        out.push(Uint8Array.of(Math.min(128, to - at) - 1), data.subarray(at, Math.min(to, at + 128)));
      }
    };
    let copied = 0;
    for (let at = 0; at + 2 < data.length; ) {
      let end = at + 1;
      while (end < data.length && end - at < 128 && data[end] === data[at]) end += 1;
      if (end - at > 2) {
        copy(copied, at);
        out.push(Uint8Array.of(257 - (end - at), data[at]));
        copied = end;
        at = end;
      } else at += 1;
    }
    copy(copied, data.length);
    out.push(Uint8Array.of(128));
    return joined(out);
  }

  // -- What is typed (rows.py) ---------------------------------------------------------------------------------------

  function tidy(text) {
    return text.normalize("NFC").replace(/\s+/g, " ").trim();
  }

  // An address whole, as it is printed, and whether it gets a code; null if it is none.
  function readAddress(text, hosts) {
    const typed = tidy(text);
    const [, scheme, host, path] = /^(https:\/\/)?([^/?#]+)(.*)$/i.exec(typed) || [];
    if (!host || !/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/i.test(host)) return null;
    if (!/^[\w.~:/?#@,;%&=+-]*$/.test(path)) return null;
    const site = host.toLowerCase();
    const bare = site.replace(/^www\./, "");
    const isKnown = hosts.exact.includes(bare) || hosts.below.some((end) => bare.endsWith(end));
    return { code: isKnown ? `https://${site}${path}` : "", printed: (site + path).replace(/\/$/, "") };
  }

  // Numbers that cost nothing or little to call: of places, 03, mobiles, freephone.
  const PHONE = /^(?:\+44 ?(?:\(0\) ?)?|0|\(0)(?=[1-9])[0-9 ()-]{5,16}$/;
  const NATIONAL = /^(?:[12][0-9]{8,9}|3[0-9]{9}|7(?![06])[0-9]{9}|7624[0-9]{6}|80[08][0-9]{4,7})$/;
  const NUMBERS = /\+?[0-9](?:[ ()-]{0,2}[0-9]){5,}|[0-9](?:[^\w,;]{0,3}[0-9]){8,}/g;
  const SHORT_NUMBER = /\b(?:text|txt|sms)\b.*\b[0-9]{5,6}\b/i;

  function isCheap(typed) {
    const digits = typed.replace(/^\+44 ?(\(0\))?/, "0").replace(/[^0-9]/g, "");
    return PHONE.test(typed) && NATIONAL.test(digits.replace(/^0/, ""));
  }

  function untilLine(table, day) {
    const [year, month, date] = day.split("-").map(Number);
    return table.until.replace("{date}", `${date} ${table.months[month - 1]} ${year}`);
  }

  // The words of a copy, and what is wrong with each field: the name of a sentence, and what to put into it.
  function readWords(table, hosts, typed) {
    const errors = {};
    const address = tidy(typed.address) ? readAddress(typed.address, hosts) : null;
    if (tidy(typed.address) && !address) errors.address = ["address", ""];
    const texts = {
      name: tidy(typed.name),
      first: tidy(typed.first),
      second: tidy(typed.second),
      phone: tidy(typed.phone),
      until: typed.until ? untilLine(table, typed.until) : "",
      address: address ? address.printed : "",
    };
    const fields = Object.keys(texts).filter((field) => field === "name" || texts[field]);
    for (const field of fields) {
      const letters = lettersOf(texts[field]).filter((letter) => !(letter in table.letters));
      if (letters.length) errors[field] = ["letters", [...new Set(letters)].map(visible).join(" ")];
    }
    for (const field of ["name", "first", "second"]) {
      const numbers = texts[field].match(NUMBERS) || [];
      if (SHORT_NUMBER.test(texts[field]) || numbers.some((one) => !isCheap(one))) errors[field] = ["number", ""];
    }
    if (texts.phone && !isCheap(texts.phone)) errors.phone = ["number", ""];
    if (typed.until && typed.until < typed.today) errors.until = ["past", ""];
    const words = {
      name: texts.name,
      lines: fields.slice(1).map((field) => texts[field]),
      code: address ? address.code : "",
      logo: typed.logo,
      addressed: texts.address !== "",
      dated: texts.until !== "",
    };
    if (!Object.keys(errors).length) Object.assign(errors, misfits(table, words, fields));
    return { words, errors };
  }

  const LEAST_PPI = 150;
  const POINTS_1000 = 72000;

  function misfits(table, words, fields) {
    try {
      const boxes = table.slots.map((slot) => setWords(table, slot, words).logo).filter(Boolean);
      const ppi = boxes.map((box) => divide(words.logo.width * POINTS_1000, box.width));
      if (ppi.some((one) => one < LEAST_PPI)) return { logo: ["small", ""] };
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      if (error.text === -1) return { all: ["full", ""] };
      return { [error.text === -2 ? "address" : fields[error.text]]: ["long", String(error.most)] };
    }
    return {};
  }

  function visible(letter) {
    return /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter) ? letter : `U+${hex(letter.codePointAt(0), 4).toUpperCase()}`;
  }

  function slugOf(name) {
    const plain = name.normalize("NFKD").replace(/[^\x00-\x7f]|'/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
    return plain.replace(/^-+|-+$/g, "").slice(0, 60).replace(/-+$/, "") || "copy";
  }

  const copies = { stamp, keptLogo, pixelsOf, packedLogo, readAddress, readWords, isCheap, slugOf, TooLong };
  if (typeof module === "object") {
    module.exports = copies;
    return;
  }

  // -- The form ------------------------------------------------------------------------------------------------------

  const form = document.querySelector("[data-copy]");
  if (!form) return;
  const details = form.closest("details");
  const canvas = form.querySelector("[data-picture]");
  const status = form.querySelector("[data-made]");
  const fields = ["name", "first", "second", "phone", "address", "until"];
  const MOST_BYTES = 1e6;
  const MOST_PIXELS = 4e6;
  const DRAWN_PIXELS = 1200;
  const WRITTEN = 20000; // the least room for a line to write on: 7 mm
  const PAUSE = 300;
  const loaded = {};
  let logo = null;
  let timer = 0;

  function sentence(key, value) {
    return form.querySelector(`[data-word="${key}"]`).textContent.replace(/\{\w+\}/, () => value);
  }

  function show(field, error) {
    const place = form.querySelector(`[data-error="${field}"]`);
    const said = error ? sentence(...error) : "";
    if (place.textContent !== said) place.textContent = said;
    const input = form.elements[field];
    if (input) input.setAttribute("aria-invalid", String(Boolean(error)));
  }

  function load(address) {
    loaded[address] = loaded[address] || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => {
        delete loaded[address];
        reject(new Error(address));
      };
      document.head.append(script);
    });
    return loaded[address];
  }

  // The chosen edition: its name, bytes, table; the fonts of its slot, to draw with.
  async function edition() {
    const chosen = form.elements.edition.selectedOptions[0];
    await Promise.all([load(form.dataset.shared), load(chosen.value)]);
    const { letters, accented, hosts } = window.leafletsShared;
    const slot = window.leafletsSlots[chosen.dataset.name];
    if (!slot.bytes) {
      slot.bytes = Uint8Array.from(atob(slot.pdf), (letter) => letter.charCodeAt(0));
      slot.table.letters = letters;
      await Promise.all(slot.fonts.map((place, at) => addFont(slot.bytes, place, at)));
    }
    return { name: chosen.dataset.name, bytes: slot.bytes, table: slot.table, accented, hosts };
  }

  async function addFont(bytes, [from, length], at) {
    try {
      const stream = new Blob([bytes.subarray(from, from + length)]).stream();
      const data = await new Response(stream.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
      document.fonts.add(await new FontFace("leaflets-stamp", data, { weight: at ? "700" : "400" }).load());
    } catch (error) {
      // It is drawn in another font.
    }
  }

  async function readLogo(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const bitmap = await createImageBitmap(file);
    const own = file.size <= MOST_BYTES && bitmap.width * bitmap.height <= MOST_PIXELS;
    const kept = own && keptLogo(bytes);
    const pixels = own && !kept && (await pixelsOf(bytes).catch(() => null));
    return { kept: kept || packedLogo(pixels || drawnPixels(bitmap)), bitmap };
  }

  function drawnPixels(bitmap) {
    const scale = Math.min(1, DRAWN_PIXELS / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
    const paper = Object.assign(document.createElement("canvas"), { width, height });
    const pen = paper.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    pen.drawImage(bitmap, 0, 0, width, height);
    const rgb = pen.getImageData(0, 0, width, height).data.filter((_, at) => at % 4 < 3);
    return { width, height, rgb: Uint8Array.from(rgb) };
  }

  function typed() {
    const values = Object.fromEntries(fields.map((field) => [field, form.elements[field].value]));
    return { ...values, logo: logo && logo.kept, today: new Date().toISOString().slice(0, 10) };
  }

  // The slot as it will be printed; before anything is written, its lines.
  function draw(found, words) {
    const { table } = found;
    const slot = table.slots[0];
    const scale = (canvas.clientWidth * (window.devicePixelRatio || 1)) / slot.width;
    canvas.width = Math.round(slot.width * scale);
    canvas.height = Math.round(slot.height * scale);
    const pen = canvas.getContext("2d");
    const place = (x, y, width, height) => [x, slot.height - y - height, width, height].map((one) => one * scale);
    const fill = (...box) => pen.fillRect(...place(...box));
    pen.fillStyle = "#fff";
    fill(0, 0, slot.width, slot.height);
    pen.fillStyle = "#767470";
    if (!words.name && !words.lines.length && !words.logo) {
      const count = Math.max(1, divide(slot.height, WRITTEN));
      for (let line = 0; line < count; line += 1) fill(0, (slot.height * line) / count, slot.width, 500);
      return;
    }
    pen.fillStyle = "#000";
    pen.direction = "ltr";
    const setting = setWords(table, slot, words);
    for (const piece of setting.pieces) {
      const weight = weightOf(piece.text);
      pen.font = `${weight === BOLD ? 700 : 400} ${setting.size * 500 * scale}px leaflets-stamp, sans-serif`;
      let x = piece.x;
      for (const letter of lettersOf(piece.words)) {
        const at = found.accented.indexOf(letter);
        pen.fillText(at < 0 ? letter : String.fromCharCode(0xe000 + at), x * scale, (slot.height - piece.y) * scale);
        x += divide(table.letters[letter][weight] * setting.size, 2);
      }
    }
    const { logo: box, code, symbol } = setting;
    if (box) pen.drawImage(logo.bitmap, ...place(box.x, box.y, box.width, box.height));
    if (!code) return;
    const module = divide(code.width, symbol.modules + 2 * QUIET);
    for (const [x, y, width] of runsOf(drawSymbol(utf8(words.code), symbol))) {
      fill(code.x + (QUIET + x) * module, code.y + (QUIET + y) * module, width * module, module);
    }
  }

  // What is wrong is said at each field; the picture stays as it was until all is well.
  async function update() {
    let found;
    try {
      found = await edition();
    } catch (error) {
      show("all", ["failed", ""]);
      return null;
    }
    const { words, errors } = readWords(found.table, found.hosts, typed());
    if (form.elements.logo.files[0] && !logo) errors.logo = ["logo", ""];
    if (form.elements.until.validity.badInput) errors.until = ["date", ""];
    for (const field of [...fields, "logo", "all"]) show(field, errors[field]);
    if (Object.keys(errors).length) return null;
    draw(found, words);
    return { ...found, words };
  }

  async function make() {
    const ready = await update();
    if (ready && !ready.words.name) show("name", ["required", ""]);
    const wrong = form.querySelector("[aria-invalid=true]");
    if (wrong) wrong.focus();
    if (!ready || wrong) return;
    const copy = new Blob([ready.bytes, stamp(ready.table, ready.words)], { type: "application/pdf" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(copy);
    link.download = `${ready.name}.${slugOf(ready.words.name)}.pdf`;
    link.click();
    status.textContent = sentence("made", link.download);
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  form.hidden = false;
  details.addEventListener("toggle", () => details.open && update());
  form.addEventListener("input", () => {
    status.textContent = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(update, PAUSE);
  });
  form.elements.logo.addEventListener("change", async () => {
    const file = form.elements.logo.files[0];
    logo = file ? await readLogo(file).catch(() => null) : null;
    update();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.clearTimeout(timer);
    make();
  });
})();
