/** The data sets in the order of the groups of family 12. */

import { bitmap } from './bitmap.js';
import { html } from './html.js';
import { json } from './json.js';
import { pdf } from './pdf.js';
import { prose } from './prose.js';

export { bitmap, html, json, pdf, prose };
export const dataSets = [json, bitmap, prose, html, pdf] as const;
