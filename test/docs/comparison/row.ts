/**
 * A row of docs/comparison.md, as it is found out.
 */

/** Finds the text of a cell by running a package. */
export type Find = () => string | Promise<string>;

/** A column is left out where the page links to what the project says. */
export interface Row {
  readonly codec: Find;
  readonly ws?: Find;
  readonly 'websocket-driver'?: Find;
  readonly undici?: Find;
}

export const yes = (is: boolean): string => (is ? 'yes' : 'no');

/** Whether something that a package exports is called like this. */
export const exportsName = (module: object, pattern: RegExp): boolean =>
  Object.keys(module).some((name) => pattern.test(name));
