/** JSON as programs write it for each other: the same keys over and over, and little that is new. */

import { below, fill, padded, pick, randomFor } from './build.js';
import { DataSet } from './data-set.js';

const OCTETS = 194_056;
const HEAD = '{\n  "network": "weather of an invented coast",\n  "readings": [';
const TAIL = '\n  ]\n}';
const STATIONS = ['harbour', 'lighthouse', 'north beach', 'dunes', 'mill'];

function make(): Uint8Array {
  const random = randomFor('json');
  const reading = (index: number): string => `${index === 0 ? '' : ','}
    {
      "station": "${pick(random, STATIONS)}",
      "sequence": ${index},
      "temperature": { "value": ${below(random, 100)}, "unit": "degree Celsius" },
      "wind": { "value": ${below(random, 60)}, "unit": "metre per second" },
      "calibrated": true,
      "remarks": []
    }`;
  const body = fill(OCTETS - HEAD.length - TAIL.length, reading);
  return padded(HEAD + body + TAIL, OCTETS);
}

export const json = new DataSet({
  name: 'JSON',
  type: 'text',
  octets: OCTETS,
  units: OCTETS,
  deflatesTo: 0.04,
  make,
});
