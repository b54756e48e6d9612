/**
 * SVG as text, and nothing more of it than charts need.
 */

/** @typedef {Readonly<Record<string, string | number>>} Attributes */

const entities = /** @type {const} */ ({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
});

/**
 * Text as it stands in XML, in an element or an attribute.
 *
 * @param {string} text
 * @returns {string}
 */
export function escapeXml(text) {
  return (
    text
      .replace(
        /[&<>"']/g,
        (character) => entities[/** @type {keyof typeof entities} */ (character)],
      )
      // XML has no way to write these, not even escaped.
      .replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
  );
}

/**
 * @param {string} name
 * @param {Attributes} attributes numbers are rounded to tenths, which is less than a pixel
 * @param {readonly string[]} [children] XML; text must have been escaped
 * @returns {string}
 */
export function element(name, attributes, children = []) {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escapeXml(value)}"`,
  );
  const head = `<${name}${written.join('')}`;
  return children.length === 0 ? `${head}/>` : `${head}>${children.join('')}</${name}>`;
}

/**
 * @param {string} words
 * @param {Attributes} attributes
 */
export function text(words, attributes) {
  return element('text', attributes, [escapeXml(words)]);
}

/** @param {number} value */
function rounded(value) {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no place on a chart`);
  return String(Math.round(value * 10) / 10);
}
