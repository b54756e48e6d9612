/**
 * Making and finding elements. Text always becomes a text node: nothing that a peer has sent is ever read
 * as markup.
 */

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} children
 */
export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className !== '') node.className = className;
  node.append(...children);
  return node;
}

/**
 * An element that belongs to fields of a frame: it takes their colour, and lights up together with
 * everything else that belongs to them.
 *
 * @param {string} tag
 * @param {string} className
 * @param {string[]} fields
 * @param {...(Node | string)} children
 */
export function fieldElement(tag, className, fields, ...children) {
  const node = element(tag, className, ...children);
  node.setAttribute('data-field', fields.join(' '));
  return node;
}

/**
 * The element of the page with this id.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const node = document.getElementById(id);
  if (!(node instanceof type)) throw new TypeError(`#${id} is not a ${type.name}`);
  return node;
}

/**
 * Lights up all that belongs to the field under the pointer.
 *
 * @param {HTMLElement} root
 */
export function linkFields(root) {
  root.addEventListener('pointerover', ({ target }) => {
    const under = target instanceof Element ? target.closest('[data-field]') : null;
    const wanted = under instanceof HTMLElement ? fieldsOf(under) : [];
    for (const node of root.querySelectorAll('[data-field]')) {
      const own = node instanceof HTMLElement ? fieldsOf(node) : [];
      node.classList.toggle(
        'lit',
        own.some((field) => wanted.includes(field)),
      );
    }
  });
  root.addEventListener('pointerleave', () => {
    for (const node of root.querySelectorAll('.lit')) node.classList.remove('lit');
  });
}

/** @param {HTMLElement} node */
function fieldsOf(node) {
  return node.getAttribute('data-field')?.split(' ') ?? [];
}
