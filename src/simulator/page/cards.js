/* global AdaptiveCards */
import { element } from './dom.js';
import { teamsHostConfig } from './host-config.js';
import { isSafeLink, markdownToHtml, mentionsIn } from './markdown.js';
import { openMenu } from './menu.js';

AdaptiveCards.GlobalSettings.setTabIndexAtCardRoot = false;
AdaptiveCards.GlobalSettings.allowMoreThanMaxActionsInOverflowMenu = true;

const hostConfig = new AdaptiveCards.HostConfig(teamsHostConfig);

/**
 * Draws a card as Teams does: up to version 1.5, `refresh` is not run, an unknown element shows its fallback.
 * `onExecute({verb, data})` receives an Action.Execute with its validated inputs merged into `data`.
 */
export function renderCard(content, onExecute) {
  const frame = element('div', { class: frameClass(content), role: 'group', tabindex: '-1' });
  frame.setAttribute('aria-label', content?.speak || 'Card');
  frame.append(drawCard(content, onExecute) ?? fallbackText(content));
  return frame;
}

function frameClass(content) {
  const isFull = String(content?.msteams?.width).toLowerCase() === 'full';
  return isFull ? 'card card-full' : 'card';
}

function drawCard(content, onExecute) {
  try {
    if (content.type !== 'AdaptiveCard' || !content.version) return undefined;
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = hostConfig;
    card.maxVersion = AdaptiveCards.Versions.v1_5;
    card.onExecuteAction = (action) => runAction(action, onExecute);
    card.onDisplayOverflowActionMenu = showOverflow;
    card.parse(content);
    if (!card.isVersionSupported()) return undefined;
    const drawn = withMentions(mentionsIn(content.msteams?.entities), () => card.render());
    drawn?.removeAttribute('aria-label');
    return drawn;
  } catch {
    return undefined;
  }
}

function fallbackText(content) {
  const text = typeof content?.fallbackText === 'string' ? content.fallbackText : 'This card could not be shown.';
  return element('p', { class: 'card-fallback' }, text);
}

/** The renderer's Markdown hook is global and knows only the text, so the mentions are set while one card is drawn. */
function withMentions(mentions, draw) {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownToHtml(text, mentions);
    result.didProcess = true;
  };
  return draw();
}

function runAction(action, onExecute) {
  const type = action.getJsonTypeName();
  if (type === 'Action.Execute') onExecute({ verb: action.verb, data: action.data ?? {} });
  if (type === 'Action.OpenUrl' && isSafeLink(action.url ?? ''))
    window.open(action.url, '_blank', 'noopener,noreferrer');
}

function showOverflow(actions, button) {
  openMenu(
    button,
    actions.map((action) => ({
      label: action.title ?? '',
      disabled: !action.isEnabled,
      onSelect: () => action.execute(),
    })),
  );
  return true;
}
