/**
 * For what runs a script or a module and asks it: text in, text out, under one global name.
 */

import { checkPackage } from '../checks/package.js';

const report = async (extent: string): Promise<string> =>
  JSON.stringify(await checkPackage(JSON.parse(extent)));

Object.assign(globalThis, { report });
