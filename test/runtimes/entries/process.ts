/**
 * For Node, Bun and Deno: a program that is told the extent and prints the report.
 */

import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { checkPackage } from '../checks/package.js';

const extent = JSON.parse(process.argv[2] ?? '');
checkPackage(extent, [{ name: 'node:zlib', make: zlibCompressor }]).then((report) =>
  console.log(`REPORT ${JSON.stringify(report)}`),
);
