/**
 * Cards that only one person sees: the answer to a press replaces the card for the presser alone. A view belongs to the
 * message as it was then, so an edit ends everybody's views of it and shows the new card.
 */
export function createCardViews() {
  const views = new Map();
  let revision = 0;

  function keep(person, message, card) {
    revision += 1;
    views.set(keyOf(person, message), { card, revision });
  }

  function of(person, message) {
    return views.get(keyOf(person, message));
  }

  return { keep, of };
}

function keyOf(person, message) {
  return JSON.stringify([person, message.activityId, message.edited]);
}
