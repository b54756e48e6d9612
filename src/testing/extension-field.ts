/** `Sec-WebSocket-Extensions` as the tester reads and writes it, apart from the package's own. */

export interface ExtensionTerms {
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, value: string | null])[];
}

/** Takes quotes off a value without looking into it: no parameter of permessage-deflate needs them. */
export function parseExtensions(field: string): ExtensionTerms[] {
  // A list may have empty elements (RFC 9110 §5.6.1).
  const elements = field.split(',').filter((element) => element.trim() !== '');
  return elements.map((element) => {
    const [name = '', ...parameters] = element.split(';').map((part) => part.trim());
    return { name, parameters: parameters.map(parseParameter) };
  });
}

export function formatExtensions(list: readonly ExtensionTerms[]): string {
  return list
    .map(({ name, parameters }) => [name, ...parameters.map(formatParameter)].join('; '))
    .join(', ');
}

function parseParameter(text: string): readonly [name: string, value: string | null] {
  const [name = '', value = null] = text.split('=').map((part) => part.trim());
  return [name, value === null ? null : value.replace(/^"(.*)"$/, '$1')];
}

function formatParameter([name, value]: readonly [string, string | null]): string {
  return value === null ? name : `${name}=${value}`;
}
