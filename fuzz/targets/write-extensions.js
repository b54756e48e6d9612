/**
 * Values of Sec-WebSocket-Extensions: offers of any kind, and answers of which most are right but for one parameter.
 */

/** @typedef {import('../engine/random.js').Random} Random */

const extensionNames = ['permessage-deflate', 'permessage-deflate', 'x-webkit-deflate-frame', 'a'];
const parameters = [
  'server_no_context_takeover',
  'client_no_context_takeover',
  'server_max_window_bits=10',
  'server_max_window_bits="15"',
  'client_max_window_bits',
  'client_max_window_bits=8',
  'client_max_window_bits=16',
  'client_max_window_bits="1\\0"',
  'a=b',
  'a="b c"',
  'a=',
];

/** What of it an answer has is right for most of what the target of responses asks for. */
const agreeable = [
  'server_no_context_takeover',
  'client_no_context_takeover',
  'server_max_window_bits=10',
  'client_max_window_bits=9',
];
const windows = ['7', '8', '08', '9', '10', '11', '12', '15', '16', 'x', '"10"'];

/** An element or more of Sec-WebSocket-Extensions. @param {Random} random */
export function someExtensions(random) {
  const elements = [];
  for (let count = random.between(1, 3); count > 0; count--) {
    let element = random.pick(extensionNames);
    for (let left = random.below(4); left > 0; left--) {
      element += `${random.pick([';', '; ', ' ; ', ';\t'])}${random.pick(parameters)}`;
    }
    elements.push(element);
  }
  return elements.join(random.pick([', ', ',', ' ,', ',,']));
}

/** An answer to permessage-deflate, perhaps to others as well. @type {(random: Random) => string[]} */
export function someAnswers(random) {
  const answers = [deflateAnswer(random)];
  if (random.oneIn(8)) answers.push(answers[0]);
  if (random.oneIn(4)) answers.push(random.pick(['a', 'b', 'b; c=d', 'permessage-deflate']));
  if (random.oneIn(8)) answers.shift();
  if (random.oneIn(4)) answers.reverse();
  return answers;
}

/** @param {Random} random */
function deflateAnswer(random) {
  const said = agreeable.filter(() => !random.oneIn(4));
  const at = random.below(said.length + 1);
  const [name, value] = (said[at] ?? 'a').split('=');
  switch (random.below(8)) {
    case 0:
      said.splice(random.below(said.length + 1), 0, said[at] ?? 'a');
      break;
    case 1:
      said[at] = value === undefined ? `${name}=10` : name;
      break;
    case 2:
    case 3:
      if (value !== undefined) said[at] = `${name}=${random.pick(windows)}`;
  }
  return ['permessage-deflate', ...said].join('; ');
}
