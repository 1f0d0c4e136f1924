/** Builds an element. Children are nodes or text: text never becomes markup. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.filter(isPresent));
  return node;
}

/** Replaces what a node holds, skipping children that are null or undefined. */
export function fill(node, ...children) {
  node.replaceChildren(...children.filter(isPresent));
  return node;
}

function isPresent(child) {
  return child !== null && child !== undefined;
}

function setAttribute(node, name, value) {
  if (typeof value === 'function') node.addEventListener(name.replace(/^on/, ''), value);
  else if (value === true) node.setAttribute(name, '');
  else if (value !== false && isPresent(value)) node.setAttribute(name, value);
}
