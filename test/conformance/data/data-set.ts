/**
 * What the messages of families 12 and 13 are cut from: long texts and files of the kinds that the suite
 * uses, made here from a fixed seed.
 */

export interface DataSetInit {
  readonly name: string;
  readonly type: 'text' | 'binary';
  readonly octets: number;
  /** Code points of a text, octets of anything else. */
  readonly units: number;
  /** About what share of it is left when all of it is deflated at once. */
  readonly deflatesTo: number;
  readonly make: () => Uint8Array;
}

export class DataSet {
  readonly name: string;
  readonly type: 'text' | 'binary';
  readonly octets: number;
  readonly units: number;
  readonly deflatesTo: number;
  readonly #make: () => Uint8Array;
  #bytes: Uint8Array | null = null;
  /** Where each unit begins, and the end; null where a unit is an octet. */
  #starts: Uint32Array | null = null;

  constructor({ name, type, octets, units, deflatesTo, make }: DataSetInit) {
    this.name = name;
    this.type = type;
    this.octets = octets;
    this.units = units;
    this.deflatesTo = deflatesTo;
    this.#make = make;
  }

  /** Made when it is first asked for: most test files only read the table. */
  get bytes(): Uint8Array {
    if (this.#bytes === null) {
      this.#bytes = this.#make();
      if (this.units !== this.octets) this.#starts = startsOfCodePoints(this.#bytes);
    }
    return this.#bytes;
  }

  /** The octets of the units from one number up to another. */
  slice(from: number, to: number): Uint8Array {
    const { bytes } = this;
    const starts = this.#starts;
    return starts === null ? bytes.slice(from, to) : bytes.slice(starts[from], starts[to]);
  }
}

/** Walks over a data set in windows of one length, from the end of each to the next, and round again. */
export class Walk {
  readonly #data: DataSet;
  readonly #length: number;
  #from = 0;

  constructor(data: DataSet, length: number) {
    this.#data = data;
    this.#length = length;
  }

  next(): Uint8Array {
    const data = this.#data;
    const from = this.#from;
    const to = (from + this.#length) % data.units;
    this.#from = to;
    if (to > from) return data.slice(from, to);
    return new Uint8Array(Buffer.concat([data.slice(from, data.units), data.slice(0, to)]));
  }
}

function startsOfCodePoints(bytes: Uint8Array): Uint32Array {
  const starts: number[] = [];
  // An octet of the form 10xxxxxx continues a code point.
  for (const [at, octet] of bytes.entries()) if ((octet & 0xc0) !== 0x80) starts.push(at);
  return Uint32Array.from([...starts, bytes.length]);
}
