/**
 * Microsoft's Teams host config for Adaptive Cards: sizes, spacing, container styles, six actions. Colours are CSS
 * variables (theme.css), so a card follows the theme without being drawn again and an open form keeps its text.
 */
export const teamsHostConfig = {
  choiceSetInputValueSeparator: ',',
  supportsInteractivity: true,
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--card-line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  fontTypes: { default: font('var(--font)'), monospace: font("'Courier New', Courier, monospace") },
  containerStyles: {
    default: container('default', 'plain'),
    emphasis: container('emphasis', 'plain'),
    accent: container('accent', 'tinted'),
    good: container('good', 'tinted'),
    attention: container('attention', 'tinted'),
    warning: container('warning', 'tinted'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  adaptiveCard: { allowCustomStyle: false },
  imageSet: { imageSize: 'medium', maxImageHeight: 100 },
  factSet: { title: { weight: 'bolder', wrap: true }, value: { wrap: true }, spacing: 16 },
  inputs: {
    label: { inputSpacing: 'small', requiredInputs: { suffix: ' *', suffixColor: 'attention' }, optionalInputs: {} },
    errorMessage: { color: 'attention', size: 'small', spacing: 'small' },
  },
  textBlock: { headingLevel: 3 },
};

function font(fontFamily) {
  return {
    fontFamily,
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  };
}

/** `plain` containers follow the theme; `tinted` ones stay pale in both, as in Teams, so their text stays dark. */
function container(style, ink) {
  const names = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'];
  const foregroundColors = Object.fromEntries(names.map((name) => [name, colour(ink, name)]));
  return { backgroundColor: `var(--card-${style}-background)`, foregroundColors };
}

function colour(ink, name) {
  return {
    default: `var(--card-${ink}-${name})`,
    subtle: `var(--card-${ink}-${name}-subtle, var(--card-${ink}-${name}))`,
  };
}
