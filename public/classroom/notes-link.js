// @ts-check
// The deck's side of the notes window. The two talk by messages and know each other by their windows alone, so that
// it works from a file and in a frame without an origin, too: names and storage would not.

const NAME = 'api-key-vs-token';
/** @type {Window | null} */
let beside = null;

export const openNotes = {
  /** Opens the notes, or brings them to the front; false where the browser opens no window. */
  open() {
    if (beside && !beside.closed) beside.focus();
    else beside = window.open('?classroom=notes', '_blank', 'popup,width=960,height=720');
    return beside !== null;
  },

  /**
   * Keeps the notes up to date, and hears what they ask.
   * @param {() => import('../types').Shown} state
   * @param {(message: import('../types').Turn) => void} asked
   */
  follower(state, asked) {
    const tell = () => beside?.postMessage({ source: NAME, type: 'screen', ...state() }, '*');
    addEventListener('message', (/** @type {MessageEvent<import('../types').FromNotes | undefined>} */ event) => {
      if (event.data?.target !== NAME || !event.source) return;
      const from = /** @type {Window} */ (event.source);
      // A deck that was loaded anew finds its notes again: they are the window that this one has opened.
      if (event.data.type === 'hello' && from.opener === window) beside = from;
      if (from !== beside) return;
      if (event.data.type === 'hello') tell();
      else asked(event.data);
    });
    return { tell };
  },
};
