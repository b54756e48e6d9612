/**
 * How a bundle shows that something of Node went into it.
 */

/**
 * Modules that are neither the program nor the package.
 *
 * @param {readonly string[]} modules
 */
export function foreignModules(modules) {
  if (!modules.some((path) => path.includes('websocket-codec/dist/'))) {
    return ['nothing of the package'];
  }
  return modules.filter((path) => !/(^|\/)program\.js$|websocket-codec\/dist\//.test(path));
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
