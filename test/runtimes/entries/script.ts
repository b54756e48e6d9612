/**
 * For what runs a script or a module and asks it: text in, text out, under one global name.
 */

import { checkPackage } from '../checks/package.js';

const report = (extent: string): string => JSON.stringify(checkPackage(JSON.parse(extent)));

Object.assign(globalThis, { report });
