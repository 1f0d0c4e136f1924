/** Teams drops the indicator by itself when nothing follows. */
const shownForMs = 8000;

export function createTyping(setTyping) {
  let timer;

  function start() {
    clearTimeout(timer);
    setTyping(true);
    timer = setTimeout(stop, shownForMs);
  }

  function stop() {
    clearTimeout(timer);
    setTyping(false);
  }

  return { start, stop };
}
