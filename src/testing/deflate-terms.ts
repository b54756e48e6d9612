/**
 * The agreement on permessage-deflate from the tester's side: what it offers or answers, what it refuses in an answer,
 * and what an answer means (RFC 7692 §7.1).
 */

import type { CompressorSettings } from '../extension/compressor.js';
import type { DeflateData } from './case-data.js';
import type { ExtensionTerms } from './extension-field.js';

/** How each side compresses. */
export interface DeflateTerms {
  readonly client: CompressorSettings;
  readonly server: CompressorSettings;
}

type Ask = DeflateData['asks'][number];
type Parameters = ExtensionTerms['parameters'];
type ParameterMap = ReadonlyMap<string, string | null>;

const NAME = 'permessage-deflate';
const NO_TAKEOVER = /^(?:client|server)_no_context_takeover$/;
const MAX_WINDOW = /^(?:client|server)_max_window_bits$/;
const NO_OWN_TAKEOVER: Parameters[number] = ['client_no_context_takeover', null];
const SERVER_NO_TAKEOVER = 'server_no_context_takeover';
const SERVER_MAX_WINDOW = 'server_max_window_bits';
const CLIENT_MAX_WINDOW = 'client_max_window_bits';
const WINDOW_BITS = /^(?:[89]|1[0-5])$/;

/** What a testing client offers. */
export function offersFor(deflate: DeflateData | undefined): ExtensionTerms[] {
  if (deflate === undefined) return [];
  const own = deflate.keepsContext === true ? [] : [NO_OWN_TAKEOVER];
  return deflate.asks.map((ask) => ({
    name: NAME,
    parameters: [...own, [CLIENT_MAX_WINDOW, null], ...wishesOf(ask, 'server')],
  }));
}

/** What a testing server answers: its dearest wish that fits one of the offers. Empty: none does. */
export function answerFor(
  deflate: DeflateData | undefined,
  offers: readonly ExtensionTerms[],
): ExtensionTerms[] {
  const usable = offers.filter(
    ({ name, parameters }) => name === NAME && faultOf(parameters, CLIENT_MAX_WINDOW) === null,
  );
  for (const ask of deflate?.asks ?? []) {
    for (const { parameters } of usable) {
      const mayRestrict = parameters.some(([name]) => name === CLIENT_MAX_WINDOW);
      if (ask.maxWindowBits !== undefined && !mayRestrict) continue;
      const granted = parameters.filter(([name]) => name.startsWith('server_'));
      return [{ name: NAME, parameters: [...granted, ...wishesOf(ask, 'client')] }];
    }
  }
  return [];
}

/** What is wrong with a server's answer as such, or null; whether it fits an offer is another question. */
export function faultOfAnswer(
  answer: readonly ExtensionTerms[],
  offers: readonly ExtensionTerms[],
): string | null {
  const foreign = answer.find(({ name }) => !offers.some((offer) => offer.name === name));
  if (foreign !== undefined) return `the extension ${foreign.name}, which nobody offered`;
  if (answer.length > 1) return `${NAME} more than once`;
  return answer.map(({ parameters }) => faultOf(parameters, null))[0] ?? null;
}

/** Whether an answer without fault is one to any of the offers (RFC 7692 §7.1). */
export function fitsAnOffer(
  [answer]: readonly ExtensionTerms[],
  offers: readonly ExtensionTerms[],
): boolean {
  if (answer === undefined) return true;
  return offers.some(
    ({ name, parameters }) =>
      name === answer.name &&
      faultOf(parameters, CLIENT_MAX_WINDOW) === null &&
      isGranted(new Map(answer.parameters), new Map(parameters)),
  );
}

/** Whether it has what the offer asks of the server, and restricts the client no more than the offer lets it. */
function isGranted(answer: ParameterMap, offer: ParameterMap): boolean {
  const isWithin = (name: string) => Number(answer.get(name)) <= Number(offer.get(name) ?? 15);
  if (offer.has(SERVER_NO_TAKEOVER) && !answer.has(SERVER_NO_TAKEOVER)) return false;
  if (offer.has(SERVER_MAX_WINDOW)) {
    if (!answer.has(SERVER_MAX_WINDOW) || !isWithin(SERVER_MAX_WINDOW)) return false;
  }
  if (!answer.has(CLIENT_MAX_WINDOW)) return true;
  return offer.has(CLIENT_MAX_WINDOW) && isWithin(CLIENT_MAX_WINDOW);
}

/** What an answer without fault means; null without permessage-deflate. */
export function termsOf([answer]: readonly ExtensionTerms[]): DeflateTerms | null {
  if (answer === undefined) return null;
  const values = new Map(answer.parameters);
  const side = (role: 'client' | 'server'): CompressorSettings => ({
    windowBits: Number(values.get(`${role}_max_window_bits`) ?? 15),
    keepsContext: !values.has(`${role}_no_context_takeover`),
  });
  return { client: side('client'), server: side('server') };
}

/** Why a case says nothing about a subject in this role that agreed on this; null: it does. */
export function reasonToSkip(
  deflate: DeflateData | undefined,
  terms: DeflateTerms | null,
  role: 'client' | 'server',
): string | null {
  if (deflate === undefined) return null;
  if (terms === null) return 'it did not agree to permessage-deflate';
  const keepsOwn = terms[role === 'client' ? 'server' : 'client'].keepsContext;
  return deflate.keepsContext === true && !keepsOwn ? "it does not keep the tester's window" : null;
}

function wishesOf({ noContextTakeover, maxWindowBits }: Ask, side: string): Parameters {
  const wishes: [string, string | null][] = [];
  if (noContextTakeover === true) wishes.push([`${side}_no_context_takeover`, null]);
  if (maxWindowBits !== undefined) wishes.push([`${side}_max_window_bits`, String(maxWindowBits)]);
  return wishes;
}

/** @param hint the parameter that may lack its value, which an offer has and an answer has not */
function faultOf(parameters: Parameters, hint: string | null): string | null {
  const names = parameters.map(([name]) => name);
  if (new Set(names).size < names.length) return 'a parameter more than once';
  for (const [name, value] of parameters) {
    if (NO_TAKEOVER.test(name)) {
      if (value !== null) return `${name} with a value`;
    } else if (!MAX_WINDOW.test(name)) return `the unknown parameter ${name}`;
    else if (value === null) {
      if (name !== hint) return `${name} without a value`;
    } else if (!WINDOW_BITS.test(value)) return `${name}=${value}`;
  }
  return null;
}
