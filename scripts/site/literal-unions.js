/**
 * A plugin of TypeDoc: a type that stands for some words or numbers is shown as these, and not as `keyof typeof` of a
 * table that nobody sees.
 */

import { Converter, LiteralType, ReflectionKind, UnionType } from 'typedoc';
import ts from 'typescript';

/** @param {Pick<import('typedoc').Application, 'converter'>} app */
export function load(app) {
  /** @type {Map<import('typedoc').DeclarationReflection, UnionType>} */
  const unions = new Map();
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.TypeAlias)) return;
    const symbol = context.getSymbolFromReflection(reflection);
    const declaration = symbol?.declarations?.find(ts.isTypeAliasDeclaration);
    // A union that is written as one keeps its order.
    if (symbol === undefined || declaration === undefined || ts.isUnionTypeNode(declaration.type)) {
      return;
    }
    const values = valuesOf(context.checker.getDeclaredTypeOfSymbol(symbol));
    if (values === null) return;
    unions.set(reflection, new UnionType(values.map((value) => new LiteralType(value))));
  });
  // Later, for TypeDoc sets the types itself behind the event above.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, () => {
    for (const [reflection, union] of unions) reflection.type = union;
    unions.clear();
  });
}

/**
 * The words or numbers of a union in their order, or null for any other type.
 *
 * @param {ts.Type} type
 */
function valuesOf(type) {
  if (!type.isUnion()) return null;
  const words = type.types.flatMap((each) => (each.isStringLiteral() ? [each.value] : []));
  const numbers = type.types.flatMap((each) => (each.isNumberLiteral() ? [each.value] : []));
  const values = [...words.sort(), ...numbers.sort((a, b) => a - b)];
  return values.length === type.types.length ? values : null;
}
