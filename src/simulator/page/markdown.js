/* global markdownit */

/** Teams renders this much Markdown in text and cards, and nothing more: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format */
const teamsSubset = ['emphasis', 'link', 'list', 'newline', 'escape', 'entity'];

const parser = createParser();

/** Markdown to HTML that holds no tag, script or link scheme of the author's own. `mentions` are the declared `<at>…</at>` texts. */
export function markdownToHtml(text, mentions = []) {
  return parser.render(text, { mentions });
}

export function isSafeLink(url) {
  return /^(https?:|mailto:)/i.test(url.trim());
}

/** The `<at>…</at>` texts that an activity or a card declares as mentions. */
export function mentionsIn(entities = []) {
  return entities.filter((entity) => entity?.type === 'mention').map((entity) => String(entity.text));
}

/** Splits plain text at its declared mentions: `[{text, mention}]`. */
export function splitMentions(text, mentions) {
  const parts = text.split(/(<at>.*?<\/at>)/s).filter(Boolean);
  return parts.map((part) => (mentions.includes(part) ? { text: nameOf(part), mention: true } : { text: part }));
}

function createParser() {
  const parser = markdownit('zero', { html: false, breaks: true }).enable(teamsSubset);
  parser.validateLink = isSafeLink;
  parser.renderer.rules.link_open = openInNewTab;
  parser.renderer.rules.mention = (tokens, index) =>
    `<span class="mention">${parser.utils.escapeHtml(tokens[index].content)}</span>`;
  parser.inline.ruler.before('escape', 'mention', readMention);
  return parser;
}

function openInNewTab(tokens, index, options, _env, renderer) {
  tokens[index].attrSet('target', '_blank');
  tokens[index].attrSet('rel', 'noopener noreferrer');
  return renderer.renderToken(tokens, index, options);
}

function readMention(state, silent) {
  const mention = state.env.mentions?.find((text) => state.src.startsWith(text, state.pos));
  if (!mention) return false;
  if (!silent) state.push('mention', 'span', 0).content = nameOf(mention);
  state.pos += mention.length;
  return true;
}

function nameOf(mention) {
  return mention.replace(/^<at>|<\/at>$/g, '');
}
