/**
 * How a bundle shows that something of Node went into it.
 */

/** What gives a module as an object. */
const OWN_OF_WEBPACK =
  /^webpack\/runtime\/(define property getters|hasOwnProperty shorthand|make namespace object)$/;

/**
 * Modules that are neither a program nor the package nor one of the peers that it may have.
 *
 * @param {readonly string[]} modules
 * @param {readonly string[]} [peers]
 */
export function foreignModules(modules, peers = []) {
  if (!modules.some((path) => path.includes('websocket-codec/dist/'))) {
    return ['nothing of the package'];
  }
  const allowed = [...peers.map((name) => `node_modules/${name}/`), 'websocket-codec/dist/'];
  const expected = [/(^|\/)(program|arbitraries)\.js$/, OWN_OF_WEBPACK];
  return modules.filter(
    (path) =>
      !expected.some((pattern) => pattern.test(path)) &&
      !allowed.some((part) => path.includes(part)),
  );
}

/**
 * What only Node defines, or its stand-ins, in the text of a bundle without comments.
 *
 * @param {string} code
 */
export function nodeNames(code) {
  const names = /node:\w+|\brequire\s*\(|\bBuffer\b|\bprocess\b|\b__dirname\b|\bsetImmediate\b/g;
  return [...new Set(code.match(names) ?? [])];
}
