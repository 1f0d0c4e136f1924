const namespace = 'http://www.w3.org/2000/svg';

/** Outlines on a 20 × 20 grid, drawn with the text's own colour. */
const outlines = {
  chat: 'M10 3a7 7 0 0 0-6.1 10.4L3 17l3.6-.9A7 7 0 1 0 10 3ZM7 8.5h6M7 11.5h4',
  teams:
    'M7.5 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2.5 16v-1a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v1M13 8.5a2 2 0 1 0 0-4M14.5 11.2a3.5 3.5 0 0 1 3 3.5V16',
  world: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM3.5 8h13M3.5 12h13M10 3c-4 4-4 10 0 14M10 3c4 4 4 10 0 14',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z',
  back: 'M11.5 4.5 6 10l5.5 5.5M6.3 10H16',
  send: 'M3 3.5 17.5 10 3 16.5 5 10ZM5 10h6.5',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM13 13l4 4',
  down: 'm5.5 8 4.5 4.5L14.5 8',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
};

export function icon(name) {
  const picture = document.createElementNS(namespace, 'svg');
  picture.setAttribute('viewBox', '0 0 20 20');
  picture.setAttribute('class', 'icon');
  picture.setAttribute('aria-hidden', 'true');
  const outline = document.createElementNS(namespace, 'path');
  outline.setAttribute('d', outlines[name]);
  picture.append(outline);
  return picture;
}
