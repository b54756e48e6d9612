/** `Sec-WebSocket-Extensions` as the fuzzer reads and writes it, apart from the package. */

export interface ExtensionTerms {
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, value: string | null])[];
}

/** Without quoted values, which no case needs. */
export function parseExtensions(value: string): ExtensionTerms[] {
  if (value.trim() === '') return [];
  return value.split(',').map((element) => {
    const [name = '', ...parameters] = element.split(';').map((part) => part.trim());
    return { name, parameters: parameters.map(parseParameter) };
  });
}

function parseParameter(text: string): readonly [name: string, value: string | null] {
  const [name = '', value = null] = text.split('=');
  return [name, value];
}

export function formatExtensions(list: readonly ExtensionTerms[]): string {
  return list
    .map(({ name, parameters }) => [name, ...parameters.map(formatParameter)].join('; '))
    .join(', ');
}

function formatParameter([name, value]: readonly [string, string | null]): string {
  return value === null ? name : `${name}=${value}`;
}
